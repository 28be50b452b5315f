#include "tests/simulation/memory_store.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <functional>
#include <tuple>

// What the store keeps of teams, challenges, games and events.

namespace atelier::simulation {

namespace {

/// Puts a row in its place by `key`, or in the place of the one that has the same.
template <class Row, class Key>
void put_row(std::vector<Row>& rows, const Row& what, Key key) {
  const auto place = std::ranges::lower_bound(rows, std::invoke(key, what), {}, key);
  if (place != rows.end() && std::invoke(key, *place) == std::invoke(key, what))
    *place = what;
  else
    rows.insert(place, what);
}

template <class Row, class Key>
void remove_row(std::vector<Row>& rows, const Row& what, Key key) {
  std::erase_if(rows, [&](const Row& each) { return std::invoke(key, each) == std::invoke(key, what); });
}

template <class Row>
void remove_rows_of(session_id session, std::vector<Row>& rows) {
  std::erase_if(rows, [&](const Row& each) { return each.session == session; });
}

auto key_of_team(const team_record& what) {
  return std::tuple{what.session, what.id};
}
auto key_of_member(const team_member_record& what) {
  return std::tuple{what.session, what.player};
}
session_id key_of_game(const recovered_game& what) {
  return what.record.session;
}

} // namespace

bool memory_store::is_removed(session_id session) const {
  REQUIRE(session < state_.next_session_id);
  return std::ranges::find(state_.sessions, session, &session_record::id) == state_.sessions.end();
}

recovered_game& memory_store::running(session_id session) {
  const auto place = std::ranges::find(state_.games, session, key_of_game);
  REQUIRE(place != state_.games.end());
  return *place;
}

void memory_store::forget_games_of(session_id session) {
  remove_rows_of(session, state_.teams);
  remove_rows_of(session, state_.members);
  remove_rows_of(session, events_);
  std::erase_if(state_.games, [&](const auto& each) { return key_of_game(each) == session; });
  state_.last_games.erase(session);
}

void memory_store::put(const team_record& what) {
  if (!is_removed(what.session))
    put_row(state_.teams, what, key_of_team);
}

void memory_store::put(const team_member_record& what) {
  if (is_removed(what.session))
    return;
  if (what.team)
    put_row(state_.members, what, key_of_member);
  else
    remove_row(state_.members, what, key_of_member);
}

void memory_store::put(const challenge_record& what) {
  put_row(state_.challenges, what, &challenge_record::id);
  state_.next_challenge_id = std::max(state_.next_challenge_id, challenge_id{what.id.value + 1});
}

void memory_store::put(const challenge_removed& what) {
  std::erase_if(state_.challenges, [&](const auto& each) { return each.id == what.id; });
  for (auto& set : state_.challenge_sets)
    std::erase(set.challenges, what.id);
}

void memory_store::put(const challenges_removed&) {
  state_.challenges.clear();
  state_.challenge_sets.clear();
}

void memory_store::put(const challenge_set_record& what) {
  for (const auto id : what.challenges)
    REQUIRE(std::ranges::find(state_.challenges, id, &challenge_record::id) != state_.challenges.end());
  put_row(state_.challenge_sets, what, &challenge_set_record::id);
  state_.next_challenge_set_id = std::max(state_.next_challenge_set_id, challenge_set_id{what.id.value + 1});
}

void memory_store::put(const challenge_set_removed& what) {
  std::erase_if(state_.challenge_sets, [&](const auto& each) { return each.id == what.id; });
}

void memory_store::put(const game_record& what) {
  if (is_removed(what.session))
    return;
  const auto place = std::ranges::find(state_.games, what.session, key_of_game);
  const auto runs = place != state_.games.end();
  auto& last = state_.last_games[what.session];
  last = std::max(last, what.number);
  if (runs && place->record.number == what.number && what.ended_at)
    state_.games.erase(place);
  else if (runs && place->record.number == what.number)
    place->record = what;
  else if (!what.ended_at) {
    REQUIRE_FALSE(runs);
    put_row(state_.games, recovered_game{what, {}, {}}, key_of_game);
  }
}

void memory_store::put(const game_value_record& what) {
  if (is_removed(what.session))
    return;
  auto& game = running(what.session);
  if (what.value)
    put_row(game.values, what, &game_value_record::name);
  else
    remove_row(game.values, what, &game_value_record::name);
}

void memory_store::put(const game_timer_record& what) {
  if (is_removed(what.session))
    return;
  auto& game = running(what.session);
  if (what.at)
    put_row(game.timers, what, &game_timer_record::name);
  else
    remove_row(game.timers, what, &game_timer_record::name);
}

void memory_store::put(const server_ops_record& what) {
  REQUIRE(what.picture < state_.next_picture_id);
  if (!find(what.picture) || what.ops.empty())
    state_.server_ops.erase(what.picture);
  else
    state_.server_ops[what.picture] = what.ops;
}

void memory_store::put(const event_record& what) {
  REQUIRE(what.seqno >= state_.next_event_seqno);
  state_.next_event_seqno = what.seqno + 1;
  if (!is_removed(what.session))
    events_.push_back(what);
}

result<event_archive::page> memory_store::read_events(session_id session, seqno_t after, seqno_t until, std::size_t) {
  constexpr std::size_t events_max = 3;
  event_archive::page out;
  for (const auto& each : events_) {
    if (each.session != session || each.seqno <= after || each.seqno > until)
      continue;
    out.more = out.events.size() == events_max;
    if (out.more)
      break;
    out.events.push_back(each);
  }
  return out;
}

result<std::vector<event_record>> memory_store::first_events(session_id session, seqno_t after, std::size_t count) {
  std::vector<event_record> out;
  for (const auto& each : events_)
    if (each.session == session && each.seqno > after && out.size() < count)
      out.push_back(each);
  return out;
}

} // namespace atelier::simulation
