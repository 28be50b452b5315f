#include "engine/games/games.hpp"

#include "protocol/server_messages.hpp"

#include <string>

namespace atelier {

namespace {

/// What rings in one input; the rest rings in the next, so that a game whose timers are all due holds up nobody.
constexpr int timers_at_once = 64;

} // namespace

void games::store(session_id session, game_effects& follows, turn& now) {
  auto* game = find(session);
  if (!game)
    return;
  for (const auto& value : follows.values)
    world_.commits.add(
        game_value_record{session, value.name, value.value ? std::optional{to_text(*value.value)} : std::nullopt});
  for (const auto& timer : follows.timers)
    set_timer(*game, timer);
  for (const auto& drawing : follows.drawings)
    pen_.draw(drawing.picture, drawing.ops, now);
  if (!follows.over)
    return;
  game->record.ended_at = std::chrono::floor<std::chrono::milliseconds>(now.now.wall);
  game->record.outcome = to_text(*follows.over);
  world_.commits.add(game->record);
}

void games::tell(session_id session, game_effects follows, turn& now) {
  // A picture that is made may lead to more.
  for (std::optional<game_effects> next{std::move(follows)}; next;) {
    auto current = std::move(*next);
    next.reset();
    auto* game = find(session);
    if (!game)
      return;
    for (const auto& event : current.events)
      tell(*game, event, now);
    if (current.over) {
      tell(*game,
           {"ended", {{"game", game->record.number}, {"mode", game->record.mode}, {"outcome", *current.over}}, {}},
           now);
      removed(session);
      break;
    }
    if (current.pictures.empty())
      break;
    game_effects more;
    for (const auto& picture : current.pictures)
      make(session, picture, more, now);
    store(session, more, now);
    next = std::move(more);
  }
  wind(now);
}

void games::tell(const running_game& game, const game_event& what, turn& now) {
  const auto session = game.record.session;
  if (what.only_for.empty())
    return events_.tell(session, game.record.number, what.name, what.data, now);
  events_.whisper(session, what.only_for, what.name, what.data, now);
}

void games::set_timer(running_game& game, const game_timer& what) {
  const auto session = game.record.session;
  if (const auto place = game.timers.find(what.name); place != game.timers.end()) {
    due_.erase({place->second, session, what.name});
    game.timers.erase(place);
  }
  if (what.at) {
    game.timers.emplace(what.name, *what.at);
    due_.emplace(*what.at, session, what.name);
  }
  world_.commits.add(game_timer_record{session, what.name, what.at});
}

void games::make(session_id session, const game_picture& wanted, game_effects& more, turn& now) {
  auto& game = *find(session);
  const auto made = making_.make_white(session, wanted.name, wanted.width, wanted.height, now);
  if (made)
    return game.rules->picture_made(wanted.name, *made, std::chrono::floor<std::chrono::milliseconds>(now.now.wall),
                                    more);
  now.log(log_line::level::error,
          "the game in session " + std::to_string(session.value) + " ends: " + made.error().message);
  more.over = json{{"error", to_json(made.error())}};
}

void games::removed(session_id session) {
  std::erase_if(due_, [&](const due_timer& each) { return std::get<session_id>(each) == session; });
  world_.playing.erase(session);
  running_.erase(session);
}

void games::wind(turn& now) {
  if (due_.empty())
    return world_.alarms.cancel({timer_kind::game});
  const auto left = std::max<wall_time::duration>(std::get<wall_time>(*due_.begin()) - now.now.wall, {});
  world_.alarms.cancel({timer_kind::game});
  world_.alarms.set({timer_kind::game}, now.now.mono + std::chrono::ceil<std::chrono::milliseconds>(left));
}

void games::alarm(turn& now) {
  const auto at = std::chrono::floor<std::chrono::milliseconds>(now.now.wall);
  for (int rung = 0; rung < timers_at_once && !due_.empty() && std::get<wall_time>(*due_.begin()) <= at; ++rung) {
    const auto [when, session, name] = *due_.begin();
    auto& game = running_.at(session);
    set_timer(game, {name, std::nullopt});
    game_effects follows;
    game.rules->timer(name, at, follows);
    carry_out(session, std::move(follows), now);
  }
  wind(now);
}

void games::settle(turn& now) {
  const auto at = std::chrono::floor<std::chrono::milliseconds>(now.now.wall);
  if (std::exchange(is_new_, false)) {
    // Nobody's connection has outlived the restart.
    std::vector<std::pair<session_id, player_id>> all;
    for (const auto& [session, game] : running_)
      for (const auto& [player, team] : game.players)
        all.emplace_back(session, player);
    for (const auto& [session, player] : all)
      if (auto* game = find(session)) {
        game_effects follows;
        game->rules->went(player, at, follows);
        carry_out(session, std::move(follows), now);
      }
    wind(now);
  }
  for (const auto& [player, is_here] : std::exchange(world_.came_or_went, {})) {
    const auto known = world_.players.find(player);
    if (known == world_.players.end() || !known->second.session)
      continue;
    const auto session = *known->second.session;
    auto* game = find(session);
    if (!game || !game->players.contains(player))
      continue;
    game_effects follows;
    if (is_here)
      game->rules->came(player, at, follows);
    else
      game->rules->went(player, at, follows);
    carry_out(session, std::move(follows), now);
  }
}

} // namespace atelier
