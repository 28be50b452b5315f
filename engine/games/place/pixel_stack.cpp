#include "engine/games/place/pixel_stack.hpp"

#include "engine/games/moments.hpp"
#include "engine/games/place/place_config.hpp"

#include <algorithm>

namespace atelier {

namespace {

bool is_of(const placement& what, player_id player, std::optional<wall_time> since) {
  return what.player == player && (!since || what.at >= *since);
}

} // namespace

void pixel_stack::add(placement what) {
  placed_.push_back(what);
  if (placed_.size() > place_depth_max)
    forget_one();
}

void pixel_stack::forget_one() {
  auto which = std::ranges::adjacent_find(placed_, {}, &placement::player);
  if (which == placed_.end()) {
    which = placed_.begin();
    base_ = which->colour;
  }
  placed_.erase(which);
}

std::size_t pixel_stack::undo(player_id player, std::optional<wall_time> since) {
  return std::erase_if(placed_, [&](const placement& each) { return is_of(each, player, since); });
}

bool pixel_stack::has(player_id player, std::optional<wall_time> since) const noexcept {
  return std::ranges::any_of(placed_, [&](const placement& each) { return is_of(each, player, since); });
}

json pixel_stack::stored() const {
  if (placed_.empty() && !base_)
    return nullptr;
  auto placed = json::array();
  for (const auto& each : placed_)
    placed.push_back({each.colour, each.player.value, stored_moment(each.at)});
  return {{"base", base_ ? json(*base_) : json()}, {"placed", std::move(placed)}};
}

pixel_stack pixel_stack::restored(const json& from) {
  pixel_stack out;
  if (const auto& base = from.at("base"); !base.is_null())
    out.base_ = base.get<std::uint8_t>();
  for (const auto& each : from.at("placed"))
    out.placed_.push_back({{each.at(1).get<player_id::rep>()},
                           each.at(0).get<std::uint8_t>(),
                           restored_moment(each.at(2)).value_or(wall_time{})});
  return out;
}

} // namespace atelier
