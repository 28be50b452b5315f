#include "tests/simulation/chase_program.hpp"

#include <doctest/doctest.h>

namespace atelier::simulation {

namespace {

constexpr std::int64_t start_bounty = 40;
constexpr std::size_t open_challenges = 3;
constexpr std::uint32_t teams_count = 3;

} // namespace

json chase_program::config() const {
  json out{{"open_challenges", open_challenges}, {"grace_seconds", 20},  {"completion_seconds", 5},
           {"start_bounty", start_bounty},       {"past_locations", 20}, {"share", share_}};
  if (minutes_)
    out["minutes"] = *minutes_;
  return out;
}

void chase_program::begun(const std::vector<player_id>& players) {
  players_ = players;
  expected_sum_ = start_bounty * (teams_count - 1);
}

std::size_t chase_program::somebody_of(game_random& dice, std::uint32_t team) {
  const auto sides = dice.below(10);
  if (sides == 0)
    return by_admin;
  return sides == 1 ? dice.below(players_.size()) : team;
}

json chase_program::one_that_is(game_random& dice, const json& game, const char* role) {
  std::vector<json> fitting;
  for (const auto& each : game.at("teams"))
    if (each.at("role") == role || dice.below(8) == 0)
      fitting.push_back(each);
  return fitting.empty() ? game.at("teams").at(0) : fitting[dice.below(fitting.size())];
}

game_order chase_program::catch_one(game_random& dice, const json& game) {
  const auto catcher = one_that_is(dice, game, "catcher");
  const auto caught = one_that_is(dice, game, "runner");
  const auto period = dice.below(10) == 0 ? json(1) : caught.at("period").at("id");
  game_order out;
  out.who = somebody_of(dice, catcher.at("team"));
  out.action = "catch";
  out.args = {{"catcher", catcher.at("team")}, {"caught", caught.at("team")}, {"period_id", period}};
  return out;
}

game_order chase_program::complete_one(game_random& dice, const json& game) {
  const auto team = one_that_is(dice, game, "runner");
  const auto id = team.at("team").get<std::uint32_t>();
  const auto& hand = hands_[id];
  const auto which = hand.empty() || dice.below(8) == 0 ? 1 + static_cast<std::uint32_t>(dice.below(challenges + 1))
                                                        : hand[dice.below(hand.size())];
  game_order out;
  out.who = somebody_of(dice, id);
  out.action = "complete";
  out.args = {{"completer", id}, {"completed", which}, {"period_id", team.at("period").at("id")}};
  return out;
}

game_order chase_program::meddle(game_random& dice) {
  game_order out;
  out.who = dice.below(4) == 0 ? dice.below(players_.size()) : by_admin;
  const auto team = dice.below(teams_count + 1);
  switch (dice.below(5)) {
  case 0:
    out.action = "make_team_catcher";
    break;
  case 1:
    out.action = "make_team_runner";
    break;
  case 2:
    out.action = "generate_team_challenges";
    break;
  case 3:
    // Who plays here plays nowhere else.
    out.action = "set_player_session";
    out.args = {{"player", players_[dice.below(players_.size())].value}, {"session", nullptr}};
    out.who = by_admin;
    out.is_global = true;
    out.refused_with = "player_unavailable";
    return out;
  default:
    out.action = "add_challenge_to_team";
    out.args = {{"challenge", 1 + dice.below(challenges + 1)}};
  }
  out.args["team"] = team;
  return out;
}

game_order chase_program::look(game_random& dice) {
  game_order out;
  out.who = by_admin;
  const auto team = dice.below(teams_count);
  switch (dice.below(4)) {
  case 0:
    out.action = "past_locations";
    break;
  case 1:
    out.action = "periods";
    out.args = {{"team", team}};
    break;
  case 2:
    out.action = "upload_team_picture";
    out.args = {{"team", team}, {"hash", std::string(64, static_cast<char>('a' + dice.below(6)))}};
    break;
  default:
    out.action = "thumbnails";
  }
  return out;
}

game_order chase_program::next(game_random& dice, const json& game) {
  before_ = game;
  const auto sides = dice.below(20);
  if (sides < 6) {
    const auto near = [&] {
      return static_cast<double>(dice.below(500)) / 111'000;
    };
    game_order out;
    out.who = dice.below(12) == 0 ? by_nobody : dice.below(players_.size());
    out.action = "send_location";
    out.args = {{"latitude", 10 + near()}, {"longitude", 20 + near()}, {"accuracy", dice.below(30)}};
    return out;
  }
  if (sides < 9)
    return catch_one(dice, game);
  if (sides < 14)
    return complete_one(dice, game);
  if (sides < 16)
    return meddle(dice);
  if (sides < 17)
    return look(dice);
  game_order out;
  out.who = by_admin;
  out.action = "team_challenges";
  out.args = {{"team", dice.below(teams_count)}};
  return out;
}

void chase_program::check_catch(const json& answer) const {
  const auto& after = answer.at("teams");
  const auto before = [&](std::size_t which) {
    return before_.at("teams").at(after.at(which).at("team").get<std::size_t>());
  };
  CHECK(before(0).at("role") == "catcher");
  CHECK(before(1).at("role") == "runner");
  CHECK(after.at(0).at("role") == "runner");
  CHECK(after.at(1).at("role") == "catcher");
  CHECK(after.at(0).at("points").get<int>() == before(0).at("points").get<int>() + before(1).at("bounty").get<int>());
  CHECK(after.at(0).at("bounty") == before(0).at("bounty"));
  CHECK(after.at(1).at("points") == before(1).at("points"));
  CHECK(after.at(1).at("bounty") == 0);
}

void chase_program::answered(const game_order& what, const json& answer) {
  if (!answer.contains("result"))
    return;
  const auto& result = answer.at("result");
  if (what.action == "complete") {
    ++completions_;
    const auto points = points_of(what.args.at("completed").get<std::uint32_t>());
    expected_sum_ += points + points * share_ / 100;
  } else if (what.action == "catch") {
    ++catches_;
    check_catch(result);
  }
  if (!result.contains("challenges"))
    return;
  const auto& team = result.contains("team") ? result.at("team") : result.at("teams").at(0).at("team");
  auto& hand = hands_[team.get<std::uint32_t>()];
  hand.clear();
  for (const auto& each : result.at("challenges"))
    hand.push_back(each.at("challenge").get<std::uint32_t>());
}

void chase_program::check(const json& game, const memory_store&) {
  std::int64_t sum = 0;
  std::set<json> periods;
  for (const auto& each : game.at("teams")) {
    CHECK(each.at("points") >= 0);
    CHECK(each.at("bounty") >= 0);
    sum += each.at("points").get<std::int64_t>() + each.at("bounty").get<std::int64_t>();
    const bool runs = each.at("role") == "runner";
    CHECK((runs ? each.at("open_challenges") >= open_challenges : each.at("open_challenges") == 0));
    CHECK((runs || each.at("grace_until").is_null()));
    CHECK(each.at("period").at("role") == each.at("role"));
    CHECK(each.at("period").at("end").is_null());
    CHECK(periods.insert(each.at("period").at("id")).second);
  }
  CHECK(sum == expected_sum_);
}

} // namespace atelier::simulation
