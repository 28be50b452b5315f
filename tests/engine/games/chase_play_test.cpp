#include "engine/games/chase/chase.hpp"
#include "engine/games/chase/distance.hpp"
#include "engine/games/game_random.hpp"
#include "engine/games/moments.hpp"
#include "tests/engine/games/mode_stage.hpp"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <set>

// Programs play chase at random, and what engine/games/chase.md promises is checked after every step.

using namespace atelier;
using namespace std::chrono_literals;

namespace {

constexpr std::uint32_t teams = 5;
constexpr std::uint32_t players = 12;
constexpr std::uint32_t challenges = 9;
constexpr std::size_t open_challenges = 3;
constexpr std::size_t past_locations = 7;
constexpr std::int64_t start_bounty = 40;
constexpr std::int64_t share = 30;
const game_actor admin{{}, std::nullopt, true};

game_setup setup_of(std::uint64_t seed) {
  game_setup out;
  out.config = chase_mode.defaults();
  out.config.update({{"open_challenges", open_challenges},
                     {"past_locations", past_locations},
                     {"start_bounty", start_bounty},
                     {"grace_seconds", 90},
                     {"completion_seconds", 20},
                     {"location_seconds", 4},
                     {"catchers", 2}});
  for (std::uint32_t each = 1; each <= teams; ++each)
    out.teams.push_back({{each}, "team " + std::to_string(each), "#123456"});
  for (std::uint32_t each = 1; each <= players; ++each)
    out.players.push_back({{each}, "player " + std::to_string(each), team_id{1 + each % teams}});
  for (std::uint32_t each = 1; each <= challenges; ++each)
    out.challenges.push_back({{each}, "task " + std::to_string(each), "", 7 * each, ""});
  out.seed = seed;
  return out;
}

std::vector<game_actor> witnesses() {
  std::vector<game_actor> out{admin, {}};
  for (std::uint32_t each = 1; each <= 2; ++each)
    out.push_back({{each}, team_id{1 + each % teams}});
  return out;
}

/// The sum of points and bounties, which only the expected one follows.
std::int64_t sum_of(const json& state) {
  std::int64_t sum = 0;
  for (const auto& each : state["teams"])
    sum += each["points"].get<std::int64_t>() + each["bounty"].get<std::int64_t>();
  return sum;
}

class chase_play {
public:
  explicit chase_play(std::uint64_t seed)
      : dice_{seed},
        stage_{chase_mode, setup_of(seed), witnesses(), wall_time{1'800'000'000s}},
        expected_sum_{start_bounty * (teams - 2)} {
    check();
  }

  void step() {
    before_ = stage_.state(admin);
    switch (dice_.below(16)) {
    case 0:
    case 1:
    case 2:
    case 3:
      locate();
      break;
    case 4:
    case 5:
    case 6:
      catch_one();
      break;
    case 7:
    case 8:
    case 9:
    case 10:
      complete();
      break;
    case 11:
      (void)stage_.act(somebody(), dice_.below(2) ? "make_team_catcher" : "make_team_runner", {{"team", any_team()}});
      break;
    case 12:
      (void)stage_.act(somebody(), "generate_team_challenges", {{"team", any_team()}});
      (void)stage_.act(somebody(), "add_challenge_to_team",
                       {{"team", any_team()}, {"challenge", 1 + dice_.below(challenges + 1)}});
      break;
    case 13:
      (void)stage_.act(somebody(), "upload_period_picture",
                       {{"period_id", 1 + dice_.below(60)}, {"hash", std::string(64, 'e')}});
      break;
    case 14:
      stage_.call_timer("grace/" + std::to_string(any_team()));
      break;
    default:
      stage_.sleep(std::chrono::milliseconds{dice_.below(40'000)});
      break;
    }
    check();
    stage_.wait(std::chrono::milliseconds{dice_.below(6'000)});
    check();
  }

  /// What teams have is what their periods say.
  void check_ledger() {
    const auto state = stage_.state(admin);
    for (const auto& team : state.at("teams")) {
      std::int64_t points = 0;
      std::int64_t bounty = 0;
      std::string end;
      for (const auto& period : periods_of(team["team"])) {
        const auto by = period["ended_by"].is_null() ? "" : period["ended_by"].get<std::string>();
        if (by == "completed") {
          points += period["points"].get<std::int64_t>();
          bounty += period["bounty"].get<std::int64_t>();
        } else if (by == "catch") {
          points += period["bounty"].get<std::int64_t>();
        } else if (by == "caught") {
          bounty -= period["bounty"].get<std::int64_t>();
        }
        if (!end.empty())
          CHECK(period["start"] == end);
        end = by.empty() ? "" : period["end"].get<std::string>();
      }
      CHECK(team["points"] == points);
      const auto given = team["bounty"].get<std::int64_t>() - bounty;
      CHECK((given == 0 || given == start_bounty));
    }
  }

  std::size_t catches = 0;
  std::size_t completions = 0;
  std::size_t refused = 0;
  std::size_t left_grace = 0;

private:
  std::uint32_t any_team() {
    return static_cast<std::uint32_t>(1 + dice_.below(teams + (dice_.below(20) == 0)));
  }

  /// Mostly.
  std::uint32_t one_that_is(const char* role) {
    std::vector<std::uint32_t> fitting;
    for (const auto& each : before_["teams"])
      if (each["role"] == role)
        fitting.push_back(each["team"]);
    return fitting.empty() || dice_.below(5) == 0 ? any_team() : fitting[dice_.below(fitting.size())];
  }

  game_actor somebody() {
    if (dice_.below(2))
      return admin;
    const auto id = static_cast<std::uint32_t>(dice_.below(players + 2));
    return {{id}, id == 0 || id > players ? std::nullopt : std::optional{team_id{1 + id % teams}}};
  }

  json team(std::uint32_t id) const {
    return id > teams ? json() : before_["teams"].at(id - 1);
  }

  std::uint32_t period_of(std::uint32_t id) {
    return id > teams || dice_.below(12) == 0 ? 3 : team(id)["period"]["id"].get<std::uint32_t>();
  }

  json periods_of(const json& id) {
    auto out = json::array();
    for (json after = 0, page; true; after = out.back()["id"]) {
      page = stage_.act({}, "periods", {{"team", id}, {"after", after}}).value();
      for (const auto& each : page["periods"])
        out.push_back(each);
      if (!page.contains("more"))
        return out;
    }
  }

  void locate() {
    const auto who = static_cast<std::uint32_t>(1 + dice_.below(players));
    const auto metres = [this] {
      return static_cast<double>(dice_.below(600)) / 111'000;
    };
    const auto answer = stage_.act(dice_.below(9) ? game_actor{{who}, team_id{1 + who % teams}} : game_actor{},
                                   "send_location", {{"latitude", 10 + metres()}, {"longitude", 20 + metres()}});
    refused += !answer;
  }

  void catch_one() {
    const auto catcher = one_that_is("catcher");
    const auto caught = one_that_is("runner");
    const auto answer =
        stage_.act(somebody(), "catch", {{"catcher", catcher}, {"caught", caught}, {"period_id", period_of(caught)}});
    refused += !answer;
    if (!answer)
      return;
    ++catches;
    const auto winner = team(catcher);
    const auto loser = team(caught);
    const auto& after = (*answer)["teams"];
    CHECK(winner["role"] == "catcher");
    CHECK(loser["role"] == "runner");
    CHECK(after[0]["role"] == "runner");
    CHECK(after[1]["role"] == "catcher");
    CHECK(after[0]["points"].get<int>() == winner["points"].get<int>() + loser["bounty"].get<int>());
    CHECK(after[0]["bounty"] == winner["bounty"]);
    CHECK(after[1]["points"] == loser["points"]);
    CHECK(after[1]["bounty"] == 0);
    if (!loser["grace_until"].is_null())
      CHECK(from_iso8601(loser["grace_until"].get<std::string>()) <= stage_.now);
    const auto place = [](const json& of) {
      const auto units = [](const json& degrees) {
        return static_cast<std::int32_t>(std::lround(degrees.get<double>() * 1e7));
      };
      return geo_point{units(of["location"]["latitude"]), units(of["location"]["longitude"])};
    };
    CHECK(millimetres_between(place(winner), place(loser)) <= 300'000);
  }

  void complete() {
    const auto who = one_that_is("runner");
    const auto hand = stage_.act(admin, "team_challenges", {{"team", who}});
    std::uint32_t which = 1 + static_cast<std::uint32_t>(dice_.below(challenges));
    if (hand && !(*hand)["challenges"].empty() && dice_.below(8))
      which = (*hand)["challenges"][dice_.below((*hand)["challenges"].size())]["challenge"];
    const auto answer =
        stage_.act(somebody(), "complete", {{"completer", who}, {"completed", which}, {"period_id", period_of(who)}});
    refused += !answer;
    if (!answer)
      return;
    ++completions;
    const std::int64_t points = 7 * which;
    expected_sum_ += points + points * share / 100;
    CHECK((*answer)["teams"][0]["points"].get<std::int64_t>() == team(who)["points"].get<std::int64_t>() + points);
  }

  void check() {
    const auto state = stage_.state(admin);
    REQUIRE(sum_of(state) == expected_sum_);
    std::map<std::string, wall_time> timers;
    std::set<json> periods;
    for (const auto& each : state["teams"]) {
      const bool is_runner = each["role"] == "runner";
      const auto held = each["open_challenges"].get<std::size_t>();
      REQUIRE((is_runner ? held >= open_challenges && held <= challenges : held == 0));
      REQUIRE(each["period"]["role"] == each["role"]);
      REQUIRE(each["period"]["end"].is_null());
      REQUIRE(periods.insert(each["period"]["id"]).second);
      REQUIRE(each["bounty"] >= 0);
      if (each["grace_until"].is_null())
        continue;
      REQUIRE(is_runner);
      const auto name = "grace/" + each["team"].dump();
      const auto at = *from_iso8601(each["grace_until"].get<std::string>());
      if (stage_.timers.contains(name) || at > stage_.now)
        timers[name] = at;
    }
    REQUIRE(timers == stage_.timers);
    std::map<std::string, std::size_t> rings;
    for (const auto& [name, value] : stage_.values)
      if (name.starts_with("location/"))
        REQUIRE(++rings[name.substr(0, name.rfind('/'))] <= past_locations);
    for (const auto& each : stage_.effects.events) {
      left_grace += each.name == "team_left_grace_period";
      REQUIRE(each.only_for.empty() == (each.name != "challenges_changed"));
    }
  }

  game_random dice_;
  mode_stage stage_;
  std::int64_t expected_sum_;
  json before_;
};

} // namespace

TEST_CASE("chase: played at random, what it promises holds, and a restored game goes on alike") {
  std::size_t catches = 0;
  std::size_t completions = 0;
  std::size_t refused = 0;
  std::size_t left_grace = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    CAPTURE(seed);
    chase_play play{seed};
    for (int step = 0; step < 800; ++step) {
      CAPTURE(step);
      play.step();
    }
    play.check_ledger();
    catches += play.catches;
    completions += play.completions;
    refused += play.refused;
    left_grace += play.left_grace;
  }
  CHECK(catches > 50);
  CHECK(completions > 200);
  CHECK(refused > 500);
  CHECK(left_grace > 20);
}
