#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr session_id other{2};

team_member_record member(std::uint32_t player, std::optional<std::uint32_t> team, session_id session = lobby) {
  return {session, player_id{player}, team ? std::optional{team_id{*team}} : std::nullopt};
}

/// What a server that starts again finds after these records and some players.
recovered_state after_players(std::vector<record> records) {
  std::vector<record> all{sample_session(2), sample_player(1, "Ada"), sample_player(2, "Ben"),
                          sample_player(3, "Cleo")};
  all.insert(all.end(), records.begin(), records.end());
  return recovered_after(all);
}

} // namespace

TEST_CASE("a session keeps its settings and its metadata") {
  auto session = sample_session(7);
  session.config = R"({"rounds":5})";
  session.metadata = R"({"discord_server":"1234"})";
  CHECK(recovered_after({session}).sessions.back() == session);
  auto changed = session;
  changed.config = R"({"rounds":6})";
  changed.metadata = "{}";
  CHECK(recovered_after({session, changed}).sessions.back() == changed);
}

TEST_CASE("teams are found again in the order of their sessions and ids, removed ones too") {
  auto gone = sample_team(lobby, 2, "Grüße 😀");
  gone.removed = true;
  gone.colour = "";
  const auto first = sample_team(lobby, 0, "red");
  const auto same_id = sample_team(other, 0, "red");
  CHECK(after_players({same_id, gone, first}).teams == std::vector{first, gone, same_id});
}

TEST_CASE("a team that is put again is replaced") {
  auto renamed = sample_team(lobby, 1, "blue");
  renamed.colour = "#0000ff";
  CHECK(after_players({sample_team(lobby, 1, "red"), renamed}).teams == std::vector{renamed});
}

TEST_CASE("a team of a session that was never stored is refused") {
  const temporary_folder at;
  const auto why = refusal(*open_folder(at.path()), {sample_team(session_id{9}, 0, "red")});
  CHECK(why.find("session 9 was never stored") != std::string::npos);
}

TEST_CASE("who is in which team of a session is found again, the last that was said of each") {
  const auto state = after_players({sample_team(lobby, 0, "red"), sample_team(lobby, 1, "blue"),
                                    sample_team(other, 0, "red"), member(3, 0), member(2, 0), member(1, 0),
                                    member(2, 1), member(1, std::nullopt), member(1, 0, other)});
  CHECK(state.members == std::vector{member(2, 1), member(3, 0), member(1, 0, other)});
}

TEST_CASE("to take out a player that is in no team changes nothing") {
  CHECK(after_players({member(1, std::nullopt)}).members.empty());
}

TEST_CASE("a member may come before its team and before the player in one batch") {
  const auto state = after_players({member(4, 0), sample_player(4, "Dan"), sample_team(lobby, 0, "red")});
  CHECK(state.members == std::vector{member(4, 0)});
}

TEST_CASE("a member of a team that is not there, or that is nobody, is refused") {
  const temporary_folder at;
  const std::vector<record> known{sample_player(1, "Ada"), sample_team(lobby, 0, "red")};
  REQUIRE(commit(*open_folder(at.path()), known));
  CHECK_FALSE(commit(*open_folder(at.path()), {member(1, 1)}));
  CHECK_FALSE(commit(*open_folder(at.path()), {member(2, 0)}));
  CHECK(commit(*open_folder(at.path()), {member(1, 0)}));
}
