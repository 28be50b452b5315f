#pragma once

#include "protocol/bytes.hpp"
#include "protocol/errors.hpp"
#include "protocol/image.hpp"

#include <array>
#include <optional>
#include <variant>

/// \file
/// The drawing ops and their bytes, little-endian (the contract, section 5):
///
///     op := u8 code, then
///       1 pixel    u16 x, y                      colour
///       2 rect     u16 x, y, w, h                colour   filled
///       3 line     i16 x0, y0, x1, y1  u8 width  colour
///       4 ellipse  i16 cx, cy  u16 rx, ry        colour   filled
///       5 stroke   u8 width  colour  u16 n   n × (i16 x, i16 y)
///       6 fill     u16 x, y                      colour
///       7 patch    u16 x, y, w, h  u32 bytes  PNG
///     colour := u8 r, g, b, a

namespace atelier {

enum class op_code : std::uint8_t { pixel = 1, rect, line, ellipse, stroke, fill, patch };

struct point {
  std::int16_t x = 0, y = 0;
  friend bool operator==(const point&, const point&) = default;
};

struct pixel_op {
  std::uint16_t x = 0, y = 0;
  rgba colour;
};

struct rect_op {
  std::uint16_t x = 0, y = 0, w = 0, h = 0;
  rgba colour;
};

struct line_op {
  point from, to;
  std::uint8_t width = 0;
  rgba colour;
};

struct ellipse_op {
  point centre;
  std::uint16_t rx = 0, ry = 0;
  rgba colour;
};

/// A polyline; its points lie in the encoded op, which must outlive this.
struct stroke_op {
  std::uint8_t width = 0;
  rgba colour;
  byte_view raw_points;

  [[nodiscard]] std::size_t size() const noexcept {
    return raw_points.size() / 4;
  }
  [[nodiscard]] point operator[](std::size_t i) const noexcept {
    return {load_le<std::int16_t>(raw_points, 4 * i), load_le<std::int16_t>(raw_points, 4 * i + 2)};
  }
};

struct fill_op {
  std::uint16_t x = 0, y = 0;
  rgba colour;
};

/// A small image laid on the picture; the PNG lies in the encoded op, which must outlive this.
struct patch_op {
  std::uint16_t x = 0, y = 0, w = 0, h = 0;
  byte_view png;
};

using op = std::variant<pixel_op, rect_op, line_op, ellipse_op, stroke_op, fill_op, patch_op>;

/// An op and how many bytes it took.
struct decoded_op {
  op value;
  std::size_t size = 0;
};

/// Bytes of an op before its points or its PNG, by code; 0 where no op has the code.
inline constexpr std::array<std::uint8_t, 8> op_fixed_bytes{0, 9, 13, 14, 13, 8, 9, 13};

/// Size in bytes of the op at the front; 0 where the code is unknown or the bytes end too early.
[[nodiscard]] inline std::size_t sound_op_size(byte_view from) noexcept {
  const auto code = from.empty() ? 0 : std::to_integer<std::size_t>(from[0]);
  std::size_t size = code < op_fixed_bytes.size() ? op_fixed_bytes[code] : 0;
  if (from.size() < size)
    return 0;
  if (code == static_cast<std::size_t>(op_code::stroke))
    size += std::size_t{4} * load_le<std::uint16_t>(from, 6);
  else if (code == static_cast<std::size_t>(op_code::patch))
    size += load_le<std::uint32_t>(from, 9);
  return from.size() < size ? 0 : size;
}

/// As `sound_op_size`, but fails with `malformed` and says why.
[[nodiscard]] result<std::size_t> op_size(byte_view from);

/// Decodes the op at the front by structure alone; fails as `op_size` does. Points and PNGs are not copied.
[[nodiscard]] result<decoded_op> decode_op(byte_view from);

/// What is wrong with an op whatever the picture: a width, size or number of points of 0, a radius outside
/// 1 … 8191, a patch larger than 256 × 256, an op of more than `limits::op_bytes_max` bytes: `bad_data`.
[[nodiscard]] std::optional<error> check(const op& value);

/// Decodes the PNG of a patch; `bad_data` where it is damaged or its size is not what the op says.
[[nodiscard]] result<image> decode_patch(const patch_op& value);

/// Appends an op that `check` finds nothing wrong with.
void encode(const op& value, bytes& to);

} // namespace atelier
