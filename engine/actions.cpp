#include "engine/arguments.hpp"
#include "engine/commands.hpp"
#include "protocol/server_messages.hpp"

#include <array>
#include <string>

namespace atelier {

std::span<const commands::action> commands::all() noexcept {
  using enum action_scope;
  static constexpr std::array table{
      action{"ping", global, false, &commands::ping},
      action{"pictures", either, false, &commands::pictures},
      action{"picture", either, false, &commands::one_picture},
      action{"add_picture", session, false, &commands::add_picture},
      action{"rename_picture", either, false, &commands::rename_picture},
      action{"remove_picture", either, false, &commands::remove_picture},
      action{"sessions", global, false, &commands::sessions},
      action{"enter_session", session, false, &commands::enter_session},
      action{"leave_session", session, false, &commands::leave_session},
      action{"config", global, false, &commands::config},
      action{"set_config", global, true, &commands::set_config},
      action{"shutdown", global, true, &commands::shutdown},
  };
  return table;
}

void commands::ping(const asker& who, const command&, turn& now) {
  replies_.answer(who, json{{"at", to_iso8601(now.now.wall)}}, now);
}

void commands::pictures(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const picture_id after{args.optional_number("after").value_or(0)};
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  json result{{"pictures", json::array()}};
  std::size_t size = 0;
  for (auto each = world_.pictures.upper_bound(after); each != world_.pictures.end(); ++each) {
    if (what.session && each->second.record.session != what.session)
      continue;
    auto shown = to_json(each->second);
    size += shown.dump().size();
    if (size > limits::list_bytes_max) {
      result["more"] = true;
      break;
    }
    result["pictures"].push_back(std::move(shown));
  }
  replies_.answer(who, std::move(result), now);
}

result<picture*> commands::picture_named_by(const command& what) {
  arguments args{what.args};
  const picture_id id{args.number("picture")};
  if (args.wrong())
    return tl::unexpected{*args.wrong()};
  auto* found = world_.find_picture(id);
  if (!found)
    return failure(errc::not_found, "there is no picture " + std::to_string(id.value));
  if (what.session && found->record.session != what.session)
    return failure(errc::not_found, "there is no picture " + std::to_string(id.value) + " in session "
                                        + std::to_string(what.session->value));
  return found;
}

result<picture*> commands::picture_to_change(const command& what) {
  auto found = picture_named_by(what);
  if (found && !what.session && (*found)->record.session)
    return failure(errc::no_session_supplied, "the picture belongs to session "
                                                  + std::to_string((*found)->record.session->value)
                                                  + "; name it in \"session\"");
  return found;
}

void commands::one_picture(const asker& who, const command& what, turn& now) {
  const auto found = picture_named_by(what);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  replies_.answer(who, json{{"picture", to_json(**found)}}, now);
}

void commands::add_picture(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  picture_wanted wanted;
  wanted.name = args.text("name");
  wanted.created_by = args.optional_text("created_by").value_or("");
  wanted.width = args.optional_number("width");
  wanted.height = args.optional_number("height");
  wanted.session = what.session;
  if (const auto prototype = args.optional_number("prototype"))
    wanted.prototype = picture_id{*prototype};
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  making_.make(who, std::move(wanted), now);
}

void commands::rename_picture(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto name = args.text("name");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto found = picture_to_change(what);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  auto cleaned = clean_name(name, "the name of a picture");
  if (!cleaned)
    return replies_.answer(who, tl::unexpected{cleaned.error()}, now);
  auto& renamed = **found;
  renamed.record.name = std::move(*cleaned);
  world_.commits.add(renamed.record);
  const auto shown = to_json(renamed);
  replies_.answer(who, json{{"picture", shown}}, now);
  replies_.spread({{renamed.record.session, "picture_renamed", {{"picture", shown}}}}, now);
}

void commands::remove_picture(const asker& who, const command& what, turn& now) {
  const auto found = picture_to_change(what);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  auto& removed = **found;
  const auto shown = to_json(removed);
  const auto session = removed.record.session;
  world_.commits.add(picture_removed{removed.record.id});
  replies_.answer(who, json{{"picture", shown}}, now);
  replies_.spread({{session, "picture_removed", {{"picture", shown}}}}, now);
  keeping_.removed(removed, now);
  world_.folders.erase(removed.record.folder);
  world_.touched.erase(removed.record.id);
  world_.pictures.erase(removed.record.id);
}

void commands::sessions(const asker& who, const command&, turn& now) {
  auto list = json::array();
  for (const auto& [id, each] : world_.sessions)
    list.push_back(to_json(each));
  replies_.answer(who, json{{"sessions", std::move(list)}}, now);
}

void commands::enter_session(const asker& who, const command& what, turn& now) {
  world_.find_client(who.from)->entered.insert(*what.session);
  replies_.answer(who, json{{"session", to_json(world_.sessions.at(*what.session))}}, now);
}

void commands::leave_session(const asker& who, const command& what, turn& now) {
  world_.find_client(who.from)->entered.erase(*what.session);
  replies_.answer(who, json{{"session", to_json(world_.sessions.at(*what.session))}}, now);
}

void commands::config(const asker& who, const command&, turn& now) {
  replies_.answer(who, json{{"config", world_.config.show()}}, now);
}

void commands::set_config(const asker& who, const command& what, turn& now) {
  const auto stored = world_.config.set(what.args);
  if (!stored)
    return replies_.answer(who, tl::unexpected{stored.error()}, now);
  for (const auto& [name, value] : *stored)
    world_.commits.add(config_record{name, value});
  const auto shown = world_.config.show();
  replies_.answer(who, json{{"config", shown}}, now);
  replies_.spread({{std::nullopt, "config_changed", {{"config", shown}}}}, now);
}

void commands::shutdown(const asker& who, const command&, turn& now) {
  replies_.answer(who, json::object(), now);
  shutdown_asked_ = true;
}

} // namespace atelier
