#include "engine/sessions/sessions.hpp"

#include "engine/arguments.hpp"
#include "engine/bounded_list.hpp"
#include "engine/pictures/making.hpp"
#include "engine/players/players.hpp"

#include <string>

namespace atelier {

namespace {

constexpr std::string_view modes = "\"free\"";

} // namespace

sessions::sessions(world& all, replies& answers, keeping& pictures, chat& talk)
    : world_{all}, replies_{answers}, keeping_{pictures}, chat_{talk} {
  for (const auto& [id, each] : world_.sessions)
    names_.insert(each.name, id);
}

void sessions::list(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const session_id after{args.optional_number("after").value_or(0)};
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  bounded_list found;
  for (auto each = world_.sessions.upper_bound(after); each != world_.sessions.end(); ++each)
    if (!found.add(to_json(each->second)))
      break;
  replies_.answer(who, std::move(found).under("sessions"), now);
}

std::optional<error> sessions::wrong_with(const std::string& name, std::optional<session_id> own) const {
  if (folded_name(name).empty())
    return error{errc::bad_data, "the name of a session must have a character that can be seen"};
  const auto taken = names_.find(name);
  if (!taken || taken == own)
    return std::nullopt;
  return error{errc::name_taken, "there is a session named \"" + world_.sessions.at(*taken).name
                                     + "\" already, session " + std::to_string(taken->value)};
}

std::optional<error> sessions::not_ones_own(const asker& who, const session_record& which) const {
  const auto& client = *world_.find_client(who.from);
  if (client.admin || (client.player != player_id{} && client.player == which.created_by))
    return std::nullopt;
  return error{errc::forbidden,
               "session " + std::to_string(which.id.value) + " may be changed by whoever made it and by an admin"};
}

json sessions::with_similar(json result, const std::string& name, session_id own) const {
  auto similar = json::array();
  for (const auto id : names_.similar(name, similar_names_from, similar_names_max + 1))
    if (id != own && similar.size() < similar_names_max)
      similar.push_back(world_.sessions.at(id).name);
  if (!similar.empty())
    result["similar"] = std::move(similar);
  return result;
}

void sessions::add(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto wanted = args.text("name");
  const auto mode = args.optional_text("mode").value_or("free");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto name = clean_name(wanted, "the name of a session");
  if (!name)
    return replies_.answer(who, tl::unexpected{name.error()}, now);
  if (mode != "free")
    return replies_.answer(
        who, failure(errc::bad_data, "\"mode\" is " + shown(mode) + "; it must be " + std::string{modes}), now);
  if (const auto config = what.args.find("config");
      config != what.args.end() && !config->is_null() && *config != json::object())
    return replies_.answer(
        who, failure(errc::bad_data, "\"config\" is " + shown_value(*config) + "; a session of mode free has none"),
        now);
  if (world_.sessions.size() >= world_.bounds().sessions_max)
    return replies_.answer(
        who,
        failure(errc::rate_limited,
                "this server keeps at most " + std::to_string(world_.bounds().sessions_max) + " sessions"),
        now);
  if (auto wrong = wrong_with(*name, std::nullopt))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);

  session_record made;
  made.id = world_.next_session;
  ++world_.next_session.value;
  made.uuid = world_.uuids.next();
  made.name = *name;
  made.mode = mode;
  made.created_at = std::chrono::floor<std::chrono::milliseconds>(now.now.wall);
  made.created_by = world_.find_client(who.from)->player;
  world_.commits.add(made);
  names_.insert(made.name, made.id);
  const auto shown = to_json(made);
  replies_.answer(who, with_similar({{"session", shown}}, made.name, made.id), now);
  world_.sessions.emplace(made.id, std::move(made));
  replies_.spread({{std::nullopt, "session_added", {{"session", shown}}}}, now);
}

void sessions::rename(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto wanted = args.text("name");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  auto& renamed = world_.sessions.at(*what.session);
  if (auto wrong = not_ones_own(who, renamed))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  const auto name = clean_name(wanted, "the name of a session");
  if (!name)
    return replies_.answer(who, tl::unexpected{name.error()}, now);
  if (auto wrong = wrong_with(*name, renamed.id))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  names_.erase(renamed.name);
  renamed.name = *name;
  names_.insert(renamed.name, renamed.id);
  world_.commits.add(renamed);
  const auto shown = to_json(renamed);
  replies_.answer(who, with_similar({{"session", shown}}, renamed.name, renamed.id), now);
  replies_.spread({{std::nullopt, "session_renamed", {{"session", shown}}}}, now);
}

void sessions::remove(const asker& who, const command& what, turn& now) {
  const auto id = *what.session;
  const auto removed = world_.sessions.at(id);
  if (auto wrong = not_ones_own(who, removed))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  std::vector<picture_id> pictures;
  for (const auto& [picture, each] : world_.pictures)
    if (each.record.session == id)
      pictures.push_back(picture);
  for (const auto picture : pictures)
    world_.commits.add(picture_removed{picture});
  world_.commits.add(session_removed{id});
  const auto shown = to_json(removed);
  replies_.answer(who, json{{"session", shown}}, now);
  replies_.spread({{std::nullopt, "session_removed", {{"session", shown}}}}, now);
  for (const auto picture : pictures)
    keeping_.remove(world_.pictures.at(picture), now);
  chat_.removed(id, now);
  for (auto& [connection, each] : world_.clients)
    each.entered.erase(id);
  // Storage takes them out by itself.
  for (auto& [player, each] : world_.players)
    if (each.session == id)
      each.session.reset();
  names_.erase(removed.name);
  world_.sessions.erase(id);
}

void sessions::state(const asker& who, const command& what, turn& now) {
  bounded_list pictures;
  bounded_list players;
  bounded_list all;
  for (const auto& [id, each] : world_.players)
    if (!each.removed && (!what.session || each.session == what.session) && !players.add(to_json(each)))
      break;
  if (!what.session) {
    for (const auto& [id, each] : world_.sessions)
      if (!all.add(to_json(each)))
        break;
    return replies_.answer(who,
                           json{{"sessions", std::move(all).items()},
                                {"players", std::move(players).items()},
                                {"challenge_sets", json::array()}},
                           now);
  }
  for (const auto& [id, each] : world_.pictures)
    if (each.record.session == what.session && !pictures.add(to_json(each)))
      break;
  replies_.answer(who,
                  json{{"session", to_json(world_.sessions.at(*what.session))},
                       {"teams", json::array()},
                       {"players", std::move(players).items()},
                       {"pictures", std::move(pictures).items()},
                       {"game", nullptr},
                       {"events", json::array()}},
                  now);
}

void sessions::enter(const asker& who, const command& what, turn& now) {
  world_.find_client(who.from)->entered.insert(*what.session);
  replies_.answer(who, json{{"session", to_json(world_.sessions.at(*what.session))}}, now);
}

void sessions::leave(const asker& who, const command& what, turn& now) {
  world_.find_client(who.from)->entered.erase(*what.session);
  replies_.answer(who, json{{"session", to_json(world_.sessions.at(*what.session))}}, now);
}

} // namespace atelier
