#include "tests/engine/pictures/reference_rasterizer.hpp"

#include <cmath>
#include <cstdlib>
#include <queue>

namespace atelier {

namespace {

struct vec {
  std::int64_t x = 0, y = 0;
  friend vec operator-(vec a, vec b) {
    return {a.x - b.x, a.y - b.y};
  }
};

vec as_vec(point p) {
  return {p.x, p.y};
}

std::int64_t dot(vec a, vec b) {
  return a.x * b.x + a.y * b.y;
}

std::int64_t cross(vec a, vec b) {
  return a.x * b.y - a.y * b.x;
}

std::int64_t floor_of_root(std::int64_t n) {
  auto root = static_cast<std::int64_t>(std::sqrt(static_cast<long double>(n)));
  while (root * root > n)
    --root;
  while ((root + 1) * (root + 1) <= n)
    ++root;
  return root;
}

bool line_covers(vec a, vec b, std::int64_t w, vec p) {
  const auto d = b - a, v = p - a;
  if (dot(v, d) <= 0)
    return 4 * dot(v, v) <= w * w;
  if (dot(v, d) >= dot(d, d))
    return 4 * dot(p - b, p - b) <= w * w;
  return std::abs(2 * cross(v, d)) <= floor_of_root(w * w * dot(d, d));
}

bool covers(const pixel_op& o, vec p) {
  return p.x == o.x && p.y == o.y;
}

bool covers(const rect_op& o, vec p) {
  return o.x <= p.x && p.x < o.x + o.w && o.y <= p.y && p.y < o.y + o.h;
}

bool covers(const line_op& o, vec p) {
  return line_covers(as_vec(o.from), as_vec(o.to), o.width, p);
}

bool covers(const ellipse_op& o, vec p) {
  const auto d = p - as_vec(o.centre);
  const std::int64_t rx = o.rx, ry = o.ry;
  return std::abs(d.x) <= rx && std::abs(d.y) <= ry && d.x * d.x * ry * ry + d.y * d.y * rx * rx <= rx * rx * ry * ry;
}

bool covers(const stroke_op& o, vec p) {
  if (o.size() == 1)
    return line_covers(as_vec(o[0]), as_vec(o[0]), o.width, p);
  for (std::size_t i = 0; i + 1 < o.size(); ++i)
    if (line_covers(as_vec(o[i]), as_vec(o[i + 1]), o.width, p))
      return true;
  return false;
}

template <class Shape>
std::uint64_t draw_shape(image& on, const Shape& what) {
  std::uint64_t covered = 0;
  for (unsigned y = 0; y < on.height; ++y)
    for (unsigned x = 0; x < on.width; ++x)
      if (covers(what, {x, y})) {
        on.at(x, y) = blend_by_definition(what.colour, on.at(x, y));
        ++covered;
      }
  return covered;
}

std::uint64_t draw_fill(image& on, const fill_op& what) {
  if (what.x >= on.width || what.y >= on.height)
    return 0;
  const auto old = on.at(what.x, what.y);
  std::vector<bool> found(on.pixels.size());
  std::queue<vec> next;
  const auto look_at = [&](vec p) {
    if (p.x < 0 || p.y < 0 || p.x >= on.width || p.y >= on.height)
      return;
    const auto index = static_cast<std::size_t>(p.y * on.width + p.x);
    if (found[index] || on.pixels[index] != old)
      return;
    found[index] = true;
    next.push(p);
  };
  look_at({what.x, what.y});
  std::uint64_t covered = 0;
  for (; !next.empty(); next.pop(), ++covered) {
    const auto p = next.front();
    look_at({p.x - 1, p.y});
    look_at({p.x + 1, p.y});
    look_at({p.x, p.y - 1});
    look_at({p.x, p.y + 1});
  }
  for (std::size_t i = 0; i < found.size(); ++i)
    if (found[i])
      on.pixels[i] = blend_by_definition(what.colour, old);
  return covered;
}

std::uint64_t draw_patch(image& on, const patch_op& what, const image& patch) {
  std::uint64_t covered = 0;
  for (unsigned y = 0; y < patch.height; ++y)
    for (unsigned x = 0; x < patch.width; ++x)
      if (what.x + x < on.width && what.y + y < on.height) {
        auto& pixel = on.at(what.x + x, what.y + y);
        pixel = blend_by_definition(patch.at(x, y), pixel);
        ++covered;
      }
  return covered;
}

} // namespace

rgba blend_by_definition(rgba source, rgba below) {
  const auto channel = [a = source.a](int src, int dst) {
    return static_cast<std::uint8_t>((src * a + dst * (255 - a) + 127) / 255);
  };
  return {channel(source.r, below.r), channel(source.g, below.g), channel(source.b, below.b), 255};
}

std::uint64_t draw_by_definition(image& on, const op& what, const image* patch) {
  if (const auto* fill = std::get_if<fill_op>(&what))
    return draw_fill(on, *fill);
  if (const auto* laid = std::get_if<patch_op>(&what))
    return draw_patch(on, *laid, *patch);
  return std::visit(
      [&](const auto& shape) -> std::uint64_t {
        if constexpr (requires { covers(shape, vec{}); })
          return draw_shape(on, shape);
        else
          return 0;
      },
      what);
}

} // namespace atelier
