#include "tests/simulation/place_program.hpp"

#include <algorithm>
#include <array>
#include <doctest/doctest.h>

namespace atelier::simulation {

namespace {

constexpr std::size_t depth_max = 8;
constexpr std::array<rgba, 4> palette{rgba{1, 2, 3, 255}, rgba{250, 0, 0, 255}, rgba{0, 250, 0, 255},
                                      rgba{0, 0, 250, 255}};

} // namespace

place_program::place_program() : canvas_(std::size_t{width} * height) {}

json place_program::config() const {
  return {{"width", width},
          {"height", height},
          {"cooldown_seconds", 3},
          {"palette", json::array({"#010203", "#fa0000", "#00fa00", "#0000fa"})}};
}

game_order place_program::next(game_random& dice, const json&) {
  game_order out;
  const json where{{"x", dice.below(width)}, {"y", dice.below(height)}};
  const auto sides = dice.below(40);
  if (sides == 0) {
    out.who = dice.below(3) == 0 ? dice.below(players_.size()) : by_admin;
    out.action = "undo_player";
    out.args = {{"player", players_[dice.below(players_.size())].value}};
    const auto& some = at(where).below;
    if (!some.empty() && dice.below(2) == 0)
      out.args["since"] = some.back().at;
  } else if (sides < 4) {
    out.who = by_nobody;
    out.action = "counts";
  } else if (sides < 6) {
    out.who = by_nobody;
    out.action = "pixel_info";
    out.args = where;
  } else {
    out.who = sides < 8 ? by_nobody : dice.below(players_.size());
    out.action = "place_pixel";
    out.args = where;
    out.args["colour"] = dice.below(palette.size() + (dice.below(20) == 0));
    if (out.who == by_nobody)
      out.refused_with = "unauthorized";
  }
  return out;
}

void place_program::place(const json& pixel) {
  ++placements_;
  auto& [below, base] = at(pixel);
  below.push_back({pixel.at("player"), pixel.at("colour"), pixel.at("at")});
  ++count_[below.back().player];
  if (below.size() <= depth_max)
    return;
  auto forgotten = std::ranges::adjacent_find(below, {}, &placed::player);
  if (forgotten == below.end()) {
    forgotten = below.begin();
    base = forgotten->colour;
  }
  below.erase(forgotten);
}

void place_program::undo(const json& args, const json& result) {
  const auto player = args.at("player").get<std::uint32_t>();
  const auto since = args.contains("since") ? args.at("since").get<std::string>() : "";
  std::int64_t undone = 0;
  std::int64_t repainted = 0;
  for (auto& each : canvas_) {
    const auto is_undone = [&](const placed& one) {
      return one.player == player && one.at >= since;
    };
    const bool on_top = !each.below.empty() && each.below.back().player == player;
    const auto here = static_cast<std::int64_t>(std::erase_if(each.below, is_undone));
    undone += here;
    repainted += here > 0 && on_top;
  }
  count_[player] -= undone;
  CHECK(result.at("undone") == undone);
  CHECK(result.at("repainted") == repainted);
}

void place_program::answered(const game_order& what, const json& answer) {
  if (!answer.contains("result"))
    return;
  const auto& result = answer.at("result");
  if (what.action == "place_pixel") {
    place(result.at("pixel"));
  } else if (what.action == "undo_player") {
    undo(what.args, result);
  } else if (what.action == "pixel_info") {
    const auto& here = at(what.args).below;
    CHECK(result.at("pixel").at("player") == (here.empty() ? json() : json(here.back().player)));
  } else {
    for (const auto& each : result.at("players"))
      CHECK(each.at("placed") == count_[each.at("player").get<std::uint32_t>()]);
  }
}

image place_program::picture() const {
  image out{width, height};
  for (std::size_t i = 0; i < canvas_.size(); ++i) {
    const auto& [below, base] = canvas_[i];
    const auto colour = below.empty() ? base : std::optional{below.back().colour};
    out.pixels[i] = colour ? palette.at(*colour) : rgba{255, 255, 255, 255};
  }
  return out;
}

void place_program::check(const json& game, const memory_store&) {
  std::int64_t placed = 0;
  for (const auto& [player, count] : count_)
    placed += count;
  CHECK(game.at("placed") == placed);
  CHECK(game.at("seen") == std::ranges::count_if(canvas_, [](const auto& each) { return !each.below.empty(); }));
}

} // namespace atelier::simulation
