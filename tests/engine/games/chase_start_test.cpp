#include "tests/engine/games/chase_field.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>
#include <tuple>

// From engine/games/chase.md.

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace {

json start_error(const game_setup& setup) {
  const auto game = chase_mode.make();
  game_effects out;
  const auto code = code_of([&]() -> result<json> {
    if (auto done = game->start(setup, noon, out); !done)
      return tl::unexpected{done.error()};
    return json();
  }());
  if (!code.is_null())
    CHECK(out.values.empty());
  return code;
}

json config_error(const json& settings) {
  auto config = chase_mode.defaults();
  config.update(settings);
  const auto wrong = chase_mode.wrong_with(json::parse(config.dump()));
  return wrong ? json(name_of(wrong->code)) : json();
}

} // namespace

TEST_CASE("chase: every setting has its default and its range") {
  CHECK(chase_mode.defaults() == json::parse(R"({"open_challenges":3,"catch_distance":300,"grace_seconds":600,
    "completion_seconds":30,"location_seconds":1,"start_bounty":0,"share":30,"past_locations":500,"catchers":1,
    "catcher_teams":[],"minutes":null,"end_time":null})"));
  const std::vector<std::tuple<std::string, std::int64_t, std::int64_t>> ranges{{"open_challenges", 1, 20},
                                                                                {"catch_distance", 1, 100'000},
                                                                                {"grace_seconds", 0, 86'400},
                                                                                {"completion_seconds", 0, 3'600},
                                                                                {"location_seconds", 0, 3'600},
                                                                                {"start_bounty", 0, 1'000'000},
                                                                                {"share", 0, 100},
                                                                                {"past_locations", 1, 2'000},
                                                                                {"catchers", 1, 99},
                                                                                {"minutes", 1, 44'640}};
  CHECK(config_error(json::object()) == nullptr);
  for (const auto& [name, least, most] : ranges) {
    CAPTURE(name);
    CHECK(config_error({{name, least}}) == nullptr);
    CHECK(config_error({{name, most}}) == nullptr);
    CHECK(config_error({{name, least - 1}}) == "bad_data");
    CHECK(config_error({{name, most + 1}}) == "bad_data");
    CHECK(config_error({{name, "3"}}) == "bad_data");
    CHECK(config_error({{name, 1.5}}) == "bad_data");
    CHECK(config_error({{name, 18'446'744'073'709'551'615U}}) == "bad_data");
  }
  CHECK(config_error({{"share", nullptr}}) == "bad_data");
  CHECK(config_error({{"speed", 3}}) == "bad_data");
  CHECK(config_error({{"catcher_teams", {0, 4}}}) == nullptr);
  CHECK(config_error({{"catcher_teams", {4, 4}}}) == "bad_data");
  CHECK(config_error({{"catcher_teams", {-1}}}) == "bad_data");
  CHECK(config_error({{"catcher_teams", 1}}) == "bad_data");
  CHECK(config_error({{"catcher_teams", {4'294'967'296}}}) == "bad_data");
  auto many = json::array();
  for (int each = 0; each < 100; ++each)
    many.push_back(each);
  CHECK(config_error({{"catcher_teams", many}}) == "bad_data");
  CHECK(config_error({{"end_time", "2026-11-20T21:14:03Z"}}) == nullptr);
  CHECK(config_error({{"end_time", "tomorrow"}}) == "bad_data");
  CHECK(config_error({{"end_time", 7}}) == "bad_data");
  CHECK(config_error({{"end_time", "2026-11-20T21:14:03Z"}, {"minutes", 5}}) == "ambiguous_data");
  auto config = chase_mode.defaults();
  config.erase("share");
  CHECK(chase_mode.wrong_with(config));
  config["share"] = 30;
  config.erase("minutes");
  CHECK(chase_mode.wrong_with(config));
  CHECK(chase_mode.wrong_with(json::array()));
}

TEST_CASE("chase: a game starts only where it can be played") {
  CHECK(start_error(chase_setup()) == nullptr);
  auto one = chase_setup({{"catcher_teams", json::array()}});
  one.teams.resize(1);
  CHECK(start_error(one) == "bad_data");
  auto crowd = chase_setup({{"catcher_teams", json::array()}});
  for (std::uint32_t each = 4; each <= 100; ++each)
    crowd.teams.push_back({{each}, "t" + std::to_string(each), ""});
  CHECK(start_error(crowd) == nullptr);
  crowd.teams.push_back({{101}, "t101", ""});
  CHECK(start_error(crowd) == "bad_data");
  CHECK(start_error(chase_setup({{"catcher_teams", {1, 2, 3}}})) == "bad_data");
  CHECK(start_error(chase_setup({{"catcher_teams", {4}}})) == "bad_data");
  CHECK(start_error(chase_setup({{"catcher_teams", json::array()}, {"catchers", 3}})) == "bad_data");
  CHECK(start_error(chase_setup({{"catcher_teams", {1}}, {"catchers", 3}})) == nullptr);
  CHECK(start_error(chase_setup({{"end_time", "2026-11-20T12:00:00Z"}})) == "bad_data");
  CHECK(start_error(chase_setup({{"end_time", "2026-11-20T12:00:00.001Z"}})) == nullptr);
  const auto with = [](auto change) {
    auto out = chase_setup();
    change(out.challenges[3]);
    return start_error(out);
  };
  CHECK(with([](game_challenge& each) { each.points = -1; }) == "bad_data");
  CHECK(with([](game_challenge& each) { each.points = 1'000'001; }) == "bad_data");
  CHECK(with([](game_challenge& each) { each.points = 1'000'000; }) == nullptr);
  CHECK(with([](game_challenge& each) { each.title.assign(201, 'x'); }) == "bad_data");
  CHECK(with([](game_challenge& each) { each.description.assign(2'049, 'x'); }) == "bad_data");
  CHECK(start_error(chase_setup({{"open_challenges", 8}})) == nullptr);
  CHECK(start_error(chase_setup({{"open_challenges", 9}})) == "too_few_challenges");
}

TEST_CASE("chase: too few challenges says how many are needed and how many there are") {
  const auto game = chase_mode.make();
  game_effects out;
  const auto done = game->start(chase_setup({{"open_challenges", 9}}), noon, out);
  REQUIRE_FALSE(done);
  CHECK(done.error().message.find("at least 9") != std::string::npos);
  CHECK(done.error().message.find("are 8") != std::string::npos);
}

TEST_CASE("chase: teams begin in their roles with a first period and runners with a hand") {
  chase_field f{{{"start_bounty", 50}}};
  CHECK(f.team(1)["role"] == "catcher");
  CHECK(f.team(1)["bounty"] == 0);
  CHECK(f.team(1)["open_challenges"] == 0);
  for (const std::uint32_t each : {2, 3}) {
    CHECK(f.team(each)["role"] == "runner");
    CHECK(f.team(each)["points"] == 0);
    CHECK(f.team(each)["bounty"] == 50);
    CHECK(ids_of(f.hand(each)).size() == 3);
    CHECK(f.team(each)["grace_until"] == nullptr);
    CHECK(f.team(each)["location"] == nullptr);
    CHECK(f.team(each)["period"]["start"] == "2026-11-20T12:00:00.000Z");
    CHECK(f.team(each)["period"]["end"] == nullptr);
    CHECK(f.team(each)["period"]["ended_by"] == nullptr);
  }
  CHECK(f.period(1) == 1);
  CHECK(f.period(3) == 3);
  CHECK(f.state(red)["team"] == 1);
  CHECK(f.state(red)["challenges"] == json::array());
  CHECK(f.state(teamless)["team"] == nullptr);
  CHECK(f.state(blue)["ends_at"] == nullptr);
}

TEST_CASE("chase: catchers are drawn by lot where nobody is named, by the seed") {
  std::set<std::string> seen;
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    auto setup = chase_setup({{"catcher_teams", json::array()}, {"catchers", 2}});
    setup.seed = seed;
    const mode_stage one{chase_mode, setup, {}, noon};
    const mode_stage same{chase_mode, setup, {}, noon};
    CHECK(one.state(admin) == same.state(admin));
    std::string roles;
    const auto state = one.state(admin);
    for (const auto& each : state["teams"])
      roles += each["role"].get<std::string>()[0];
    CHECK(std::ranges::count(roles, 'c') == 2);
    seen.insert(roles);
  }
  CHECK(seen.size() == 3);
}

TEST_CASE("chase: the game ends at its time, whenever the timer comes") {
  chase_field f{{{"minutes", 10}, {"start_bounty", 50}}};
  CHECK(f.state(nobody)["ends_at"] == "2026-11-20T12:10:00.000Z");
  CHECK(f.timers.at("end") == noon + 10min);
  f.gather();
  REQUIRE(f.catch_team(red, 1, 3));
  f.call_timer("end");
  CHECK_FALSE(f.is_over);
  f.sleep(10min - 1ms);
  CHECK(f.act(nobody, "locations"));
  f.sleep(1ms);
  for (const auto* each : {"catch", "locations", "make_team_catcher"})
    CHECK(code_of(f.act(admin, each)) == "game_not_running");
  f.sleep(1h);
  f.call_timer("end");
  REQUIRE(f.effects.over);
  CHECK(f.effects.events.empty());
  CHECK(*f.effects.over == json::parse(R"({"ended_by":"time","standings":[
    {"team":1,"name":"Reds","role":"runner","points":50,"bounty":0},
    {"team":2,"name":"Blues","role":"runner","points":0,"bounty":50},
    {"team":3,"name":"Greens","role":"catcher","points":0,"bounty":0}]})"));
  CHECK(f.team(2)["period"]["ended_by"] == "time");
  CHECK(f.team(2)["period"]["end"] == "2026-11-20T13:10:00.000Z");
}

TEST_CASE("chase: the end may be a time of day, and stop ends it before") {
  chase_field f{{{"end_time", "2026-11-20T12:30:00Z"}}};
  CHECK(f.timers.at("end") == noon + 30min);
  REQUIRE(f.complete(green, 3));
  const auto over = f.stop();
  CHECK(over["ended_by"] == "stop");
  CHECK(over["standings"][0]["team"] == 3);
  CHECK(f.team(1)["period"]["ended_by"] == "stop");
  CHECK_FALSE(f.effects.over);
}

TEST_CASE("chase: timers that nobody set and actions that nobody has do nothing") {
  chase_field f;
  for (const auto* name : {"", "end", "grace", "grace/", "grace/1", "grace/77", "grace/x", "turn"}) {
    f.call_timer(name);
    CHECK(f.effects.events.empty());
    CHECK(f.effects.values.empty());
    CHECK_FALSE(f.effects.over);
  }
  CHECK(code_of(f.act(admin, "sing")) == "unknown_action");
}
