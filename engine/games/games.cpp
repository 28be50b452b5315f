#include "engine/games/games.hpp"

#include "engine/arguments.hpp"
#include "protocol/game_limits.hpp"
#include "protocol/server_messages.hpp"

#include <algorithm>
#include <string>

namespace atelier {

games::games(world& all, replies& answers, challenges& known, making& maker, server_drawing& pen, session_events& news,
             std::vector<recovered_game> stored)
    : world_{all}, replies_{answers}, challenges_{known}, making_{maker}, pen_{pen}, events_{news}, pictures_{all} {
  for (const auto& [session, number] : world_.last_games)
    last_number_.emplace(session, number);
  for (auto& each : stored) {
    const auto* mode = find_mode(each.record.mode);
    if (!mode || !world_.sessions.contains(each.record.session))
      continue;
    running_game game{std::move(each.record), mode->make(), {}, {}};
    game.players = players_of(game.record.setup);
    game_values values;
    for (const auto& value : each.values)
      if (value.value)
        values.emplace(value.name, json::parse(*value.value, nullptr, false));
    game.rules->restore(values);
    for (const auto& timer : each.timers)
      if (timer.at)
        game.timers.emplace(timer.name, *timer.at);
    const auto session = game.record.session;
    begin(session, std::move(game));
  }
}

void games::begin(session_id session, running_game game) {
  for (const auto& [player, team] : game.players)
    world_.playing[session].insert(player);
  world_.playing[session];
  for (const auto& [name, at] : game.timers)
    due_.emplace(at, session, name);
  running_.insert_or_assign(session, std::move(game));
}

running_game* games::find(session_id session) {
  const auto place = running_.find(session);
  return place == running_.end() ? nullptr : &place->second;
}

std::optional<error> games::not_ones_own(const asker& who, session_id session, std::string_view action) const {
  const auto& client = *world_.find_client(who.from);
  if (client.admin || (client.player != player_id{} && world_.sessions.at(session).created_by == client.player))
    return std::nullopt;
  return error{errc::forbidden, std::string{action} + " is for whoever made session " + std::to_string(session.value)
                                    + " and for an admin"};
}

result<json> games::config_of(const session_record& session) const {
  const auto& mode = *find_mode(session.mode);
  return merged_config(mode, default_config(mode), json::parse(session.config, nullptr, false));
}

result<game_setup> games::setup_of(const session_record& session) {
  auto whole = config_of(session);
  if (!whole)
    return tl::unexpected{whole.error()};
  game_setup out;
  out.session = session.id;
  std::vector<challenge_set_id> sets;
  for (const auto& id : whole->at("challenge_sets"))
    sets.push_back(challenge_set_id{id.get<std::uint32_t>()});
  auto challenges = challenges_.of(sets);
  if (!challenges)
    return tl::unexpected{challenges.error()};
  out.challenges = std::move(*challenges);
  whole->erase("challenge_sets");
  out.config = std::move(*whole);
  std::string unavailable;
  for (auto& [id, player] : world_.players) {
    const auto team = world_.team_of(session.id, id);
    if (player.removed || (!team && player.session != session.id))
      continue;
    if (player.session != session.id)
      unavailable += (unavailable.empty() ? "" : ", ") + player.handle + " (player " + std::to_string(id.value)
                     + (player.session ? ", in session " + std::to_string(player.session->value) : "") + ")";
    out.players.push_back({id, player.handle, team});
  }
  if (!unavailable.empty())
    return failure(errc::player_unavailable, "of the teams of session " + std::to_string(session.id.value)
                                                 + " these play elsewhere, or nowhere: " + unavailable);
  if (out.players.size() > game_limits::players_max)
    return failure(errc::bad_data, "session " + std::to_string(session.id.value) + " has "
                                       + std::to_string(out.players.size()) + " players; a game may have "
                                       + std::to_string(game_limits::players_max));
  for (const auto& [id, each] : world_.teams[session.id])
    if (!each.removed)
      out.teams.push_back({id, each.name, each.colour});
  for (const auto& [id, each] : world_.pictures)
    if (each.record.session == session.id)
      out.pictures.push_back(each.record);
  out.seed = world_.seeds.next();
  return out;
}

std::optional<error> games::no_room_for(const session_record& session) const {
  if (running_.size() >= game_limits::running_max)
    return error{errc::rate_limited,
                 "this server runs at most " + std::to_string(game_limits::running_max) + " games at once"};
  const auto same = [&](const auto& each) {
    return world_.sessions.at(each.first).created_by == session.created_by;
  };
  if (session.created_by != player_id{}
      && std::ranges::count_if(running_, same) >= static_cast<std::ptrdiff_t>(game_limits::running_of_one_max))
    return error{errc::rate_limited,
                 "player " + std::to_string(session.created_by.value) + " has made sessions in which "
                     + std::to_string(game_limits::running_of_one_max) + " games run; one must end first"};
  return std::nullopt;
}

void games::start(const asker& who, const command& what, turn& now) {
  const auto id = *what.session;
  const auto& session = world_.sessions.at(id);
  if (auto wrong = not_ones_own(who, id, "start"))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  if (find(id))
    return replies_.answer(
        who, failure(errc::game_in_progress, "a game runs in session " + std::to_string(id.value) + "; stop it first"),
        now);
  if (auto wrong = no_room_for(session))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  const auto setup = setup_of(session);
  if (!setup)
    return replies_.answer(who, tl::unexpected{setup.error()}, now);
  const auto at = std::chrono::floor<std::chrono::milliseconds>(now.now.wall);
  running_game game{{id, last_number_[id] + 1, session.mode, setup_text(*setup), at, {}, {}},
                    find_mode(session.mode)->make(),
                    {},
                    {}};
  game_effects follows;
  if (const auto begun = game.rules->start(*setup, at, follows); !begun)
    return replies_.answer(who, tl::unexpected{begun.error()}, now);
  ++last_number_[id];
  for (const auto& each : setup->players)
    game.players.emplace(each.id, each.team);
  world_.commits.add(game.record);
  begin(id, std::move(game));
  store(id, follows, now);
  const auto& running = *find(id);
  replies_.answer(who, json{{"game", shown(running, actor(running, who.from))}}, now);
  tell(running, {"started", {{"game", shown(running, {})}}, {}}, now);
  tell(id, std::move(follows), now);
  // A mode counts everybody as here.
  game_effects more;
  for (const auto& each : setup->players)
    if (auto* still = find(id); still && !world_.online.contains(each.id))
      still->rules->went(each.id, at, more);
  carry_out(id, std::move(more), now);
}

void games::stop(const asker& who, const command& what, turn& now) {
  const auto id = *what.session;
  if (auto wrong = not_ones_own(who, id, "stop"))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  auto* game = find(id);
  if (!game)
    return replies_.answer(who, failure(errc::game_not_running, "no game runs in session " + std::to_string(id.value)),
                           now);
  game_effects follows;
  auto outcome = game->rules->stop(std::chrono::floor<std::chrono::milliseconds>(now.now.wall), follows);
  auto last = shown(*game, actor(*game, who.from));
  last["outcome"] = outcome;
  follows.over = std::move(outcome);
  store(id, follows, now);
  replies_.answer(who, json{{"game", std::move(last)}}, now);
  tell(id, std::move(follows), now);
}

void games::config(const asker& who, const command& what, turn& now) {
  const auto whole = config_of(world_.sessions.at(*what.session));
  replies_.answer(who, whole.map([](const json& it) { return json{{"config", it}}; }), now);
}

void games::set_config(const asker& who, const command& what, turn& now) {
  const auto id = *what.session;
  auto& session = world_.sessions.at(id);
  if (auto wrong = not_ones_own(who, id, "set_game_config"))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  if (find(id))
    return replies_.answer(who,
                           failure(errc::game_in_progress, "a game runs in session " + std::to_string(id.value)
                                                               + "; its settings can be changed when it is over"),
                           now);
  auto own = json::parse(session.config, nullptr, false);
  for (const auto& [name, value] : what.args.items())
    if (value.is_null())
      own.erase(name);
    else
      own[name] = value;
  const auto& mode = *find_mode(session.mode);
  const auto whole = merged_config(mode, default_config(mode), own);
  if (!whole)
    return replies_.answer(who, tl::unexpected{whole.error()}, now);
  session.config = to_text(own);
  world_.commits.add(session);
  replies_.answer(who, json{{"config", *whole}}, now);
  replies_.spread({{id, "game_config_changed", {{"config", *whole}}}}, now);
}

void games::play(const asker& who, const command& what, turn& now) {
  const auto id = *what.session;
  const auto& mode = *find_mode(world_.sessions.at(id).mode);
  if (std::ranges::find(mode.actions, what.action) == mode.actions.end())
    return replies_.answer(who,
                           failure(errc::bad_data, what.action + " is no action of mode \"" + std::string{mode.name}
                                                       + "\", which session " + std::to_string(id.value) + " has"),
                           now);
  auto* game = find(id);
  const auto picture = game ? game->rules->picture_needed(actor(*game, who.from), what.action, what.args,
                                                          std::chrono::floor<std::chrono::milliseconds>(now.now.wall))
                            : std::nullopt;
  if (!picture)
    return act(who, what, now);
  const auto request = pictures_.add(who, what);
  if (!request)
    return replies_.answer(who, tl::unexpected{request.error()}, now);
  // Only what can be shown has a thumbnail.
  constexpr bool thumbnail = true;
  now.out.emplace_back(read_attachment{*request, *picture, thumbnail, 0});
}

bool games::read(const attachment_read& input, turn& now) {
  const auto waiting = pictures_.take(input.request);
  if (!waiting)
    return false;
  const auto& [who, what] = *waiting;
  // As in `chat::found`.
  if (!world_.find_client(who.from) || replies_.answer_again(who, now))
    return true;
  if (!input.piece)
    replies_.answer(who, tl::unexpected{input.piece.error()}, now);
  else if (!world_.sessions.contains(*what.session))
    replies_.answer(who, failure(errc::not_found, "there is no session " + std::to_string(what.session->value)), now);
  else
    act(who, what, now);
  return true;
}

void games::stop_waiting(turn& now) {
  pictures_.stop(replies_, now);
}

void games::act(const asker& who, const command& what, turn& now) {
  const auto id = *what.session;
  auto* game = find(id);
  if (!game)
    return replies_.answer(who, failure(errc::game_not_running, "no game runs in session " + std::to_string(id.value)),
                           now);
  game_effects follows;
  const auto done = game->rules->act(actor(*game, who.from), what.action, what.args,
                                     std::chrono::floor<std::chrono::milliseconds>(now.now.wall), follows);
  if (done)
    store(id, follows, now);
  replies_.answer(who, done, now);
  if (done)
    tell(id, std::move(follows), now);
}

game_actor games::actor(const running_game& in, connection_id who) const {
  const auto* client = world_.find_client(who);
  if (!client)
    return {};
  const auto place = in.players.find(client->player);
  return {client->player, place == in.players.end() ? std::nullopt : place->second, client->admin};
}

json games::shown(session_id session, connection_id to) const {
  const auto place = running_.find(session);
  return place == running_.end() ? json() : shown(place->second, actor(place->second, to));
}

json games::shown(const running_game& game, const game_actor& to) const {
  json players = json::array();
  for (const auto& [player, team] : game.players)
    players.push_back(player.value);
  json out{{"session", game.record.session.value},
           {"number", game.record.number},
           {"mode", game.record.mode},
           {"started_at", to_iso8601(game.record.started_at)},
           {"player_ids", std::move(players)}};
  out.update(game.rules->state(to));
  return out;
}

game_hearing games::hear(connection_id who, session_id session, const std::string& text, game_effects& follows,
                         turn& now) {
  auto* game = find(session);
  if (!game)
    return {};
  return game->rules->said(actor(*game, who), text, std::chrono::floor<std::chrono::milliseconds>(now.now.wall),
                           follows);
}

bool games::is_heard(session_id session) const {
  const auto place = running_.find(session);
  return place != running_.end() && find_mode(place->second.record.mode)->hears_chat;
}

std::optional<error> games::refuses_drawing(connection_id who, const picture& on) const {
  const auto place = on.record.session ? running_.find(*on.record.session) : running_.end();
  if (place == running_.end())
    return std::nullopt;
  return place->second.rules->refuses_drawing(actor(place->second, who), on.record.id);
}

} // namespace atelier
