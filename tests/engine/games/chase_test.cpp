#include "tests/engine/games/chase_field.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

// From engine/games/chase.md.

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace {

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("chase: a hand is seen by its own team alone, and by admins who ask") {
  chase_field f;
  CHECK(f.state(blue)["challenges"] == f.hand(2));
  CHECK(f.state(admin)["challenges"] == json::array());
  CHECK(f.state(nobody)["challenges"] == json::array());
  CHECK(f.act(blue, "team_challenges", {{"team", 2}}).value()["challenges"] == f.hand(2));
  CHECK(code_of(f.act(red, "team_challenges", {{"team", 2}})) == "forbidden");
  CHECK(code_of(f.act(nobody, "team_challenges", {{"team", 2}})) == "unauthorized");
  CHECK(code_of(f.act(blue, "team_challenges", {{"team", 7}})) == "not_found");
  CHECK(f.hand(2)[0].contains("title"));
  CHECK(f.hand(2)[0]["description"] == "do it");
}

TEST_CASE("chase: a completion gives points, a share to the bounty, and a new hand") {
  chase_field f;
  const auto before = f.hand(2);
  const std::int64_t points = before[0]["points"];
  const auto answer = f.complete(blue, 2);
  REQUIRE(answer);
  CHECK(f.event_names() == strings{"completed", "challenges_changed"});
  CHECK(f.event("completed")["points"] == points);
  CHECK(f.event("completed")["bounty"] == points * 30 / 100);
  CHECK(f.event("completed")["challenge"] == before[0]);
  CHECK(f.event("completed")["team"] == 2);
  CHECK(f.effects.events[0].only_for.empty());
  CHECK(f.effects.events[1].only_for == std::vector{player_id{21}});
  CHECK(f.team(2)["points"] == points);
  CHECK(f.team(2)["bounty"] == points * 30 / 100);
  CHECK(answer->at("teams")[0] == f.team(2));
  CHECK(answer->at("challenges") == f.hand(2));
  // Five others are left, so nothing that it held comes again.
  for (const auto each : ids_of(f.hand(2)))
    CHECK_FALSE(ids_of(before).contains(each));
  const auto periods = f.act(nobody, "periods", {{"team", 2}}).value()["periods"];
  REQUIRE(periods.size() == 2);
  CHECK(periods[0]["ended_by"] == "completed");
  CHECK(periods[0]["challenge"] == before[0]["challenge"]);
  CHECK(periods[0]["title"] == before[0]["title"]);
  CHECK(periods[0]["points"] == points);
  CHECK(periods[0]["bounty"] == points * 30 / 100);
  CHECK(periods[1]["id"] == f.period(2));
  CHECK(periods[1]["start"] == periods[0]["end"]);
}

TEST_CASE("chase: a completion is refused for the wrong team, player, role, period, challenge and moment") {
  chase_field f;
  const auto open = ids_of(f.hand(2));
  const auto asked = [&](const game_actor& who, std::uint32_t team, std::uint32_t challenge, std::uint32_t period) {
    return code_of(f.act(who, "complete", {{"completer", team}, {"completed", challenge}, {"period_id", period}}));
  };
  const auto first = *open.begin();
  std::uint32_t other = 1;
  while (open.contains(other))
    ++other;
  CHECK(asked(nobody, 2, first, 2) == "unauthorized");
  CHECK(asked(red, 2, first, 2) == "forbidden");
  CHECK(asked(teamless, 2, first, 2) == "forbidden");
  CHECK(asked(blue, 9, first, 2) == "not_found");
  CHECK(asked(red, 1, first, 1) == "team_is_catcher");
  CHECK(asked(blue, 2, first, 3) == "bad_data");
  CHECK(asked(blue, 2, other, 2) == "not_found");
  CHECK(asked(blue, 2, 77, 2) == "not_found");
  CHECK(code_of(f.act(blue, "complete", {{"completer", 2}, {"completed", first}})) == "bad_data");
  CHECK(code_of(f.act(blue, "complete", {{"completer", 2}, {"period_id", 2}})) == "bad_data");
  CHECK(code_of(f.act(blue, "complete", {{"completer", "2"}, {"completed", first}, {"period_id", 2}})) == "bad_data");
  REQUIRE(f.complete(blue, 2));
  CHECK(asked(blue, 2, first, 2) == "bad_data");
  f.wait(29'999ms);
  const auto soon = f.complete(blue, 2);
  CHECK(code_of(soon) == "too_rapid");
  CHECK(soon.error().message.find("2026-11-20T12:00:30.000Z") != std::string::npos);
  CHECK(f.complete(green, 3));
  f.wait(1ms);
  CHECK(f.complete(admin, 2));
}

TEST_CASE("chase: a catch moves the bounty and swaps the roles") {
  chase_field f{{{"start_bounty", 50}}};
  f.gather();
  const auto answer = f.catch_team(red, 1, 2);
  REQUIRE(answer);
  CHECK(f.event_names() == strings{"caught", "challenges_changed", "challenges_changed"});
  CHECK(f.event("caught")["catcher"] == 1);
  CHECK(f.event("caught")["caught"] == 2);
  CHECK(f.event("caught")["bounty"] == 50);
  CHECK(f.event("caught")["teams"] == answer->at("teams"));
  CHECK(f.effects.events[1].only_for == std::vector{player_id{11}, player_id{12}});
  CHECK(f.effects.events[2].data == json{{"team", 2}, {"challenges", json::array()}});
  CHECK(f.team(1)["role"] == "runner");
  CHECK(f.team(1)["points"] == 50);
  CHECK(f.team(1)["bounty"] == 0);
  CHECK(f.team(1)["grace_until"] == "2026-11-20T12:10:00.000Z");
  CHECK(ids_of(answer->at("challenges")).size() == 3);
  CHECK(f.team(2)["role"] == "catcher");
  CHECK(f.team(2)["points"] == 0);
  CHECK(f.team(2)["bounty"] == 0);
  CHECK(f.team(2)["open_challenges"] == 0);
  CHECK(f.team(2)["grace_until"] == nullptr);
  const auto of = [&](int team) {
    return f.act(nobody, "periods", {{"team", team}}).value()["periods"];
  };
  CHECK(of(1)[0]["ended_by"] == "catch");
  CHECK(of(1)[0]["other"] == 2);
  CHECK(of(1)[0]["bounty"] == 50);
  CHECK(of(1)[0]["role"] == "catcher");
  CHECK(of(1)[1]["role"] == "runner");
  CHECK(of(2)[0]["ended_by"] == "caught");
  CHECK(of(2)[0]["other"] == 1);
}

TEST_CASE("chase: a catch is refused for the wrong team, player, role, period, distance and moment") {
  chase_field f;
  const auto asked = [&](const game_actor& who, std::uint32_t catcher, std::uint32_t caught, std::uint32_t period) {
    return code_of(f.act(who, "catch", {{"catcher", catcher}, {"caught", caught}, {"period_id", period}}));
  };
  CHECK(asked(nobody, 1, 2, 2) == "unauthorized");
  CHECK(asked(blue, 1, 2, 2) == "forbidden");
  CHECK(asked(red, 9, 2, 2) == "not_found");
  CHECK(asked(red, 1, 9, 2) == "not_found");
  CHECK(asked(blue, 2, 3, 3) == "team_is_runner");
  CHECK(asked(red, 1, 1, 1) == "team_is_catcher");
  CHECK(asked(red, 1, 2, 1) == "bad_data");
  CHECK(code_of(f.act(red, "catch", {{"catcher", 1}, {"caught", 2}})) == "bad_data");
  CHECK(code_of(f.act(red, "catch", {{"catcher", 1}, {"period_id", 2}})) == "bad_data");
  CHECK(code_of(f.act(red, "catch", {{"caught", 2}, {"period_id", 2}})) == "bad_data");
  const auto lost = f.act(red, "catch", {{"catcher", 1}, {"caught", 2}, {"period_id", 2}});
  CHECK(code_of(lost) == "teams_too_far");
  CHECK(lost.error().message.find("team 1 has sent no location") != std::string::npos);
  REQUIRE(f.go(red, 52.5, 13.4));
  CHECK(f.catch_team(red, 1, 2).error().message.find("team 2 has sent no location") != std::string::npos);
  // 300.006 m and 299.995 m to the east on the equator, where a degree has 111,319.49 m.
  f.wait(1s);
  REQUIRE(f.go(red, 0, 0));
  REQUIRE(f.go(blue, 0, 0.0026950));
  const auto far = f.catch_team(red, 1, 2);
  CHECK(code_of(far) == "teams_too_far");
  CHECK(far.error().message.find("300.1 m apart") != std::string::npos);
  f.wait(1s);
  REQUIRE(f.go(blue, 0, 0.0026949));
  REQUIRE(f.catch_team(red, 1, 2));
  CHECK(asked(red, 1, 2, 2) == "team_is_runner");
  REQUIRE(f.go(green, 0, 0));
  const auto grace = f.catch_team(blue, 2, 1);
  CHECK(code_of(grace) == "too_rapid");
  CHECK(grace.error().message.find("2026-11-20T12:10:02.000Z") != std::string::npos);
  CHECK(f.catch_team(admin, 2, 3));
}

TEST_CASE("chase: the last location of any of its players is where a team is") {
  chase_field f;
  f.gather();
  REQUIRE(f.go(red_too, -33, 151));
  CHECK(code_of(f.catch_team(red, 1, 2)) == "teams_too_far");
  f.wait(1s);
  REQUIRE(f.go(red, 52.5, 13.4));
  CHECK(f.catch_team(red_too, 1, 2));
}

TEST_CASE("chase: a grace period ends at its moment, by its timer or, where that is late, by the catch") {
  chase_field f;
  f.gather();
  REQUIRE(f.catch_team(red, 1, 2));
  CHECK(f.timers.at("grace/1") == noon + 600s);
  f.call_timer("grace/1");
  CHECK(f.effects.events.empty());
  CHECK(f.team(1)["grace_until"] != nullptr);

  SUBCASE("the timer") {
    f.wait(600s);
    CHECK(f.event_names() == strings{"team_left_grace_period"});
    CHECK(f.event("team_left_grace_period")["team"] == 1);
    CHECK(f.team(1)["grace_until"] == nullptr);
    f.call_timer("grace/1");
    CHECK(f.effects.events.empty());
    CHECK(f.catch_team(blue, 2, 1));
    CHECK(f.event_names() == strings{"caught", "challenges_changed", "challenges_changed"});
  }
  SUBCASE("the catch, before a late timer") {
    f.sleep(599'999ms);
    CHECK(code_of(f.catch_team(blue, 2, 1)) == "too_rapid");
    f.sleep(1ms);
    REQUIRE(f.catch_team(blue, 2, 1));
    CHECK(f.event_names() == strings{"team_left_grace_period", "caught", "challenges_changed", "challenges_changed"});
    CHECK_FALSE(f.timers.contains("grace/1"));
    CHECK(f.timers.contains("grace/2"));
  }
  SUBCASE("a catcher has none") {
    REQUIRE(f.act(admin, "make_team_catcher", {{"team", 1}}));
    CHECK_FALSE(f.timers.contains("grace/1"));
    f.sleep(700s);
    f.call_timer("grace/1");
    CHECK(f.effects.events.empty());
  }
}

TEST_CASE("chase: without grace a new runner can be caught at once") {
  chase_field f{{{"grace_seconds", 0}}};
  f.gather();
  REQUIRE(f.catch_team(red, 1, 2));
  CHECK(f.timers.empty());
  CHECK(f.team(1)["grace_until"] == nullptr);
  CHECK(f.catch_team(blue, 2, 1));
  CHECK(f.event_names() == strings{"caught", "challenges_changed", "challenges_changed"});
}

TEST_CASE("chase: admins change roles, and points and bounties stay as they are") {
  chase_field f{{{"start_bounty", 50}}};
  REQUIRE(f.complete(blue, 2));
  const auto points = f.team(2)["points"];
  const auto bounty = f.team(2)["bounty"];
  CHECK(code_of(f.act(blue, "make_team_catcher", {{"team", 2}})) == "forbidden");
  CHECK(code_of(f.act(nobody, "make_team_catcher", {{"team", 2}})) == "unauthorized");
  CHECK(code_of(f.act(admin, "make_team_catcher", {{"team", 1}})) == "team_is_catcher");
  CHECK(code_of(f.act(admin, "make_team_catcher", {{"team", 8}})) == "not_found");
  CHECK(code_of(f.act(admin, "make_team_catcher")) == "bad_data");
  const auto made = f.act(admin, "make_team_catcher", {{"team", 2}});
  REQUIRE(made);
  CHECK(made->at("challenges") == json::array());
  CHECK(f.event_names() == strings{"team_made_catcher", "challenges_changed"});
  CHECK(f.event("team_made_catcher") == json{{"team", 2}, {"teams", made->at("teams")}});
  CHECK(f.team(2)["role"] == "catcher");
  CHECK(code_of(f.act(admin, "make_team_runner", {{"team", 3}})) == "team_is_runner");
  CHECK(code_of(f.act(red, "make_team_runner", {{"team", 1}})) == "forbidden");
  REQUIRE(f.act(admin, "make_team_runner", {{"team", 2}}));
  CHECK(f.event_names() == strings{"team_made_runner", "challenges_changed"});
  CHECK(f.team(2)["points"] == points);
  CHECK(f.team(2)["bounty"] == bounty);
  CHECK(f.team(2)["open_challenges"] == 3);
  CHECK(f.team(2)["grace_until"] == "2026-11-20T12:10:00.000Z");
  const auto periods = f.act(nobody, "periods", {{"team", 2}}).value()["periods"];
  CHECK(periods[1]["ended_by"] == "made_catcher");
  CHECK(periods[2]["ended_by"] == "made_runner");
}

TEST_CASE("chase: an admin deals a hand anew and adds to it") {
  chase_field f;
  const auto before = ids_of(f.hand(2));
  CHECK(code_of(f.act(blue, "generate_team_challenges", {{"team", 2}})) == "forbidden");
  CHECK(code_of(f.act(nobody, "generate_team_challenges", {{"team", 2}})) == "unauthorized");
  CHECK(code_of(f.act(admin, "generate_team_challenges", {{"team", 1}})) == "team_is_catcher");
  CHECK(code_of(f.act(admin, "generate_team_challenges", {{"team", 7}})) == "not_found");
  const auto dealt = f.act(admin, "generate_team_challenges", {{"team", 2}});
  REQUIRE(dealt);
  CHECK(f.event("challenges_changed") == *dealt);
  CHECK(f.event_names() == strings{"challenges_changed"});
  const auto hand = ids_of(dealt->at("challenges"));
  CHECK(hand.size() == 3);
  for (const auto each : hand)
    CHECK_FALSE(before.contains(each));
  CHECK(f.period(2) == 2);

  const auto add = [&](const game_actor& who, std::uint32_t team, std::uint32_t challenge) {
    return f.act(who, "add_challenge_to_team", {{"team", team}, {"challenge", challenge}});
  };
  const auto fresh = *before.begin();
  CHECK(code_of(add(blue, 2, fresh)) == "forbidden");
  CHECK(code_of(add(admin, 1, fresh)) == "team_is_catcher");
  CHECK(code_of(add(admin, 9, fresh)) == "not_found");
  CHECK(code_of(add(admin, 2, 50)) == "not_found");
  CHECK(code_of(add(admin, 2, *hand.begin())) == "already_exists");
  const auto added = add(admin, 2, fresh);
  REQUIRE(added);
  CHECK(ids_of(added->at("challenges")).size() == 4);
  CHECK(std::ranges::is_sorted(added->at("challenges"), {},
                               [](const json& each) { return each["challenge"].get<int>(); }));
  CHECK(f.act(blue, "complete", {{"completer", 2}, {"completed", fresh}, {"period_id", 2}}));
  CHECK(ids_of(f.hand(2)).size() == 3);
}

TEST_CASE("chase: a hand has its limit") {
  auto setup = chase_setup();
  for (std::uint32_t each = 9; each <= 60; ++each)
    setup.challenges.push_back({{each}, "task", "", 1, ""});
  mode_stage f{chase_mode, setup, {}, noon};
  std::size_t held = 3;
  for (std::uint32_t each = 1; each <= 60; ++each) {
    const auto added = f.act(admin, "add_challenge_to_team", {{"team", 2}, {"challenge", each}});
    held += added.has_value();
    if (!added && held < 40)
      CHECK(code_of(added) == "already_exists");
  }
  CHECK(held == 40);
  const auto hand = ids_of(f.act(admin, "team_challenges", {{"team", 2}}).value()["challenges"]);
  std::uint32_t other = 1;
  while (hand.contains(other))
    ++other;
  CHECK(code_of(f.act(admin, "add_challenge_to_team", {{"team", 2}, {"challenge", other}})) == "rate_limited");
}

TEST_CASE("chase: when all are completed, challenges come again") {
  chase_field f;
  std::set<std::uint32_t> done;
  for (int round = 0; round < 8; ++round) {
    const auto hand = f.hand(2);
    CHECK(ids_of(hand).size() == 3);
    const auto open = std::ranges::find_if(hand, [&](const json& each) { return !done.contains(each["challenge"]); });
    REQUIRE(open != hand.end());
    const std::uint32_t which = (*open)["challenge"];
    done.insert(which);
    REQUIRE(f.act(blue, "complete", {{"completer", 2}, {"completed", which}, {"period_id", f.period(2)}}));
    f.wait(30s);
  }
  CHECK(done.size() == 8);
  const auto before = f.team(2)["points"].get<int>();
  const auto points = f.hand(2)[0]["points"].get<int>();
  REQUIRE(f.complete(blue, 2));
  CHECK(f.team(2)["points"] == before + points);
}
