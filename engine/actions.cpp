#include "engine/arguments.hpp"
#include "engine/bounded_list.hpp"
#include "engine/commands.hpp"
#include "protocol/server_messages.hpp"

#include <array>
#include <string>

namespace atelier {

std::span<const commands::action> commands::all() noexcept {
  using enum action_scope;
  // A row calls a member of this class, or of the part whose business it is.
  static constexpr std::array table{
      action{"ping", global, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.ping(who, what, now);
             }},
      action{"pictures", either, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.pictures(who, what, now);
             }},
      action{"picture", either, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.one_picture(who, what, now);
             }},
      action{"add_picture", session, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.add_picture(who, what, now);
             }},
      action{"rename_picture", either, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.rename_picture(who, what, now);
             }},
      action{"remove_picture", either, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.remove_picture(who, what, now);
             }},
      action{"sessions", global, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.sessions_.list(who, what, now);
             }},
      action{"add_session", global, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.sessions_.add(who, what, now);
             }},
      action{"rename_session", session, right::own,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.sessions_.rename(who, what, now);
             }},
      action{"remove_session", session, right::own,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.sessions_.remove(who, what, now);
             }},
      action{"state", either, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.sessions_.state(who, what, now);
             }},
      action{"enter_session", session, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.sessions_.enter(who, what, now);
             }},
      action{"leave_session", session, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.sessions_.leave(who, what, now);
             }},
      action{"players", global, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.players_.list(who, what, now);
             }},
      action{"add_player", global, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.players_.add(who, what, now);
             }},
      action{"sign_in", global, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.players_.sign_in(who, what, now);
             }},
      action{"sign_out", global, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.players_.sign_out(who, what, now);
             }},
      action{"set_player_handle", global, right::own,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.players_.set_handle(who, what, now);
             }},
      action{"set_player_passphrase", global, right::own,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.players_.set_passphrase(who, what, now);
             }},
      action{"remove_player", global, right::own,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.players_.remove(who, what, now);
             }},
      action{"say", session, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.chat_.say(who, what, now);
             }},
      action{"edit_message", session, right::own,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.chat_.edit_message(who, what, now);
             }},
      action{"delete_message", session, right::own,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.chat_.delete_message(who, what, now);
             }},
      action{"message_history", session, right::own,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.chat_.message_history(who, what, now);
             }},
      action{"search_messages", session, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.chat_.search_messages(who, what, now);
             }},
      action{"who", session, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.chat_.who_is_there(who, what, now);
             }},
      action{"config", global, right::all,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.config(who, what, now);
             }},
      action{"set_config", global, right::admin,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.set_config(who, what, now);
             }},
      action{"shutdown", global, right::admin,
             [](auto& all, auto& who, auto& what, auto& now) {
               all.shutdown(who, what, now);
             }},
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
  bounded_list found;
  for (auto each = world_.pictures.upper_bound(after); each != world_.pictures.end(); ++each) {
    if (what.session && each->second.record.session != what.session)
      continue;
    if (!found.add(to_json(each->second)))
      break;
  }
  replies_.answer(who, std::move(found).under("pictures"), now);
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
  keeping_.remove(removed, now);
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
