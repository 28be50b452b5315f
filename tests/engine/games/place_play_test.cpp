#include "engine/games/game_random.hpp"
#include "engine/games/place.hpp"
#include "protocol/ops.hpp"
#include "protocol/server_messages.hpp"
#include "tests/engine/games/mode_stage.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <map>

// Programs play place at random beside a plain model of engine/games/place.md.

using namespace atelier;
using namespace std::chrono_literals;

namespace {

constexpr int side = 8;
constexpr std::uint32_t players = 6;
constexpr std::size_t depth = 8;
constexpr picture_id canvas{77};
const game_actor admin{{}, std::nullopt, true};
const std::vector<rgba> palette{{255, 255, 255, 255}, {255, 0, 0, 255}, {0, 255, 0, 255}, {0, 0, 255, 255}};

game_setup setup_of() {
  game_setup out;
  out.config = place_mode.defaults();
  out.config.update({{"width", side},
                     {"height", side},
                     {"cooldown_seconds", 3},
                     {"palette", {"#ffffff", "#ff0000", "#00ff00", "#0000ff"}}});
  return out;
}

game_actor actor(std::uint32_t id) {
  return {{id}, id % 3 == 0 ? std::nullopt : std::optional{team_id{id % 3}}};
}

std::vector<game_actor> witnesses() {
  std::vector<game_actor> out{admin, {}};
  for (std::uint32_t id = 1; id <= 2; ++id)
    out.push_back(actor(id));
  return out;
}

struct mark {
  std::uint32_t player = 0;
  std::size_t colour = 0;
  wall_time at{};
};

class place_play {
public:
  explicit place_play(std::uint64_t seed)
      : dice_{seed}, stage_{place_mode, setup_of(), witnesses(), wall_time{1'800'000'000s}}, image_{side, side} {
    stage_.picture_made("canvas", canvas);
  }

  void step() {
    if (dice_.below(60) == 0)
      undo();
    else
      place();
    check();
    stage_.wait(std::chrono::milliseconds{dice_.below(900)});
  }

  std::size_t placed = 0;
  std::size_t refused = 0;
  std::size_t undone = 0;
  std::size_t bases = 0;

private:
  void place() {
    const auto who = static_cast<std::uint32_t>(1 + dice_.below(players));
    // A few coordinates are fought for.
    const int x = static_cast<int>(dice_.below(dice_.below(3) ? 2 : side + 1));
    const int y = static_cast<int>(dice_.below(dice_.below(3) ? 2 : side));
    const auto colour = dice_.below(palette.size());
    const auto answer = stage_.act(actor(who), "place_pixel", {{"x", x}, {"y", y}, {"colour", colour}});
    if (x >= side) {
      CHECK(code_of(answer) == "out_of_bounds");
      return;
    }
    const auto ready = ready_.find(who);
    if (ready != ready_.end() && stage_.now < ready->second) {
      CHECK(code_of(answer) == "too_rapid");
      ++refused;
      return;
    }
    REQUIRE(answer);
    ++placed;
    ready_[who] = stage_.now + 3s;
    ++count_[who];
    auto& all = marks_[{y, x}];
    all.push_back({who, colour, stage_.now});
    if (all.size() <= depth)
      return;
    for (std::size_t each = 0; each + 1 < all.size(); ++each)
      if (all[each].player == all[each + 1].player) {
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(each));
        return;
      }
    base_[{y, x}] = all.front().colour;
    ++bases;
    all.erase(all.begin());
  }

  void undo() {
    const auto who = static_cast<std::uint32_t>(1 + dice_.below(players));
    json args{{"player", who}};
    std::optional<wall_time> since;
    if (dice_.below(2)) {
      since = stage_.now - std::chrono::milliseconds{dice_.below(60'000)};
      args["since"] = to_iso8601(*since);
    }
    const auto answer = stage_.act(admin, "undo_player", args);
    if (!count_.contains(who)) {
      CHECK(code_of(answer) == "not_found");
      return;
    }
    REQUIRE(answer);
    std::size_t taken = 0;
    for (auto& [where, all] : marks_)
      taken +=
          std::erase_if(all, [&](const mark& each) { return each.player == who && (!since || each.at >= *since); });
    CHECK(answer->at("undone") == taken);
    count_[who] -= static_cast<std::int64_t>(taken);
    undone += taken;
  }

  /// The picture that comes of the drawings is what the model shows, and so are the counts.
  void check() {
    for (const auto& each : stage_.effects.drawings)
      for (byte_view rest = each.ops; !rest.empty();) {
        const auto op = decode_op(rest).value();
        const auto pixel = std::get<pixel_op>(op.value);
        image_.at(pixel.x, pixel.y) = pixel.colour;
        rest = rest.subspan(op.size);
      }
    std::map<std::uint32_t, std::int64_t> seen;
    for (int y = 0; y < side; ++y)
      for (int x = 0; x < side; ++x) {
        const auto& all = marks_[{y, x}];
        const auto base = base_.find({y, x});
        const auto below = base == base_.end() ? white : palette[base->second];
        REQUIRE(image_.at(x, y) == (all.empty() ? below : palette[all.back().colour]));
        if (!all.empty())
          ++seen[all.back().player];
      }
    const auto counts = stage_.act({}, "counts").value();
    std::int64_t sum = 0;
    REQUIRE(counts["players"].size() == count_.size());
    for (const auto& each : counts["players"]) {
      const std::uint32_t who = each["player"];
      REQUIRE(each["placed"] == count_.at(who));
      REQUIRE(each["seen"] == seen[who]);
      sum += count_.at(who);
    }
    REQUIRE(stage_.state({})["placed"] == sum);
    const auto x = dice_.below(side);
    const auto y = dice_.below(side);
    const auto info = stage_.act({}, "pixel_info", {{"x", x}, {"y", y}}).value()["pixel"];
    const auto& all = marks_[{static_cast<int>(y), static_cast<int>(x)}];
    REQUIRE(info["player"] == (all.empty() ? json() : json(all.back().player)));
    REQUIRE(info["at"] == (all.empty() ? json() : json(to_iso8601(all.back().at))));
  }

  using place_key = std::pair<int, int>;

  game_random dice_;
  mode_stage stage_;
  image image_;
  std::map<place_key, std::vector<mark>> marks_;
  std::map<place_key, std::size_t> base_;
  std::map<std::uint32_t, wall_time> ready_;
  std::map<std::uint32_t, std::int64_t> count_;
};

} // namespace

TEST_CASE("place: played at random it is what a plain model says, and a restored game goes on alike") {
  std::size_t placed = 0;
  std::size_t refused = 0;
  std::size_t undone = 0;
  std::size_t bases = 0;
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    CAPTURE(seed);
    place_play play{seed};
    for (int step = 0; step < 800; ++step) {
      CAPTURE(step);
      play.step();
    }
    placed += play.placed;
    refused += play.refused;
    undone += play.undone;
    bases += play.bases;
  }
  CHECK(placed > 800);
  CHECK(refused > 500);
  CHECK(undone > 100);
  CHECK(bases > 20);
}
