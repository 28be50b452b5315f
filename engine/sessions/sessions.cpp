#include "engine/sessions/sessions.hpp"

#include "engine/arguments.hpp"
#include "engine/bounded_list.hpp"
#include "engine/feed/feed_arguments.hpp"
#include "engine/list_page.hpp"
#include "engine/pictures/making.hpp"
#include "engine/players/players.hpp"

#include <set>
#include <string>

namespace atelier {

namespace {

/// Each of four lists of `state`, beside a game that may take as much as all of them.
constexpr std::size_t state_list_bytes = limits::list_bytes_max / 8;

/// What a session's metadata become with the argument `metadata`.
result<json> with_metadata(json known, const json& args) {
  const auto given = args.find("metadata");
  if (given == args.end() || !given->is_object())
    return failure(errc::bad_data, "\"metadata\" must be an object of texts, as in {\"discord_server\":\"123\"}");
  for (const auto& [name, value] : given->items()) {
    if (value.is_null())
      known.erase(name);
    else if (value.is_string())
      known[name] = value;
    else
      return failure(errc::bad_data,
                     "in \"metadata\", " + shown(name) + " must be a text or null, not " + shown_value(value));
  }
  if (known.size() > limits::metadata_entries_max || to_text(known).size() > limits::metadata_bytes_max)
    return failure(errc::bad_data, "a session may have " + std::to_string(limits::metadata_entries_max)
                                       + " entries of metadata, of " + std::to_string(limits::metadata_bytes_max)
                                       + " bytes together");
  return known;
}

} // namespace

sessions::sessions(world& all, replies& answers, keeping& pictures, chat& talk, games& play, teams& groups,
                   session_events& happened, server_drawing& pen, feed& reported, feed_links& linked)
    : world_{all},
      replies_{answers},
      keeping_{pictures},
      chat_{talk},
      games_{play},
      teams_{groups},
      events_{happened},
      pen_{pen},
      feed_{reported},
      links_{linked} {
  for (const auto& [id, each] : world_.sessions)
    names_.insert(each.name, id);
}

void sessions::list(const asker& who, const command& what, turn& now) {
  const auto every_one = [](const session_record&) {
    return true;
  };
  replies_.answer(who, list_page("sessions", what, world_.sessions, every_one), now);
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
  const auto name = args.text("name");
  const auto mode = args.optional_text("mode").value_or("free");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto* rules = find_mode(mode);
  if (!rules)
    return replies_.answer(
        who, failure(errc::bad_data, "\"mode\" is " + shown(mode) + "; it must be one of " + names_of_modes()), now);
  json config = json::object();
  if (const auto given = what.args.find("config"); given != what.args.end() && !given->is_null())
    config = *given;
  if (const auto whole = merged_config(*rules, default_config(*rules), config); !whole)
    return replies_.answer(who, tl::unexpected{whole.error()}, now);
  feed_arguments feed_args{what.args};
  auto uuid = feed_args.optional_uuid("project_uuid");
  if (feed_args.wrong())
    return replies_.answer(who, tl::unexpected{*feed_args.wrong()}, now);
  const auto made = make(who, {name, mode, std::move(config), std::move(uuid)}, now);
  if (!made)
    return replies_.answer(who, tl::unexpected{made.error()}, now);
  const auto& kept = world_.sessions.at(*made);
  replies_.answer(who, with_similar({{"session", to_json(kept)}}, kept.name, kept.id), now);
  tell_of(*made, now);
}

result<session_id> sessions::make_project(const asker& who, const std::string& uuid, const std::string& name,
                                          turn& now) {
  new_session what{name};
  what.uuid = uuid;
  return make(who, std::move(what), now);
}

result<session_id> sessions::make(const asker& who, new_session what, turn& now) {
  const auto name = clean_name(what.name, "the name of a session");
  if (!name)
    return tl::unexpected{name.error()};
  if (world_.sessions.size() >= world_.bounds().sessions_max)
    return failure(errc::rate_limited,
                   "this server keeps at most " + std::to_string(world_.bounds().sessions_max) + " sessions");
  if (auto wrong = wrong_with(*name, std::nullopt))
    return tl::unexpected{std::move(*wrong)};
  if (what.uuid)
    for (const auto& [id, each] : world_.sessions)
      if (each.uuid == *what.uuid)
        return failure(errc::already_exists,
                       "session " + std::to_string(id.value) + " has the \"project_uuid\" " + *what.uuid + " already");
  session_record made;
  made.id = world_.next_session;
  ++world_.next_session.value;
  made.uuid = what.uuid ? std::move(*what.uuid) : world_.uuids.next();
  made.name = *name;
  made.mode = std::move(what.mode);
  made.config = to_text(what.config);
  made.created_at = std::chrono::floor<std::chrono::milliseconds>(now.now.wall);
  made.created_by = world_.find_client(who.from)->player;
  world_.commits.add(made);
  names_.insert(made.name, made.id);
  const auto id = made.id;
  world_.sessions.emplace(id, std::move(made));
  return id;
}

void sessions::tell_of(session_id made, turn& now) {
  replies_.spread({{std::nullopt, "session_added", {{"session", to_json(world_.sessions.at(made))}}}}, now);
  links_.added(made, now);
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
    pen_.removed(picture);
  for (const auto picture : pictures)
    keeping_.remove(world_.pictures.at(picture), now);
  chat_.removed(id, now);
  events_.removed(id, now);
  feed_.removed(id, now);
  links_.removed(id, now);
  games_.removed(id);
  teams_.removed(id);
  if (const auto audience = world_.audiences.find(id); audience != world_.audiences.end())
    for (const auto each : std::set{audience->second})
      world_.leave(each, *world_.find_client(each), id);
  // Storage takes them out by itself.
  for (auto& [player, each] : world_.players)
    if (each.session == id)
      each.session.reset();
  names_.erase(removed.name);
  world_.sessions.erase(id);
}

void sessions::set_metadata(const asker& who, const command& what, turn& now) {
  auto& changed = world_.sessions.at(*what.session);
  if (auto wrong = not_ones_own(who, changed))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  auto metadata = with_metadata(json::parse(changed.metadata, nullptr, false), what.args);
  if (!metadata)
    return replies_.answer(who, tl::unexpected{metadata.error()}, now);
  changed.metadata = to_text(*metadata);
  world_.commits.add(changed);
  const auto shown = to_json(changed);
  replies_.answer(who, json{{"session", shown}}, now);
  replies_.spread({{std::nullopt, "session_metadata_changed", {{"session", shown}}}}, now);
}

void sessions::state(const asker& who, const command& what, turn& now) {
  bounded_list pictures{state_list_bytes};
  bounded_list players{state_list_bytes};
  bounded_list all{state_list_bytes};
  for (const auto& [id, each] : world_.players)
    if (!each.removed && (!what.session || each.session == what.session) && !players.add(to_json(each)))
      break;
  if (!what.session) {
    for (const auto& [id, each] : world_.sessions)
      if (!all.add(to_json(each)))
        break;
    bounded_list sets{state_list_bytes};
    for (const auto& [id, each] : world_.challenge_sets)
      if (!sets.add(to_json(each)))
        break;
    return replies_.answer(who,
                           json{{"sessions", std::move(all).items()},
                                {"players", std::move(players).items()},
                                {"challenge_sets", std::move(sets).items()}},
                           now);
  }
  for (const auto& [id, each] : world_.pictures)
    if (each.record.session == what.session && !pictures.add(to_json(each)))
      break;
  bounded_list groups{state_list_bytes};
  if (const auto own = world_.teams.find(*what.session); own != world_.teams.end())
    for (const auto& [id, each] : own->second)
      if (!each.removed && !groups.add(to_json(each, world_)))
        break;
  replies_.answer(who,
                  json{{"session", to_json(world_.sessions.at(*what.session))},
                       {"teams", std::move(groups).items()},
                       {"players", std::move(players).items()},
                       {"pictures", std::move(pictures).items()},
                       {"game", games_.shown(*what.session, who.from)},
                       {"events", events_.last(*what.session, state_list_bytes)}},
                  now);
}

void sessions::enter(const asker& who, const command& what, turn& now) {
  world_.enter(who.from, *world_.find_client(who.from), *what.session);
  replies_.answer(who, json{{"session", to_json(world_.sessions.at(*what.session))}}, now);
}

void sessions::leave(const asker& who, const command& what, turn& now) {
  world_.leave(who.from, *world_.find_client(who.from), *what.session);
  replies_.answer(who, json{{"session", to_json(world_.sessions.at(*what.session))}}, now);
}

} // namespace atelier
