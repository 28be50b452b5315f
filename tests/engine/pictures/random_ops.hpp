#pragma once

#include "protocol/image.hpp"
#include "protocol/ops.hpp"

#include <random>

namespace atelier {

/// Ops and pictures by chance, the same for the same seed on every machine. Favours the edges of what ops may be:
/// coordinates in, near, outside and at the limits of their type; widths, radii and alphas at theirs.
class random_ops {
public:
  explicit random_ops(std::uint64_t seed) : engine_{seed} {}

  /// An op and what it refers to; movable, as the bytes stay where they are.
  struct drawn {
    op value;
    /// A stroke's points.
    bytes points;
    /// A patch's image.
    shared_image patch;
  };

  /// An op that `check` finds nothing wrong with, for a picture of this size.
  [[nodiscard]] drawn next(unsigned width, unsigned height);

  /// A picture of a few colours in blotches, so that fills have areas to find.
  [[nodiscard]] image picture(std::uint16_t width, std::uint16_t height);

  /// A number from `low` to `high`, both included.
  [[nodiscard]] int between(int low, int high);

private:
  [[nodiscard]] bool one_in(int n) {
    return between(1, n) == 1;
  }
  [[nodiscard]] std::uint16_t unsigned_coordinate(unsigned side);
  [[nodiscard]] std::int16_t signed_coordinate(unsigned side);
  [[nodiscard]] point any_point(unsigned width, unsigned height);
  [[nodiscard]] std::uint16_t extent(unsigned side, int max);
  [[nodiscard]] std::uint8_t width();
  [[nodiscard]] rgba colour();
  [[nodiscard]] drawn stroke(unsigned width, unsigned height);
  [[nodiscard]] drawn patch(unsigned width, unsigned height);

  std::mt19937_64 engine_;
};

} // namespace atelier
