#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <map>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr session_id other{2};
constexpr auto all_values = "SELECT count(*) FROM game_values";

game_value_record value(std::string name, std::optional<std::string> text, session_id session = lobby) {
  return {session, std::move(name), std::move(text)};
}

game_timer_record timer(std::string name, std::optional<int> seconds, session_id session = lobby) {
  return {session, std::move(name),
          seconds ? std::optional{sample_time() + std::chrono::seconds{*seconds}} : std::nullopt};
}

std::vector<std::pair<std::string, std::string>> values_of(const recovered_game& game) {
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& each : game.values) {
    CHECK(each.session == game.record.session);
    found.emplace_back(each.name, each.value.value());
  }
  return found;
}

std::vector<std::pair<std::string, wall_time>> timers_of(const recovered_game& game) {
  std::vector<std::pair<std::string, wall_time>> found;
  for (const auto& each : game.timers) {
    CHECK(each.session == game.record.session);
    found.emplace_back(each.name, each.at.value());
  }
  return found;
}

std::vector<record> many_values(int count, std::size_t padding) {
  std::vector<record> records;
  for (auto i = 0; i < count; ++i)
    records.emplace_back(value("pixel/" + std::to_string(i), '"' + std::string(padding, 'x') + '"'));
  return records;
}

} // namespace

TEST_CASE("a game that runs is found again with its values and timers") {
  const auto game = sample_game(lobby, 1);
  const auto state =
      recovered_after({game, value("b", "2"), value("a", R"({"x":"Grüße"})"), timer("turn", 90), timer("hint", 20),
                       value("c", "1"), value("b", "3"), value("c", std::nullopt), timer("gone", 5), timer("turn", 80),
                       timer("gone", std::nullopt), value("never", std::nullopt)});
  REQUIRE(state.games.size() == 1);
  const auto& found = state.games[0];
  CHECK(found.record == game);
  CHECK(values_of(found) == std::vector<std::pair<std::string, std::string>>{{"a", R"({"x":"Grüße"})"}, {"b", "3"}});
  CHECK(timers_of(found)
        == std::vector<std::pair<std::string, wall_time>>{{"hint", sample_time() + std::chrono::seconds{20}},
                                                          {"turn", sample_time() + std::chrono::seconds{80}}});
  CHECK(state.last_games == std::map<session_id, std::uint32_t>{{lobby, 1}});
}

TEST_CASE("games of two sessions keep apart what has the same name") {
  const auto state = recovered_after({sample_session(2), sample_game(other, 1), sample_game(lobby, 4), value("a", "1"),
                                      value("a", "2", other), timer("t", 1), timer("t", 2, other)});
  REQUIRE(state.games.size() == 2);
  CHECK(state.games[0].record.session == lobby);
  CHECK(values_of(state.games[0]).front().second == "1");
  CHECK(values_of(state.games[1]).front().second == "2");
  CHECK(timers_of(state.games[1]).front().second == sample_time() + std::chrono::seconds{2});
  CHECK(state.last_games == std::map<session_id, std::uint32_t>{{lobby, 4}, {other, 1}});
}

TEST_CASE("a game that is over is not found, and leaves neither values nor timers to the next") {
  const auto first = sample_game(lobby, 1);
  const std::vector<record> over{first, value("a", "1"), value("b", "1"), timer("t", 1), ended(first)};
  CHECK(recovered_after(over).games.empty());
  CHECK(recovered_after(over).last_games == std::map<session_id, std::uint32_t>{{lobby, 1}});
  auto records = over;
  records.insert(records.end(), {sample_game(lobby, 2), value("a", "2"), value("b", std::nullopt)});
  const auto state = recovered_after(records);
  REQUIRE(state.games.size() == 1);
  CHECK(state.games[0].record == sample_game(lobby, 2));
  CHECK(values_of(state.games[0]) == std::vector<std::pair<std::string, std::string>>{{"a", "2"}});
  CHECK(state.games[0].timers.empty());
  CHECK(state.last_games == std::map<session_id, std::uint32_t>{{lobby, 2}});
}

TEST_CASE("a past game keeps its setup and what came out") {
  const temporary_folder at;
  REQUIRE(commit(*open_folder(at.path()), {sample_game(lobby, 1), ended(sample_game(lobby, 1))}));
  CHECK(number_in(at.path(), "SELECT count(*) FROM games WHERE session = 1 AND number = 1 AND mode = 'guess' "
                             "AND setup = '{\"players\":[1],\"number\":1}' AND outcome = '{\"winner\":1}' "
                             "AND ended_at - started_at = 1800000")
        == 1);
}

