#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace atelier {

/// Computes how far texts are from each other, keeping its memory from one to the next. The distance is
/// Damerau–Levenshtein's in the variant called optimal string alignment: insertions, deletions, substitutions, and
/// swaps of neighbours that are not edited again (L. Boytsov, "Indexing methods for approximate dictionary searching",
/// 2011, section 2.1).
class edit_distances {
public:
  using text = std::span<const std::int32_t>;

  /// The distance, where it is at most `most`; otherwise anything above that.
  [[nodiscard]] std::size_t operator()(text a, text b, std::size_t most);

  /// What it took so far: cells that were filled in tables, about three nanoseconds each.
  [[nodiscard]] std::size_t cells() const noexcept {
    return cells_;
  }

private:
  std::size_t fill_row(text a, text b, std::size_t i, std::size_t most);

  /// The rows of the table before the last one, the last one, and the one that is being filled.
  std::vector<std::size_t> before_, last_, row_;
  std::size_t cells_ = 0;
};

} // namespace atelier
