#include "tests/simulation/memory_store.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::simulation;

namespace {

constexpr session_id lobby{1};
constexpr session_id other{2};

game_record game(session_id session, std::uint32_t number) {
  return {session, number, "guess", "{}", {}, std::nullopt, ""};
}

game_record ended(game_record what) {
  what.ended_at = what.started_at;
  what.outcome = "{}";
  return what;
}

event_record event(seqno_t seqno, session_id session) {
  return {seqno, session, 1, "caught", {}, "{}"};
}

std::vector<record> session_with_game(session_id id) {
  session_record session;
  session.id = id;
  return {session,
          team_record{id, team_id{1}, "blue", "", true},
          team_record{id, team_id{0}, "red", "", false},
          team_member_record{id, player_id{2}, team_id{0}},
          team_member_record{id, player_id{1}, team_id{0}},
          team_member_record{id, player_id{2}, std::nullopt},
          game(id, 1),
          game_value_record{id, "old", "0"},
          ended(game(id, 1)),
          game(id, 2),
          game_value_record{id, "b", "1"},
          game_value_record{id, "a", "1"},
          game_value_record{id, "b", "2"},
          game_timer_record{id, "t", wall_time{}},
          game_timer_record{id, "gone", wall_time{}},
          game_timer_record{id, "gone", std::nullopt}};
}

} // namespace

TEST_CASE("the simulated store gives back teams and the game that runs") {
  memory_store store{8, 8};
  store.commit(session_with_game(other));
  const auto state = store.start();
  REQUIRE(state.teams.size() == 2);
  CHECK(state.teams[0].name == "red");
  CHECK(state.teams[1].removed);
  CHECK(state.members == std::vector{team_member_record{other, player_id{1}, team_id{0}}});
  REQUIRE(state.games.size() == 1);
  CHECK(state.games[0].record == game(other, 2));
  REQUIRE(state.games[0].values.size() == 2);
  CHECK(state.games[0].values[0].name == "a");
  CHECK(state.games[0].values[1].value == "2");
  CHECK(state.games[0].timers.size() == 1);
  CHECK(state.last_games == std::map<session_id, std::uint32_t>{{other, 2}});
}

TEST_CASE("the simulated store forgets what belongs to a removed session, also what comes later") {
  memory_store store{8, 8};
  store.commit(session_with_game(other));
  store.commit({game(lobby, 1), event(1, lobby), event(2, other), session_removed{other}});
  store.commit(
      {event(3, other), game_value_record{other, "late", "1"}, team_record{other, team_id{2}, "late", "", false}});
  const auto state = store.start();
  CHECK(state.teams.empty());
  CHECK(state.members.empty());
  CHECK(state.games.size() == 1);
  CHECK(state.last_games == std::map<session_id, std::uint32_t>{{lobby, 1}});
  CHECK(state.next_event_seqno == 4);
  CHECK(store.events() == std::vector{event(1, lobby)});
}

TEST_CASE("the simulated store takes a removed challenge out of its sets and never gives its id again") {
  memory_store store{8, 8};
  store.commit({challenge_record{challenge_id{1}, "one", "", 1, ""},
                challenge_record{challenge_id{2}, "two", "", 1, ""},
                challenge_set_record{challenge_set_id{5}, "set", {challenge_id{1}, challenge_id{2}}},
                challenge_removed{challenge_id{2}}});
  auto state = store.start();
  CHECK(state.challenges.size() == 1);
  CHECK(state.challenge_sets.at(0).challenges == std::vector{challenge_id{1}});
  store.commit({challenges_removed{}});
  state = store.start();
  CHECK(state.challenges.empty());
  CHECK(state.challenge_sets.empty());
  CHECK(state.next_challenge_id == challenge_id{3});
  CHECK(state.next_challenge_set_id == challenge_set_id{6});
}

TEST_CASE("the simulated store keeps what the server has to draw until it is drawn or the picture is gone") {
  memory_store store{8, 8};
  const bytes ops{std::byte{1}};
  store.commit({server_ops_record{picture_id{1}, ops}});
  CHECK(store.start().server_ops == std::map<picture_id, bytes>{{picture_id{1}, ops}});
  store.commit({server_ops_record{picture_id{1}, {}}});
  CHECK(store.start().server_ops.empty());
  store.commit({server_ops_record{picture_id{1}, ops}, picture_removed{picture_id{1}}});
  CHECK(store.start().server_ops.empty());
}

TEST_CASE("the simulated store reads events in pages of three, and the first ones by number") {
  memory_store store{8, 8};
  store.commit(session_with_game(other));
  for (seqno_t seqno = 1; seqno <= 10; ++seqno)
    store.commit({event(seqno, seqno % 2 == 0 ? other : lobby)});
  const auto page = store.read_events(lobby, 1, 10, 0);
  CHECK(page->events == std::vector{event(3, lobby), event(5, lobby), event(7, lobby)});
  CHECK(page->more);
  CHECK_FALSE(store.read_events(lobby, 1, 7, 0)->more);
  CHECK(store.first_events(other, 4, 2) == std::vector{event(6, other), event(8, other)});
}
