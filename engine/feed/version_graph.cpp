#include "engine/feed/version_graph.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <numeric>
#include <utility>

namespace atelier {

namespace {

using place = version_graph::place;

constexpr std::size_t words = 8;
/// So many ancestors are counted in one go.
constexpr std::size_t block = 64 * words;

struct ancestor_set {
  std::array<std::uint64_t, words> bits{};

  void add(std::size_t which) noexcept {
    bits[which / 64] |= std::uint64_t{1} << which % 64;
  }
  void add(const ancestor_set& more) noexcept {
    for (std::size_t i = 0; i < words; ++i)
      bits[i] |= more.bits[i];
  }
  [[nodiscard]] place size() const noexcept {
    place out = 0;
    for (const auto word : bits)
      out += static_cast<place>(std::popcount(word));
    return out;
  }
};

std::vector<place> places_in(const std::vector<place>& list) {
  std::vector<place> out(list.size());
  for (std::size_t i = 0; i < list.size(); ++i)
    out[list[i]] = static_cast<place>(i);
  return out;
}

} // namespace

version_graph::version_graph(std::vector<std::vector<place>> parents) : parents_{std::move(parents)} {
  find_children();
  sorted_ = sorted_parents_first();
  if (sorted_.size() < parents_.size()) {
    cut_cycles(sorted_);
    find_children();
    sorted_ = sorted_parents_first();
  }
  position_ = places_in(sorted_);
  for (place each = 0; each < parents_.size(); ++each)
    if (children_[each].empty())
      heads_.push_back(each);
}

void version_graph::find_children() {
  children_.assign(parents_.size(), {});
  for (place each = 0; each < parents_.size(); ++each)
    for (const auto parent : parents_[each])
      children_[parent].push_back(each);
}

std::vector<place> version_graph::sorted_parents_first() const {
  std::vector<std::size_t> waits_for(parents_.size());
  std::vector<place> out;
  out.reserve(parents_.size());
  for (place each = 0; each < parents_.size(); ++each) {
    waits_for[each] = parents_[each].size();
    if (parents_[each].empty())
      out.push_back(each);
  }
  for (std::size_t i = 0; i < out.size(); ++i)
    for (const auto child : children_[out[i]])
      if (--waits_for[child] == 0)
        out.push_back(child);
  return out;
}

void version_graph::cut_cycles(const std::vector<place>& sorted) {
  // What could not be sorted is on a cycle or behind one; what is behind the last one goes first.
  std::vector<bool> stuck(parents_.size(), true);
  for (const auto each : sorted)
    stuck[each] = false;
  std::vector<std::size_t> children_left(parents_.size());
  std::vector<place> free;
  for (place each = 0; each < parents_.size(); ++each) {
    children_left[each] = children_[each].size();
    if (stuck[each] && children_[each].empty())
      free.push_back(each);
  }
  while (!free.empty()) {
    const auto each = free.back();
    free.pop_back();
    stuck[each] = false;
    for (const auto parent : parents_[each])
      if (--children_left[parent] == 0 && stuck[parent])
        free.push_back(parent);
  }
  for (place each = 0; each < parents_.size(); ++each)
    if (stuck[each])
      std::erase_if(parents_[each], [&](place parent) { return bool{stuck[parent]}; });
}

/// By position: all before are ancestors, and all behind are descendants.
std::vector<bool> version_graph::find_narrows() const {
  const auto count = sorted_.size();
  std::vector<bool> out(count);
  std::vector<std::uint8_t> met(count);
  // Where only one version of a beginning has no child in it, all others are its ancestors.
  std::size_t ends = 0;
  for (std::size_t i = 0; i < count; ++i) {
    for (const auto parent : parents_[sorted_[i]])
      if (!std::exchange(met[parent], std::uint8_t{1}))
        --ends;
    out[i] = ++ends == 1;
  }
  met.assign(count, 0);
  std::size_t starts = 0;
  for (auto i = count; i-- > 0;) {
    for (const auto child : children_[sorted_[i]])
      if (!std::exchange(met[child], std::uint8_t{1}))
        --starts;
    out[i] = ++starts == 1 && out[i];
  }
  return out;
}

bool version_graph::rank(step_budget& steps) {
  const auto count = sorted_.size();
  const auto narrows = find_narrows();
  ancestors_.assign(count, 0);
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= count; ++i) {
    if (i < count && !narrows[i])
      continue;
    if (!count_ancestors(begin, i, steps))
      return false;
    if (i < count)
      ancestors_[sorted_[i]] = static_cast<place>(i);
    begin = i + 1;
    common_count_ = i < count ? begin : common_count_;
  }
  ranked_.resize(count);
  std::iota(ranked_.begin(), ranked_.end(), place{});
  std::ranges::sort(ranked_, {}, [this](place each) { return std::pair{ancestors_[each], each}; });
  rank_ = places_in(ranked_);
  seen_by_.assign(count, 0);
  return true;
}

bool version_graph::has_merges(std::size_t begin, std::size_t end) const {
  return std::any_of(sorted_.begin() + static_cast<std::ptrdiff_t>(begin),
                     sorted_.begin() + static_cast<std::ptrdiff_t>(end),
                     [this](place each) { return parents_[each].size() > 1; });
}

/// Of the versions at these positions, all of which descend from what is before them.
bool version_graph::count_ancestors(std::size_t begin, std::size_t end, step_budget& steps) {
  for (auto i = begin; i < end; ++i)
    ancestors_[sorted_[i]] = static_cast<place>(begin);
  if (!has_merges(begin, end)) {
    for (auto i = begin; i < end; ++i)
      for (const auto parent : parents_[sorted_[i]])
        if (position_[parent] >= begin)
          ancestors_[sorted_[i]] = ancestors_[parent] + 1;
    return true;
  }
  std::vector<ancestor_set> sets;
  for (auto from = begin; from < end; from += block) {
    sets.assign(end - from, {});
    for (auto i = from; i < end; ++i) {
      auto& set = sets[i - from];
      const auto& parents = parents_[sorted_[i]];
      if (!steps.take(1 + parents.size()))
        return false;
      for (const auto parent : parents) {
        if (position_[parent] < from)
          continue;
        const auto at = position_[parent] - from;
        set.add(sets[at]);
        if (at < block)
          set.add(at);
      }
      ancestors_[sorted_[i]] += set.size();
    }
  }
  return true;
}

std::vector<place> version_graph::common() const {
  return {ranked_.begin(), ranked_.begin() + static_cast<std::ptrdiff_t>(common_count_)};
}

std::optional<std::vector<place>> version_graph::own_of(place head, step_budget& steps) {
  std::vector<place> out;
  ++looks_;
  const auto add = [&](place each) {
    if (rank_[each] >= common_count_ && std::exchange(seen_by_[each], looks_) != looks_)
      out.push_back(each);
  };
  add(head);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto& parents = parents_[out[i]];
    if (!steps.take(1 + parents.size()))
      return std::nullopt;
    for (const auto parent : parents)
      add(parent);
  }
  std::ranges::sort(out, {}, [this](place each) { return rank_[each]; });
  return out;
}

} // namespace atelier
