#include "storage/attachments/idle_partials.hpp"

#include <algorithm>

namespace atelier {

void idle_partials::add(idle_partial what) {
  next_number_ = std::max(next_number_, what.name.number + 1);
  all_.push_back(std::move(what));
}

partial_name idle_partials::new_name(const std::string& hash) {
  return {hash, next_number_++};
}

std::optional<idle_partial> idle_partials::take(const std::string& hash, std::uint64_t bytes_max) {
  auto longest = all_.end();
  for (auto at = all_.begin(); at != all_.end(); ++at)
    if (at->name.hash == hash && at->bytes <= bytes_max && (longest == all_.end() || at->bytes > longest->bytes))
      longest = at;
  return longest == all_.end() ? std::nullopt : std::optional{take(longest)};
}

std::vector<idle_partial> idle_partials::take_overdue(wall_time now) {
  std::vector<idle_partial> overdue;
  while (!all_.empty()) {
    const auto first = oldest();
    if (all_.size() <= count_max_ && now - first->changed_at <= kept_)
      break;
    overdue.push_back(take(first));
  }
  return overdue;
}

std::optional<idle_partial> idle_partials::take_oldest() {
  return all_.empty() ? std::nullopt : std::optional{take(oldest())};
}

idle_partial idle_partials::take(place which) {
  auto taken = std::move(*which);
  all_.erase(which);
  return taken;
}

idle_partials::place idle_partials::oldest() {
  return std::ranges::min_element(all_, {}, &idle_partial::changed_at);
}

} // namespace atelier
