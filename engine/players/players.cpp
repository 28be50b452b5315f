#include "engine/players/players.hpp"

#include "engine/list_page.hpp"
#include "protocol/server_messages.hpp"

#include <utility>

namespace atelier {

namespace {

error busy(const player_record& player) {
  return {errc::player_unavailable,
          shown(player.handle) + " (player " + std::to_string(player.id.value) + ") is in a game; it must end before"};
}

} // namespace

json to_json(const player_record& shown) {
  return {{"id", shown.id.value},
          {"uuid", shown.uuid},
          {"handle", shown.handle},
          {"protected", !shown.passphrase.empty()},
          {"session", shown.session ? json(shown.session->value) : json()},
          {"created_at", to_iso8601(shown.created_at)}};
}

players::players(world& all, replies& answers)
    : world_{all},
      replies_{answers},
      tokens_{std::move(all.stored_tokens), all.bounds().player_tokens_max},
      guard_{all.bounds().wrong_tries_max},
      requests_{all.bounds()} {
  for (const auto& [id, each] : world_.players)
    if (!each.removed)
      names_.insert(each.handle, id);
}

void players::add(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto wanted = args.text("handle");
  auto passphrase = passphrase_among(args);
  if (!passphrase)
    return replies_.answer(who, tl::unexpected{passphrase.error()}, now);
  const auto handle = clean_handle(wanted);
  if (!handle)
    return replies_.answer(who, tl::unexpected{handle.error()}, now);
  if (auto wrong = taken(*handle, std::nullopt))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  const auto& bounds = world_.bounds();
  if (names_.size() >= bounds.players_max || world_.players.size() >= bounds.players_ever_max)
    return replies_.answer(who,
                           failure(errc::rate_limited, "this server keeps at most " + std::to_string(bounds.players_max)
                                                           + " players, and remembers at most "
                                                           + std::to_string(bounds.players_ever_max)),
                           now);
  passphrase_request request{who, adding_player{*handle}};
  if (!*passphrase)
    return make(request, "", now);
  hash(std::move(request), std::move(**passphrase), now);
}

void players::set_handle(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto wanted = args.text("handle");
  const auto found = player_to_change(who, args);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  auto& changed = **found;
  auto handle = clean_handle(wanted);
  if (!handle)
    return replies_.answer(who, tl::unexpected{handle.error()}, now);
  if (auto wrong = taken(*handle, changed.id))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  names_.erase(changed.handle);
  changed.handle = std::move(*handle);
  names_.insert(changed.handle, changed.id);
  world_.commits.add(changed);
  replies_.answer(who, with_similar(changed), now);
  replies_.spread({{std::nullopt, "player_changed", {{"player", to_json(changed)}}}}, now);
}

void players::set_passphrase(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  auto passphrase = passphrase_among(args);
  if (!passphrase)
    return replies_.answer(who, tl::unexpected{passphrase.error()}, now);
  if (!what.args.contains("passphrase"))
    return replies_.answer(
        who, failure(errc::bad_data, "\"passphrase\" is missing; it must be a string, or null for none"), now);
  const auto found = player_to_change(who, args);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  passphrase_request request{who, changing_passphrase{(*found)->id}};
  if (!*passphrase)
    return change_passphrase(request, "", now);
  hash(std::move(request), std::move(**passphrase), now);
}

void players::hash(passphrase_request request, std::string passphrase, turn& now) {
  if (auto wrong = requests_.refused(request))
    return replies_.answer(request.who, tl::unexpected{std::move(*wrong)}, now);
  now.out.emplace_back(hash_passphrase{requests_.add(std::move(request)), std::move(passphrase)});
}

void players::remove(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto found = player_to_change(who, args);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  auto& removed = **found;
  if (world_.is_playing(removed.id))
    return replies_.answer(who, tl::unexpected{busy(removed)}, now);
  const auto shown = to_json(removed);
  names_.erase(removed.handle);
  removed.removed = true;
  removed.passphrase.clear();
  removed.session.reset();
  world_.commits.add(removed);
  for (auto& [session, all] : world_.members)
    if (all.erase(removed.id) > 0)
      world_.commits.add(team_member_record{session, removed.id, std::nullopt});
  end_all(removed.id, std::nullopt);
  replies_.answer(who, json{{"player", shown}}, now);
  replies_.spread({{std::nullopt, "player_deleted", {{"player", shown}}}}, now);
}

void players::set_session(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto found = player_to_change(who, args);
  const auto wanted = args.optional_number("session");
  if (!found || args.wrong())
    return replies_.answer(who, tl::unexpected{found ? *args.wrong() : found.error()}, now);
  auto& changed = **found;
  const auto session = wanted ? std::optional{session_id{*wanted}} : std::nullopt;
  if (session && !world_.sessions.contains(*session))
    return replies_.answer(who, failure(errc::not_found, "there is no session " + std::to_string(*wanted)), now);
  if (session != changed.session && world_.is_playing(changed.id))
    return replies_.answer(who, tl::unexpected{busy(changed)}, now);
  changed.session = session;
  world_.commits.add(changed);
  replies_.answer(who, json{{"player", to_json(changed)}}, now);
  replies_.spread({{std::nullopt, "player_changed_session", {{"player", to_json(changed)}}}}, now);
}

void players::list(const asker& who, const command& what, turn& now) {
  const auto is_there = [](const player_record& each) {
    return !each.removed;
  };
  replies_.answer(who, list_page("players", what, world_.players, is_there), now);
}

void players::on(passphrase_hashed&& input, turn& now) {
  const auto begun = requests_.take(input.request);
  if (!begun || begun->dropped)
    return;
  if (!input.hash)
    answer(*begun, tl::unexpected{input.hash.error()}, now);
  else if (std::holds_alternative<adding_player>(begun->what))
    make(*begun, std::move(*input.hash), now);
  else
    change_passphrase(*begun, std::move(*input.hash), now);
}

void players::stop(turn& now) {
  const auto why = failure(errc::shutting_down, "the server is shutting down; ask again when it is back");
  for (const auto& each : requests_.take_all())
    if (!each.dropped)
      answer(each, why, now);
}

void players::gone(connection_id who) {
  requests_.gone(who);
  guard_.gone(who);
}

void players::answer(const passphrase_request& begun, const result<json>& what, turn& now) {
  replies_.answer(begun.who, what, now);
  for (const auto& each : begun.also)
    replies_.answer({each.from, each.id, std::nullopt}, what, now);
}

void players::store(std::vector<record> all) {
  for (auto& each : all)
    world_.commits.add(std::move(each));
}

result<player_record*> players::find(player_id id) {
  const auto place = world_.players.find(id);
  if (place == world_.players.end() || place->second.removed)
    return failure(errc::not_found, "there is no player " + std::to_string(id.value));
  return &place->second;
}

result<player_record*> players::player_to_change(const asker& who, arguments& args) {
  const auto named = args.optional_number("player");
  if (args.wrong())
    return tl::unexpected{*args.wrong()};
  const auto& client = *world_.find_client(who.from);
  const player_id id{named.value_or(client.player.value)};
  if (id == player_id{} && !named)
    return failure(errc::unauthorized, "nobody is signed in on this connection; sign in, or name a \"player\"");
  if (id != client.player && !client.admin)
    return failure(errc::forbidden,
                   "player " + std::to_string(id.value) + " may be changed by who is signed in as it, and by an admin");
  return find(id);
}

result<std::optional<std::string>> players::passphrase_among(arguments& args) {
  auto given = args.optional_text("passphrase");
  if (args.wrong())
    return tl::unexpected{*args.wrong()};
  if (given && (given->empty() || given->size() > limits::passphrase_bytes_max))
    return failure(errc::bad_data, "\"passphrase\" has " + std::to_string(given->size()) + " bytes; it must have 1 to "
                                       + std::to_string(limits::passphrase_bytes_max));
  return given;
}

std::optional<error> players::taken(const std::string& handle, std::optional<player_id> own) const {
  if (const auto other = names_.find(handle); other && other != own)
    return error{errc::name_taken, "the handle " + shown(handle) + " is too much like "
                                       + shown(world_.players.at(*other).handle) + ", player "
                                       + std::to_string(other->value) + "; choose another"};
  if (requests_.has_handle(folded_name(handle)))
    return error{errc::name_taken, "somebody is being added with the handle " + shown(handle) + "; choose another"};
  return std::nullopt;
}

json players::with_similar(const player_record& shown) const {
  json result{{"player", to_json(shown)}};
  for (const auto id : names_.similar(shown.handle, similar_names_from, similar_names_max + 1))
    if (id != shown.id)
      result["similar"].push_back(world_.players.at(id).handle);
  return result;
}

void players::make(const passphrase_request& begun, std::string hash, turn& now) {
  player_record made;
  made.id = world_.next_player;
  ++world_.next_player.value;
  made.uuid = world_.uuids.next();
  made.handle = std::get<adding_player>(begun.what).handle;
  made.passphrase = std::move(hash);
  made.created_at = std::chrono::floor<std::chrono::milliseconds>(now.now.wall);
  names_.insert(made.handle, made.id);
  world_.commits.add(made);
  const auto& kept = world_.players.emplace(made.id, std::move(made)).first->second;
  answer(begun, with_similar(kept), now);
  replies_.spread({{std::nullopt, "player_added", {{"player", to_json(kept)}}}}, now);
}

void players::change_passphrase(const passphrase_request& begun, std::string hash, turn& now) {
  const auto found = find(std::get<changing_passphrase>(begun.what).player);
  if (!found)
    return answer(begun, tl::unexpected{found.error()}, now);
  auto& changed = **found;
  auto& client = *world_.find_client(begun.who.from);
  const bool own = client.player == changed.id;
  if (!own && !client.admin)
    return answer(begun,
                  failure(errc::unauthorized,
                          "this connection is no longer signed in as player " + std::to_string(changed.id.value)),
                  now);
  changed.passphrase = std::move(hash);
  world_.commits.add(changed);
  end_all(changed.id, own ? std::optional{begun.who.from} : std::nullopt);
  if (own)
    client.identity = identity_of(changed);
  answer(begun, json{{"player", to_json(changed)}}, now);
  replies_.spread({{std::nullopt, "player_changed", {{"player", to_json(changed)}}}}, now);
}

void players::end_all(player_id player, std::optional<connection_id> spared) {
  store(tokens_.end_all(player, spared ? world_.find_client(*spared)->token_hash : ""));
  for (auto& [id, client] : world_.clients)
    if (client.player == player && id != spared)
      sign_out_of(client);
}

} // namespace atelier
