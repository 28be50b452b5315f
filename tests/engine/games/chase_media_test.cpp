#include "tests/engine/games/chase_field.hpp"

#include <doctest/doctest.h>

// From engine/games/chase.md.

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace {

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("chase: locations are sent, shown and kept") {
  chase_field f{{{"past_locations", 3}, {"location_seconds", 5}}};
  CHECK(f.act(nobody, "locations").value() == json{{"locations", json::array()}});
  const auto sent = f.act(blue, "send_location", {{"latitude", 52.51860004}, {"longitude", -13}, {"accuracy", 12.504}});
  REQUIRE(sent);
  CHECK(sent->at("location") == json::parse(R"({"id":1,"team":2,"player":21,"latitude":52.5186,"longitude":-13.0,
    "accuracy":12.5,"at":"2026-11-20T12:00:00.000Z"})"));
  CHECK(f.event_names() == strings{"location"});
  CHECK(f.event("location") == *sent);
  CHECK(f.team(2)["location"] == sent->at("location"));
  f.wait(4'999ms);
  const auto soon = f.go(blue, 1, 1);
  CHECK(code_of(soon) == "too_rapid");
  CHECK(soon.error().message.find("2026-11-20T12:00:05.000Z") != std::string::npos);
  REQUIRE(f.go(red, 1, 1));
  REQUIRE(f.go(red_too, 2, 2));
  CHECK(f.team(1)["location"]["accuracy"] == nullptr);
  for (int each = 0; each < 4; ++each) {
    f.wait(5s);
    REQUIRE(f.go(blue, each, 180));
  }
  const auto ids = [](const json& answer) {
    std::vector<int> out;
    for (const auto& each : answer["locations"])
      out.push_back(each["id"].get<int>());
    return out;
  };
  CHECK(ids(f.act(nobody, "locations").value()) == std::vector{3, 7});
  CHECK(ids(f.act(nobody, "past_locations").value()) == std::vector{2, 3, 5, 6, 7});
  CHECK(ids(f.act(nobody, "past_locations", {{"team", 2}}).value()) == std::vector{5, 6, 7});
  CHECK(ids(f.act(nobody, "past_locations", {{"team", 2}, {"after", 5}}).value()) == std::vector{6, 7});
  CHECK(ids(f.act(nobody, "past_locations", {{"after", 6}}).value()) == std::vector{7});
  CHECK(ids(f.act(nobody, "past_locations", {{"team", 3}}).value()).empty());
  CHECK(code_of(f.act(nobody, "past_locations", {{"team", 4}})) == "not_found");
  CHECK(code_of(f.act(nobody, "past_locations", {{"team", "2"}})) == "bad_data");
  CHECK(code_of(f.act(nobody, "past_locations", {{"after", -1}})) == "bad_data");
}

TEST_CASE("chase: a location is refused from nobody, for another, and off the globe") {
  chase_field f;
  const auto sent = [&](const game_actor& who, const json& args) {
    return code_of(f.act(who, "send_location", args));
  };
  const json here{{"latitude", 1}, {"longitude", 2}};
  const auto with = [&](const json& more) {
    auto out = here;
    out.update(more);
    return out;
  };
  CHECK(sent(nobody, here) == "unauthorized");
  CHECK(sent(teamless, here) == "not_found");
  CHECK(sent(admin, here) == "not_found");
  CHECK(sent(red, with({{"player", 21}})) == "forbidden");
  CHECK(sent(red, with({{"player", 11}})) == nullptr);
  CHECK(sent(admin, with({{"player", 21}})) == nullptr);
  CHECK(sent(admin, with({{"player", 99}})) == "not_found");
  for (const auto& wrong :
       {json{{"latitude", 90.1}}, json{{"latitude", -91}}, json{{"longitude", 180.5}}, json{{"longitude", -181}},
        json{{"latitude", "north"}}, json{{"longitude", nullptr}}, json{{"accuracy", -1}}, json{{"accuracy", 100'001}},
        json{{"accuracy", "good"}}, json{{"player", "ada"}}})
    CHECK(sent(green, with(wrong)) == "bad_data");
  CHECK(sent(green, {{"latitude", 1}}) == "bad_data");
  CHECK(sent(green, {{"longitude", 1}}) == "bad_data");
  CHECK(sent(green, {{"latitude", -90}, {"longitude", 180}, {"accuracy", 100'000}}) == nullptr);
}

TEST_CASE("chase: teams, players and periods have pictures") {
  chase_field f;
  const std::string lower(64, 'a');
  const std::string upper(64, 'B');
  const auto shown = std::string(64, 'b');
  const auto put = [&](const game_actor& who, const char* action, json args, const json& hash) {
    args["hash"] = hash;
    return f.act(who, action, args);
  };
  CHECK(f.act(nobody, "thumbnails").value() == json{{"thumbnails", json::array()}});
  const auto first = put(red, "upload_team_picture", {{"team", 1}}, lower);
  REQUIRE(first);
  CHECK(first->at("teams")[0] == f.team(1));
  CHECK(f.team(1)["picture"] == lower);
  CHECK(put(red, "upload_team_picture", {{"team", 1}}, upper));
  CHECK(f.team(1)["picture"] == shown);
  CHECK(put(blue, "upload_player_picture", {}, upper).value() == json{{"player", 21}, {"picture", shown}});
  CHECK(put(admin, "upload_player_picture", {{"player", 12}}, lower));
  REQUIRE(f.complete(blue, 2));
  const auto period = put(blue, "upload_period_picture", {{"period_id", 2}}, lower);
  REQUIRE(period);
  CHECK(period->at("period")["picture"] == lower);
  CHECK(period->at("period")["ended_by"] == "completed");
  CHECK(put(admin, "upload_period_picture", {{"period_id", 3}}, upper));
  CHECK(f.team(3)["period"]["picture"] == shown);

  const auto listed = [&](const json& args) {
    std::string out;
    const auto answer = f.act(nobody, "thumbnails", args).value();
    for (const auto& each : answer["thumbnails"])
      out += each["kind"].get<std::string>() + each["id"].dump() + each["hash"].get<std::string>()[0] + " ";
    return out;
  };
  CHECK(listed({}) == "team1b player12a player21b period2a period3b ");
  CHECK(listed({{"kind", "player"}}) == "player12a player21b period2a period3b ");
  CHECK(listed({{"kind", "player"}, {"after", 12}}) == "player21b period2a period3b ");
  CHECK(listed({{"kind", "period"}, {"after", 3}}).empty());
  CHECK(code_of(f.act(nobody, "thumbnails", {{"kind", "cat"}})) == "bad_data");
  CHECK(code_of(f.act(nobody, "thumbnails", {{"after", 2}})) == "bad_data");
  CHECK(code_of(f.act(nobody, "thumbnails", {{"kind", 2}})) == "bad_data");

  CHECK(code_of(put(nobody, "upload_team_picture", {{"team", 1}}, lower)) == "unauthorized");
  CHECK(code_of(put(blue, "upload_team_picture", {{"team", 1}}, lower)) == "forbidden");
  CHECK(code_of(put(blue, "upload_team_picture", {{"team", 5}}, lower)) == "not_found");
  CHECK(code_of(put(blue, "upload_player_picture", {{"player", 11}}, lower)) == "forbidden");
  CHECK(code_of(put(nobody, "upload_player_picture", {}, lower)) == "unauthorized");
  CHECK(code_of(put(teamless, "upload_player_picture", {}, lower)) == "not_found");
  CHECK(code_of(put(red, "upload_period_picture", {{"period_id", 2}}, lower)) == "forbidden");
  CHECK(code_of(put(nobody, "upload_period_picture", {{"period_id", 2}}, lower)) == "unauthorized");
  CHECK(code_of(put(red, "upload_period_picture", {{"period_id", 50}}, lower)) == "not_found");
  for (const auto& hash :
       {json(), json(7), json(std::string(63, 'a')), json(std::string(65, 'a')), json(std::string(64, 'g'))}) {
    CHECK(code_of(put(red, "upload_team_picture", {{"team", 1}}, hash)) == "bad_data");
    CHECK(code_of(put(red, "upload_player_picture", {}, hash)) == "bad_data");
    CHECK(code_of(put(red, "upload_period_picture", {{"period_id", 1}}, hash)) == "bad_data");
  }
}

TEST_CASE("chase: of each team the last 500 periods are kept") {
  chase_field f;
  REQUIRE(f.act(admin, "upload_period_picture", {{"period_id", 2}, {"hash", std::string(64, 'a')}}));
  f.has_twin = false;
  for (int each = 0; each < 250; ++each) {
    REQUIRE(f.act(admin, "make_team_catcher", {{"team", 2}}));
    REQUIRE(f.act(admin, "make_team_runner", {{"team", 2}}));
  }
  f.has_twin = true;
  CHECK(code_of(f.act(admin, "upload_period_picture", {{"period_id", 2}, {"hash", std::string(64, 'a')}}))
        == "not_found");
  CHECK(f.act(nobody, "thumbnails").value()["thumbnails"].empty());
  std::uint32_t count = 0;
  std::uint32_t last = 0;
  for (bool more = true; more;) {
    const auto answer = f.act(nobody, "periods", {{"team", 2}, {"after", last}}).value();
    more = answer.contains("more");
    for (const auto& each : answer["periods"]) {
      CHECK(each["id"].get<std::uint32_t>() > last);
      last = each["id"];
      ++count;
    }
  }
  CHECK(count == 500);
  CHECK(last == f.period(2));
  CHECK(code_of(f.act(nobody, "periods", {{"team", 12}})) == "not_found");
  CHECK(code_of(f.act(nobody, "periods")) == "bad_data");
}
