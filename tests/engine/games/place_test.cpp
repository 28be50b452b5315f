#include "engine/games/place.hpp"
#include "protocol/ops.hpp"
#include "tests/engine/games/mode_stage.hpp"

#include <doctest/doctest.h>

// From engine/games/place.md.

using namespace atelier;
using namespace std::chrono_literals;

namespace {

using strings = std::vector<std::string>;

const wall_time noon{std::chrono::milliseconds{1'795'176'000'000}};

const game_actor admin{{}, std::nullopt, true};
const game_actor nobody{};
const game_actor ada{{11}, team_id{1}};
const game_actor bob{{12}, team_id{1}};
const game_actor cy{{21}, team_id{2}};
const game_actor dee{{31}, std::nullopt};
constexpr picture_id canvas{77};

game_setup setup_of(const json& settings) {
  game_setup out;
  out.config = place_mode.defaults();
  out.config.update({{"width", 10}, {"height", 8}, {"palette", {"#ffffff", "#FF0000", "#00ff80", "#0000ff"}}});
  out.config.update(settings);
  out.players = {{{11}, "ada", team_id{1}}, {{12}, "bob", team_id{1}}, {{21}, "cy", team_id{2}}};
  out.teams = {{{1}, "Reds", "#ff0000"}, {{2}, "Blues", "#0000ff"}};
  return out;
}

struct canvas_stage : mode_stage {
  explicit canvas_stage(const json& settings = json::object())
      : mode_stage{place_mode, setup_of(settings), {admin, nobody, ada, bob, cy, dee}, noon} {
    picture_made("canvas", canvas);
  }

  result<json> place(const game_actor& who, int x, int y, int colour) {
    return act(who, "place_pixel", {{"x", x}, {"y", y}, {"colour", colour}});
  }
  json info(int x, int y) {
    return act(nobody, "pixel_info", {{"x", x}, {"y", y}}).value()["pixel"];
  }
  result<json> undo(player_id who, const json& since = nullptr) {
    return act(admin, "undo_player", {{"player", who.value}, {"since", since}});
  }
  /// "x,y=rrggbb " for each op of the last step's drawings.
  std::string drawn() const {
    std::string out;
    for (const auto& each : effects.drawings) {
      CHECK(each.picture == canvas);
      for (byte_view rest = each.ops; !rest.empty();) {
        const auto op = decode_op(rest).value();
        const auto pixel = std::get<pixel_op>(op.value);
        std::array<char, 32> text{};
        std::snprintf(text.data(), text.size(), "%d,%d=%02x%02x%02x ", pixel.x, pixel.y, pixel.colour.r, pixel.colour.g,
                      pixel.colour.b);
        CHECK(pixel.colour.a == 255);
        out += text.data();
        rest = rest.subspan(op.size);
      }
    }
    return out;
  }
};

json config_error(const json& settings) {
  auto config = place_mode.defaults();
  config.update(settings);
  const auto wrong = place_mode.wrong_with(json::parse(config.dump()));
  return wrong ? json(name_of(wrong->code)) : json();
}

} // namespace

