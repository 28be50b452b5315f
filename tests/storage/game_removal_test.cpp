#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr session_id removed{2};
constexpr auto rows_of_removed =
    "SELECT (SELECT count(*) FROM teams WHERE session = 2) + (SELECT count(*) FROM team_members WHERE session = 2) + "
    "(SELECT count(*) FROM games WHERE session = 2) + (SELECT count(*) FROM game_values WHERE session = 2) + "
    "(SELECT count(*) FROM game_timers WHERE session = 2) + (SELECT count(*) FROM events WHERE session = 2) + "
    "(SELECT count(*) FROM sessions WHERE id = 2)";

/// A team with Ada, a past game and one that runs with two values and a timer, and `events` events of a session.
void add_game(std::vector<record>& to, session_id session, seqno_t first_event, seqno_t events) {
  to.insert(to.end(), {sample_team(session, 0, "red"), team_member_record{session, player_id{1}, team_id{0}},
                       sample_game(session, 1), game_value_record{session, "old", "0"}, ended(sample_game(session, 1)),
                       sample_game(session, 2), game_value_record{session, "a", "1"},
                       game_value_record{session, "b", "2"}, game_timer_record{session, "t", sample_time()}});
  for (seqno_t seqno = first_event; seqno < first_event + events; ++seqno)
    to.emplace_back(sample_event(seqno, session));
}

std::unique_ptr<sqlite_folder> with_games(const temporary_folder& at, seqno_t events) {
  auto folder = open_folder(at.path());
  std::vector<record> records{sample_session(2), sample_player(1, "Ada")};
  add_game(records, lobby, 1, 5);
  add_game(records, removed, 6, events);
  REQUIRE(commit(*folder, std::move(records)));
  return folder;
}

/// Of the lobby, and of it alone, everything is found.
void check_found(data_folder& folder) {
  const auto state = recover(folder);
  CHECK(state.teams == std::vector{sample_team(lobby, 0, "red")});
  CHECK(state.members == std::vector{team_member_record{lobby, player_id{1}, team_id{0}}});
  REQUIRE(state.games.size() == 1);
  CHECK(state.games[0].record == sample_game(lobby, 2));
  CHECK(state.games[0].values.size() == 2);
  CHECK(state.games[0].timers.size() == 1);
  CHECK(state.last_games == std::map<session_id, std::uint32_t>{{lobby, 2}});
  CHECK(open_events(folder)->first_events(lobby, 0, 100)->size() == 5);
}

} // namespace

TEST_CASE("a removed session's teams and games are gone at once, and their rows piece by piece") {
  const temporary_folder at;
  const auto folder = with_games(at, 10'000);
  REQUIRE(commit(*folder, {session_removed{removed}}));
  check_found(*folder);
  auto pieces = 0;
  for (auto left = number_in(at.path(), rows_of_removed); folder->tidy(); ++pieces) {
    const auto now_left = number_in(at.path(), rows_of_removed);
    CHECK(left - now_left <= 4'096);
    left = now_left;
  }
  CHECK(pieces >= 6);
  CHECK(number_in(at.path(), rows_of_removed) == 0);
  check_found(*folder);
  CHECK(recover(*folder).next_event_seqno == 10'006);
}

TEST_CASE("large events of a removed session are deleted a few at a time") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  std::vector<record> records{sample_session(2)};
  for (seqno_t seqno = 1; seqno <= 50; ++seqno)
    records.emplace_back(sample_event(seqno, removed, '"' + std::string(100'000, 'x') + '"'));
  records.emplace_back(session_removed{removed});
  REQUIRE(commit(*folder, std::move(records)));
  CHECK(folder->tidy());
  CHECK(number_in(at.path(), "SELECT count(*) FROM events") >= 35);
  finish(*folder);
  CHECK(number_in(at.path(), "SELECT count(*) FROM events") == 0);
}

TEST_CASE("what was left of a removed session's games is deleted by the next run") {
  const temporary_folder at;
  REQUIRE(commit(*with_games(at, 20), {session_removed{removed}}));
  const auto folder = open_folder(at.path());
  check_found(*folder);
  finish(*folder);
  CHECK(number_in(at.path(), rows_of_removed) == 0);
  check_found(*folder);
}

TEST_CASE("what happens after the removal of its session is passed over, and the numbers of events are used") {
  const temporary_folder at;
  const auto folder = with_games(at, 5);
  std::vector<record> late{session_removed{removed},
                           sample_team(removed, 1, "late"),
                           team_member_record{removed, player_id{1}, std::nullopt},
                           team_member_record{removed, player_id{1}, team_id{1}},
                           game_value_record{removed, "late", "1"},
                           game_timer_record{removed, "late", sample_time()},
                           ended(sample_game(removed, 2)),
                           sample_game(removed, 3),
                           sample_event(11, removed)};
  REQUIRE(commit(*folder, late));
  CHECK(recover(*folder).next_event_seqno == 12);
  finish(*folder);
  late.erase(late.begin());
  late.back() = sample_event(12, removed);
  REQUIRE(commit(*folder, late));
  CHECK(number_in(at.path(), rows_of_removed) == 0);
  CHECK(recover(*folder).next_event_seqno == 13);
  check_found(*folder);
}
