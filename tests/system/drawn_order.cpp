#include "tests/system/drawn_order.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace atelier::test {

namespace {

void check_life(const life& who, const std::map<seq_t, ordered_place>& order) {
  const auto refused = [](const auto& each) {
    return !each.second.refused_as.empty();
  };
  auto due = std::find_if_not(who.ops.begin(), who.ops.end(), refused);
  for (const auto& [seq, each] : order) {
    if (each.author != who.author)
      continue;
    CAPTURE(seq);
    REQUIRE(due != who.ops.end());
    REQUIRE(each.client_seq == due->first);
    REQUIRE(each.encoded == due->second.encoded);
    due = std::find_if_not(std::next(due), who.ops.end(), refused);
  }
  REQUIRE((who.has_ended || due == who.ops.end()));
}

} // namespace

void check_drawn_once(const std::vector<life>& authors, const std::map<seq_t, ordered_place>& order) {
  REQUIRE((order.empty() || (order.begin()->first == 1 && order.rbegin()->first == order.size())));
  for (const auto& each : authors)
    check_life(each, order);
}

} // namespace atelier::test