TEST_CASE("place: every setting has its default and its range") {
  CHECK(place_mode.defaults() == json::parse(R"({"width":256,"height":256,"cooldown_seconds":5,"palette":["#ffffff",
    "#c4c4c4","#7a7a7a","#1f1f1f","#f7a8c4","#d92626","#f28c28","#8f5a33","#f5d90a","#9bd94b","#1f8f3a","#35d0d6",
    "#2f80e0","#1c2fb0","#c56be0","#7a2a99"]})"));
  CHECK(config_error(json::object()) == nullptr);
  const std::vector<std::tuple<std::string, int, int>> ranges{
      {"width", 8, 1'024}, {"height", 8, 1'024}, {"cooldown_seconds", 0, 86'400}};
  for (const auto& [name, least, most] : ranges) {
    CAPTURE(name);
    CHECK(config_error({{name, least}}) == nullptr);
    CHECK(config_error({{name, most}}) == nullptr);
    CHECK(config_error({{name, least - 1}}) == "bad_data");
    CHECK(config_error({{name, most + 1}}) == "bad_data");
    CHECK(config_error({{name, "8"}}) == "bad_data");
    CHECK(config_error({{name, nullptr}}) == "bad_data");
  }
  auto colours = json::array();
  for (int each = 0; each < 64; ++each)
    colours.push_back("#0000" + std::to_string(10 + each));
  CHECK(config_error({{"palette", colours}}) == nullptr);
  colours.push_back("#ffffff");
  CHECK(config_error({{"palette", colours}}) == "bad_data");
  CHECK(config_error({{"palette", {"#ABCDEF", "#abcdee"}}}) == nullptr);
  CHECK(config_error({{"palette", {"#ABCDEF", "#abcdef"}}}) == "bad_data");
  CHECK(config_error({{"palette", {"#ffffff"}}}) == "bad_data");
  CHECK(config_error({{"palette", "#ffffff"}}) == "bad_data");
  for (const auto& wrong : {json("ffffff"), json("#fff"), json("#fffffg"), json("#fffffff"), json(3), json()})
    CHECK(config_error({{"palette", {"#000000", wrong}}}) == "bad_data");
  CHECK(config_error({{"depth", 3}}) == "bad_data");
  auto config = place_mode.defaults();
  config.erase("palette");
  CHECK(place_mode.wrong_with(config));
}

TEST_CASE("place: the canvas is asked for at the start, and nothing is placed before it is there") {
  mode_stage s{place_mode, setup_of(json::object()), {ada}, noon};
  REQUIRE(s.effects.pictures.size() == 1);
  CHECK(s.effects.pictures[0].name == "canvas");
  CHECK(s.effects.pictures[0].width == 10);
  CHECK(s.effects.pictures[0].height == 8);
  const auto place = [&] {
    return code_of(s.act(ada, "place_pixel", {{"x", 1}, {"y", 2}, {"colour", 3}}));
  };
  CHECK(s.state(ada)["picture"] == nullptr);
  CHECK(place() == "game_not_running");
  s.picture_made("another", {5});
  CHECK(place() == "game_not_running");
  s.picture_made("canvas", canvas);
  s.picture_made("canvas", {78});
  CHECK(s.state(ada)["picture"] == 77);
  CHECK(place() == nullptr);
}

TEST_CASE("place: a pixel is drawn, known and counted, and the next one waits") {
  canvas_stage s;
  CHECK(s.state(ada) == json::parse(R"({"picture":77,"width":10,"height":8,"palette":["#ffffff","#ff0000","#00ff80",
    "#0000ff"],"cooldown_seconds":5,"placed":0,"seen":0,"players":0,"ready_at":null})"));
  CHECK(s.info(3, 4) == json::parse(R"({"x":3,"y":4,"colour":null,"player":null,"at":null})"));
  const auto placed = s.place(ada, 3, 4, 2);
  REQUIRE(placed);
  CHECK(s.drawn() == "3,4=00ff80 ");
  CHECK(s.event_names().empty());
  CHECK(*placed == json::parse(R"({"pixel":{"x":3,"y":4,"colour":2,"player":11,"at":"2026-11-20T12:00:00.000Z"},
    "ready_at":"2026-11-20T12:00:05.000Z"})"));
  CHECK(s.info(3, 4) == placed->at("pixel"));
  CHECK(s.state(ada)["ready_at"] == placed->at("ready_at"));
  CHECK(s.state(bob)["ready_at"] == nullptr);
  CHECK(s.state(nobody)["placed"] == 1);
  s.wait(4'999ms);
  const auto soon = s.place(ada, 0, 0, 0);
  CHECK(code_of(soon) == "too_rapid");
  CHECK(soon.error().message.find("2026-11-20T12:00:05.000Z") != std::string::npos);
  CHECK(s.place(bob, 3, 4, 1));
  CHECK(s.info(3, 4)["player"] == 12);
  s.wait(1ms);
  CHECK(s.place(ada, 9, 7, 3));
  CHECK(s.drawn() == "9,7=0000ff ");
}

TEST_CASE("place: a pixel is refused from nobody, off the canvas, and in no colour") {
  canvas_stage s;
  CHECK(code_of(s.place(nobody, 1, 1, 1)) == "unauthorized");
  CHECK(code_of(s.place(admin, 1, 1, 1)) == "unauthorized");
  CHECK(s.place(dee, 1, 1, 1));
  CHECK(s.place({{40}, std::nullopt, true}, 1, 1, 1));
  CHECK(code_of(s.place(ada, 10, 1, 1)) == "out_of_bounds");
  CHECK(code_of(s.place(ada, 1, 8, 1)) == "out_of_bounds");
  CHECK(code_of(s.place(ada, -1, 1, 1)) == "out_of_bounds");
  CHECK(code_of(s.place(ada, 1, 1, 4)) == "bad_data");
  CHECK(code_of(s.place(ada, 1, 1, -1)) == "bad_data");
  CHECK(code_of(s.place(ada, 10, 1, 4)) == "bad_data");
  const auto with = [&](const char* name, const json& value) {
    json args{{"x", 1}, {"y", 1}, {"colour", 1}};
    args[name] = value;
    return code_of(s.act(ada, "place_pixel", args));
  };
  for (const auto* name : {"x", "y", "colour"})
    for (const auto& wrong : {json(), json("1"), json(1.5), json::array()})
      CHECK(with(name, wrong) == "bad_data");
  CHECK(with("x", 18'446'744'073'709'551'615U) == "out_of_bounds");
  CHECK(with("y", 4'294'967'297) == "out_of_bounds");
  CHECK(code_of(s.act(nobody, "pixel_info", {{"x", 10}, {"y", 0}})) == "out_of_bounds");
  CHECK(code_of(s.act(nobody, "pixel_info", {{"x", 1}})) == "bad_data");
  CHECK(s.place(ada, 1, 1, 1));
  CHECK(code_of(s.act(admin, "sing")) == "unknown_action");
}

TEST_CASE("place: nobody draws on the canvas, and whoever may elsewhere") {
  const canvas_stage s;
  for (const auto& who : {ada, admin, nobody}) {
    const auto refused = s.game->refuses_drawing(who, canvas);
    REQUIRE(refused);
    CHECK(refused->code == errc::forbidden);
    CHECK_FALSE(s.game->refuses_drawing(who, {78}));
  }
}

TEST_CASE("place: counts are by player and by team") {
  canvas_stage s{{{"cooldown_seconds", 0}}};
  REQUIRE(s.place(ada, 0, 0, 1));
  REQUIRE(s.place(ada, 1, 0, 1));
  REQUIRE(s.place(bob, 1, 0, 2));
  REQUIRE(s.place(cy, 1, 0, 3));
  REQUIRE(s.place(dee, 5, 5, 3));
  REQUIRE(s.place(dee, 5, 5, 2));
  CHECK(s.act(nobody, "counts").value() == json::parse(R"({
    "teams":[{"team":1,"placed":3,"seen":1},{"team":2,"placed":1,"seen":1}],
    "players":[{"player":11,"team":1,"placed":2,"seen":1},{"player":12,"team":1,"placed":1,"seen":0},
               {"player":21,"team":2,"placed":1,"seen":1},{"player":31,"team":null,"placed":2,"seen":1}]})"));
  CHECK(s.act(nobody, "counts", {{"after", 12}}).value()["players"].size() == 2);
  CHECK(code_of(s.act(nobody, "counts", {{"after", "x"}})) == "bad_data");
  CHECK(s.state(nobody)["placed"] == 6);
  CHECK(s.state(nobody)["seen"] == 3);
  CHECK(s.state(nobody)["players"] == 4);
  const auto over = s.stop();
  CHECK(over["picture"] == 77);
  CHECK(over["placed"] == 6);
  CHECK(over["seen"] == 3);
  CHECK(over["players"] == 4);
  CHECK(over["teams"][0] == json::parse(R"({"team":1,"placed":3,"seen":1})"));
}

TEST_CASE("place: an undo brings back what was there before, and leaves what others put there since") {
  canvas_stage s;
  REQUIRE(s.place(bob, 1, 1, 2));
  s.wait(5s);
  REQUIRE(s.place(ada, 1, 1, 1));
  s.wait(5s);
  REQUIRE(s.place(ada, 2, 2, 1));
  s.wait(5s);
  REQUIRE(s.place(ada, 3, 3, 1));
  REQUIRE(s.place(cy, 3, 3, 3));
  CHECK(code_of(s.act(ada, "undo_player", {{"player", 11}})) == "forbidden");
  CHECK(code_of(s.act(nobody, "undo_player", {{"player", 11}})) == "forbidden");
  CHECK(code_of(s.act(admin, "undo_player")) == "bad_data");
  CHECK(code_of(s.undo({11}, "yesterday")) == "bad_data");
  CHECK(code_of(s.undo({11}, 5)) == "bad_data");
  CHECK(code_of(s.undo({31})) == "not_found");

  SUBCASE("all") {
    const auto undone = s.undo({11});
    REQUIRE(undone);
    CHECK(*undone == json::parse(R"({"player":11,"undone":3,"repainted":2})"));
    CHECK(s.event("pixels_undone") == *undone);
    CHECK(s.drawn() == "1,1=00ff80 2,2=ffffff ");
    CHECK(s.info(1, 1)["player"] == 12);
    CHECK(s.info(1, 1)["at"] == "2026-11-20T12:00:00.000Z");
    CHECK(s.info(2, 2)["colour"] == nullptr);
    CHECK(s.info(3, 3)["player"] == 21);
    CHECK(s.undo({21}).value()["undone"] == 1);
    CHECK(s.drawn() == "3,3=ffffff ");
    CHECK(s.undo({11}).value() == json::parse(R"({"player":11,"undone":0,"repainted":0})"));
    CHECK(s.effects.events.empty());
    CHECK(s.state(nobody)["placed"] == 1);
    CHECK(s.state(nobody)["seen"] == 1);
    CHECK(code_of(s.place(ada, 0, 0, 0)) == "too_rapid");
  }
  SUBCASE("since a moment, which counts itself") {
    CHECK(s.undo({11}, "2026-11-20T12:00:10Z").value() == json::parse(R"({"player":11,"undone":2,"repainted":1})"));
    CHECK(s.drawn() == "2,2=ffffff ");
    CHECK(s.info(1, 1)["player"] == 11);
  }
}

TEST_CASE("place: of each coordinate eight pixels are kept, and nobody buries what another did") {
  canvas_stage s{{{"cooldown_seconds", 0}}};
  REQUIRE(s.place(bob, 1, 1, 2));
  for (int each = 0; each < 30; ++each)
    REQUIRE(s.place(ada, 1, 1, each % 2));
  CHECK(s.values.at("pixel/1,1")["placed"].size() == 8);
  const auto undone = s.undo({11});
  CHECK(undone.value()["undone"] == 7);
  CHECK(s.drawn() == "1,1=00ff80 ");
  CHECK(s.info(1, 1)["player"] == 12);

  SUBCASE("but two who take turns do, and the colour stays as nobody's") {
    for (int each = 0; each < 8; ++each)
      REQUIRE(s.place(each % 2 ? ada : cy, 1, 1, 1));
    REQUIRE(s.undo({11}));
    REQUIRE(s.undo({21}));
    CHECK(s.drawn() == "1,1=00ff80 ");
    CHECK(s.info(1, 1) == json::parse(R"({"x":1,"y":1,"colour":2,"player":null,"at":null})"));
    CHECK(s.undo({12}).value()["undone"] == 0);
  }
}

TEST_CASE("place: a large undo goes in parts") {
  auto setup = setup_of({{"width", 128}, {"height", 100}, {"cooldown_seconds", 0}});
  const auto game = place_mode.make();
  game_effects out;
  REQUIRE(game->start(setup, noon, out));
  game->picture_made("canvas", canvas, noon, out);
  for (int y = 0; y < 100; ++y)
    for (int x = 0; x < 128; ++x)
      REQUIRE(game->act(ada, "place_pixel", {{"x", x}, {"y", y}, {"colour", 1}}, noon, out));
  const auto undo = [&] {
    out = {};
    return game->act(admin, "undo_player", json::parse(R"({"player":11})"), noon, out).value();
  };
  CHECK(undo() == json::parse(R"({"player":11,"undone":10000,"repainted":10000,"more":true})"));
  CHECK(out.values.size() == 10'001);
  CHECK(undo() == json::parse(R"({"player":11,"undone":2800,"repainted":2800})"));
  CHECK(undo()["undone"] == 0);
  CHECK(game->state(ada)["placed"] == 0);
}

TEST_CASE("place: it has no timers") {
  canvas_stage s;
  s.call_timer("end");
  CHECK(s.effects.values.empty());
  CHECK(s.effects.events.empty());
}