TEST_CASE("only one game of a session runs") {
  const temporary_folder at;
  REQUIRE(commit(*open_folder(at.path()), {sample_game(lobby, 1)}));
  CHECK_FALSE(commit(*open_folder(at.path()), {sample_game(lobby, 2)}));
  CHECK(commit(*open_folder(at.path()), {ended(sample_game(lobby, 1)), sample_game(lobby, 2)}));
}

TEST_CASE("where no game runs there is nothing to keep of one") {
  const temporary_folder at;
  const auto why = refusal(*open_folder(at.path()), {value("a", "1")});
  CHECK(why.find("the value \"a\" can't be stored: no game runs in session 1") != std::string::npos);
  CHECK(refusal(*open_folder(at.path()), {timer("t", 1)}).find("the timer \"t\"") != std::string::npos);
  const std::vector<record> over{sample_game(lobby, 1), ended(sample_game(lobby, 1)), value("a", "1")};
  CHECK(refusal(*open_folder(at.path()), over).find("no game runs") != std::string::npos);
  CHECK(commit(*open_folder(at.path()), {value("a", std::nullopt), timer("t", std::nullopt)}));
}

TEST_CASE("values of a game that is over are deleted piece by piece, those of the next one are not") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  REQUIRE(commit(*folder, {sample_game(lobby, 1)}));
  SUBCASE("many") {
    REQUIRE(commit(*folder, many_values(10'000, 10)));
  }
  SUBCASE("large ones") {
    REQUIRE(commit(*folder, many_values(50, 100'000)));
  }
  REQUIRE(commit(*folder, {ended(sample_game(lobby, 1)), sample_game(lobby, 2), value("pixel/1", "2")}));
  auto left = number_in(at.path(), all_values);
  CHECK(left > 50);
  auto pieces = 0;
  while (folder->tidy()) {
    const auto now_left = number_in(at.path(), all_values);
    CHECK(left - now_left <= 4'096);
    left = now_left;
    ++pieces;
  }
  CHECK(pieces >= 3);
  CHECK(left == 1);
  CHECK(values_of(recover(*folder).games.at(0)).front().second == "2");
  CHECK_FALSE(folder->tidy());
}

TEST_CASE("what was left of a game that is over is deleted by the next run") {
  const temporary_folder at;
  REQUIRE(commit(*open_folder(at.path()), {sample_game(lobby, 1), value("a", "1"), ended(sample_game(lobby, 1))}));
  CHECK(number_in(at.path(), all_values) == 1);
  const auto folder = open_folder(at.path());
  finish(*folder);
  CHECK(number_in(at.path(), all_values) == 0);
  CHECK(recover(*folder).last_games == std::map<session_id, std::uint32_t>{{lobby, 1}});
}

TEST_CASE("what the server still has to draw is kept until it is drawn") {
  const bytes some{std::byte{1}, std::byte{0}, std::byte{3}};
  const bytes more{std::byte{4}};
  const auto state = recovered_after({sample_picture(2), sample_picture(3), server_ops_record{welcome, some},
                                      server_ops_record{picture_id{2}, some}, server_ops_record{picture_id{3}, some},
                                      server_ops_record{picture_id{2}, more}, server_ops_record{picture_id{3}, {}},
                                      server_ops_record{picture_id{3}, {}}});
  CHECK(state.server_ops == std::map<picture_id, bytes>{{welcome, some}, {picture_id{2}, more}});
}

TEST_CASE("on a picture that is removed the server draws nothing more") {
  const bytes some{std::byte{1}};
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  REQUIRE(commit(*folder, {server_ops_record{welcome, some}, picture_removed{welcome}}));
  CHECK(recover(*folder).server_ops.empty());
  REQUIRE(commit(*folder, {server_ops_record{welcome, some}}));
  CHECK(recover(*folder).server_ops.empty());
  finish(*folder);
  REQUIRE(commit(*folder, {server_ops_record{welcome, some}}));
  CHECK(recover(*folder).server_ops.empty());
  CHECK(refusal(*folder, {server_ops_record{picture_id{77}, some}}).find("picture 77 was never stored")
        != std::string::npos);
}
