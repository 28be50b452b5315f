#include "client/coverage.hpp"

#include <algorithm>
#include <cmath>

namespace atelier::client {

namespace {

/// The largest integer whose square is at most `value`, for values below 2^62.
std::int64_t integer_root(std::int64_t value) {
  auto root = static_cast<std::int64_t>(std::sqrt(static_cast<double>(value)));
  while (root * root > value)
    --root;
  while ((root + 1) * (root + 1) <= value)
    ++root;
  return root;
}

/// A line with round ends: which pixels it covers, and where in a row they may lie.
class thick_line {
public:
  thick_line(point from, point to, std::uint8_t width)
      : ax_{from.x},
        ay_{from.y},
        dx_{to.x - from.x},
        dy_{to.y - from.y},
        ww_{std::int64_t{width} * width},
        dd_{dx_ * dx_ + dy_ * dy_},
        reach_{integer_root(ww_ * dd_)},
        radius_{(width + 1) / 2} {}

  [[nodiscard]] bool covers(std::int64_t x, std::int64_t y) const {
    const auto vx = x - ax_, vy = y - ay_;
    const auto along = vx * dx_ + vy * dy_;
    if (along <= 0)
      return 4 * (vx * vx + vy * vy) <= ww_;
    if (along >= dd_) {
      const auto bx = vx - dx_, by = vy - dy_;
      return 4 * (bx * bx + by * by) <= ww_;
    }
    return std::abs(2 * (vx * dy_ - vy * dx_)) <= reach_;
  }

  [[nodiscard]] std::int64_t first_row() const {
    return std::min(ay_, ay_ + dy_) - radius_;
  }
  [[nodiscard]] std::int64_t last_row() const {
    return std::max(ay_, ay_ + dy_) + radius_;
  }

  /// The covered pixels of a row are neighbours, and all lie between these two.
  [[nodiscard]] std::pair<std::int64_t, std::int64_t> bounds_in_row(std::int64_t y) const {
    double first = 0, last = 1;
    if (dy_ != 0) {
      const auto at = [&](std::int64_t row) {
        return static_cast<double>(row - ay_) / static_cast<double>(dy_);
      };
      const auto [low, high] = std::minmax({at(y - radius_), at(y + radius_)});
      first = std::clamp(low, 0.0, 1.0);
      last = std::clamp(high, 0.0, 1.0);
    }
    const auto [left, right] = std::minmax({first * static_cast<double>(dx_), last * static_cast<double>(dx_)});
    return {ax_ + static_cast<std::int64_t>(std::floor(left)) - radius_ - 1,
            ax_ + static_cast<std::int64_t>(std::ceil(right)) + radius_ + 1};
  }

private:
  std::int64_t ax_, ay_, dx_, dy_, ww_, dd_, reach_, radius_;
};

} // namespace

void coverage::add_clipped(std::vector<span_of_row>& to, std::int64_t y, std::int64_t x0, std::int64_t x1) const {
  x0 = std::max<std::int64_t>(x0, 0);
  x1 = std::min<std::int64_t>(x1, width_ - 1);
  if (y >= 0 && y < height_ && x0 <= x1)
    to.push_back({static_cast<std::int32_t>(y), static_cast<std::int32_t>(x0), static_cast<std::int32_t>(x1)});
}

std::vector<span_of_row> coverage::of(const rect_op& op) const {
  std::vector<span_of_row> out;
  const auto end = std::min(op.y + op.h, height_);
  for (int y = op.y; y < end; ++y)
    add_clipped(out, y, op.x, op.x + op.w - 1);
  return out;
}

std::vector<span_of_row> coverage::of(const ellipse_op& op) const {
  std::vector<span_of_row> out;
  const std::int64_t rx = op.rx, ry = op.ry;
  const auto first = std::max<std::int64_t>(op.centre.y - ry, 0);
  const auto last = std::min<std::int64_t>(op.centre.y + ry, height_ - 1);
  for (auto y = first; y <= last; ++y) {
    const auto dy = y - op.centre.y;
    const auto dx = std::min(rx, integer_root(rx * rx * (ry * ry - dy * dy) / (ry * ry)));
    add_clipped(out, y, op.centre.x - dx, op.centre.x + dx);
  }
  return out;
}

std::vector<span_of_row> coverage::of_line(point from, point to, std::uint8_t width) const {
  std::vector<span_of_row> out;
  const thick_line line{from, to, width};
  const auto last_row = std::min<std::int64_t>(line.last_row(), height_ - 1);
  for (auto y = std::max<std::int64_t>(line.first_row(), 0); y <= last_row; ++y) {
    auto [x0, x1] = line.bounds_in_row(y);
    x0 = std::max<std::int64_t>(x0, 0);
    x1 = std::min<std::int64_t>(x1, width_ - 1);
    while (x0 <= x1 && !line.covers(x0, y))
      ++x0;
    while (x0 <= x1 && !line.covers(x1, y))
      --x1;
    add_clipped(out, y, x0, x1);
  }
  return out;
}

std::vector<span_of_row> coverage::of(const stroke_op& op) const {
  std::vector<span_of_row> all;
  if (op.size() == 1)
    all = of_line(op[0], op[0], op.width);
  for (std::size_t i = 1; i < op.size(); ++i) {
    const auto line = of_line(op[i - 1], op[i], op.width);
    all.insert(all.end(), line.begin(), line.end());
  }
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return std::tie(a.y, a.x0) < std::tie(b.y, b.x0); });
  std::vector<span_of_row> out;
  for (const auto& each : all) {
    if (!out.empty() && out.back().y == each.y && each.x0 <= out.back().x1 + 1)
      out.back().x1 = std::max(out.back().x1, each.x1);
    else
      out.push_back(each);
  }
  return out;
}

std::vector<span_of_row> coverage::of(const fill_op& op, const image& picture) const {
  std::vector<span_of_row> out;
  std::vector<bool> taken(picture.pixels.size());
  const auto wanted = picture.at(op.x, op.y);
  const auto free = [&](int x, int y) {
    return picture.at(x, y) == wanted && !taken[static_cast<std::size_t>(y) * picture.width + x];
  };
  std::vector<std::pair<int, int>> seeds{{op.x, op.y}};
  while (!seeds.empty()) {
    const auto [x, y] = seeds.back();
    seeds.pop_back();
    if (!free(x, y))
      continue;
    int x0 = x, x1 = x;
    while (x0 > 0 && free(x0 - 1, y))
      --x0;
    while (x1 + 1 < width_ && free(x1 + 1, y))
      ++x1;
    for (int i = x0; i <= x1; ++i)
      taken[static_cast<std::size_t>(y) * picture.width + i] = true;
    out.push_back({y, x0, x1});
    for (const int next : {y - 1, y + 1}) {
      if (next < 0 || next >= height_)
        continue;
      for (int i = x0; i <= x1; ++i)
        if (free(i, next) && (i == x0 || !free(i - 1, next)))
          seeds.emplace_back(i, next);
    }
  }
  return out;
}

} // namespace atelier::client
