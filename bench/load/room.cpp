#include "bench/load/room.hpp"

#include <algorithm>

namespace atelier::bench {

namespace {

/// After so long without an op, what is missing is lost.
constexpr std::chrono::seconds silence_max{5};
constexpr std::chrono::seconds settling_max{60};

} // namespace

std::string_view name_of(op_order order) noexcept {
  switch (order) {
  case op_order::one:
    return "one";
  case op_order::diverged:
    return "diverged";
  case op_order::lost:
    break;
  }
  return "lost";
}

room::room(generator& with, const dialect_factory& make_dialect, std::size_t viewers, std::size_t drawers) {
  for (std::uint32_t i = 0; i < viewers; ++i)
    viewers_.push_back(std::make_unique<viewer>(with.loop, with.scratch, make_dialect(i)));
  for (std::size_t i = 0; i < drawers; ++i)
    drawers_.emplace_back(*viewers_[i]);
}

op_digest room::drawn() const noexcept {
  op_digest all;
  for (const auto& each : drawers_) {
    all.count += each.sent().count;
    all.sum += each.sent().sum;
  }
  return all;
}

bool room::settled() const noexcept {
  const auto count = drawn().count;
  return std::ranges::all_of(viewers_, [count](const auto& each) { return each->received().count >= count; });
}

op_order room::order() const noexcept {
  const auto expected = drawn();
  auto found = op_order::one;
  for (const auto& each : viewers_) {
    const auto& received = each->received();
    if (received.count != expected.count || received.sum != expected.sum)
      return op_order::lost;
    if (received.order != viewers_.front()->received().order)
      found = op_order::diverged;
  }
  return found;
}

std::uint64_t room::skips() const {
  std::uint64_t sum = 0;
  for (const auto& each : viewers_)
    sum += each->skips();
  return sum;
}

std::vector<viewer*> viewers_of(std::span<const std::unique_ptr<room>> rooms) {
  std::vector<viewer*> all;
  for (const auto& room : rooms)
    for (const auto& each : room->viewers())
      all.push_back(each.get());
  return all;
}

void settle(generator& with, std::span<const std::unique_ptr<room>> rooms) {
  const auto settled = [](const auto& each) {
    return each->settled();
  };
  const auto deadline = clock::now() + settling_max;
  while (!std::ranges::all_of(rooms, settled) && clock::now() < deadline)
    if (!with.loop.turn(clock::now() + silence_max))
      return;
}

op_order order_of(std::span<const std::unique_ptr<room>> rooms) noexcept {
  auto worst = op_order::one;
  for (const auto& each : rooms)
    worst = std::max(worst, each->order());
  return worst;
}

} // namespace atelier::bench
