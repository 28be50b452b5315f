#pragma once

#include "engine/feed/step_budget.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace atelier {

/// Which versions of an entry were made from which. A version is named by its place in a list that is ascending by
/// `version_uuid`. Time and memory grow with versions and what they modify; where many edits were merged crosswise,
/// time grows with the square of their number / 512, which the budget bounds.
class version_graph {
public:
  using place = std::uint32_t;

  /// `parents[i]`: the versions that version i modifies, each once. Between versions that are their own ancestors, or
  /// lie between such, what they modify of each other does not count; only a broken server sends that.
  explicit version_graph(std::vector<std::vector<place>> parents);

  /// Versions that no other modifies, ascending; at least one where there is any version.
  [[nodiscard]] const std::vector<place>& heads() const noexcept {
    return heads_;
  }

  /// Finds out in which order versions are applied, (number of ancestors, place), which puts parents first. False where
  /// the budget is used up. Comes before what follows.
  [[nodiscard]] bool rank(step_budget& steps);

  /// Versions that all heads have in common and that come before all others, in their order.
  [[nodiscard]] std::vector<place> common() const;
  /// What makes a head besides those, itself included, in its order. Nothing where the budget is used up.
  [[nodiscard]] std::optional<std::vector<place>> own_of(place head, step_budget& steps);

private:
  [[nodiscard]] std::vector<place> sorted_parents_first() const;
  void cut_cycles(const std::vector<place>& sorted);
  void find_children();
  [[nodiscard]] std::vector<bool> find_narrows() const;
  [[nodiscard]] bool count_ancestors(std::size_t begin, std::size_t end, step_budget& steps);
  [[nodiscard]] bool has_merges(std::size_t begin, std::size_t end) const;

  std::vector<std::vector<place>> parents_;
  std::vector<std::vector<place>> children_;
  std::vector<place> heads_;
  /// Parents first, otherwise in no order that means anything; and where each version stands there.
  std::vector<place> sorted_;
  std::vector<place> position_;
  /// Number of ancestors.
  std::vector<place> ancestors_;
  /// By (number of ancestors, place), and where each version stands there.
  std::vector<place> ranked_;
  std::vector<place> rank_;
  std::size_t common_count_ = 0;
  /// Which look back saw a version last, and how many there were.
  std::vector<std::uint32_t> seen_by_;
  std::uint32_t looks_ = 0;
};

} // namespace atelier
