#include "protocol/ops.hpp"

#include "protocol/limits.hpp"
#include "protocol/overloaded.hpp"
#include "protocol/packed.hpp"
#include "protocol/png.hpp"

namespace atelier {

namespace {

constexpr std::size_t stroke_fixed_bytes = op_fixed_bytes[static_cast<std::size_t>(op_code::stroke)];
constexpr std::size_t patch_fixed_bytes = op_fixed_bytes[static_cast<std::size_t>(op_code::patch)];

rgba load_colour(byte_view from, std::size_t at) noexcept {
  return {load_le<std::uint8_t>(from, at), load_le<std::uint8_t>(from, at + 1), load_le<std::uint8_t>(from, at + 2),
          load_le<std::uint8_t>(from, at + 3)};
}

point load_point(byte_view from, std::size_t at) noexcept {
  return {load_le<std::int16_t>(from, at), load_le<std::int16_t>(from, at + 2)};
}

std::string why_unsound(byte_view from) {
  if (from.empty())
    return "an op is missing where one must begin";
  const auto code = std::to_integer<std::size_t>(from[0]);
  if (code == 0 || code >= op_fixed_bytes.size())
    return "an op has code " + std::to_string(code) + "; known are 1 to " + std::to_string(op_fixed_bytes.size() - 1);
  auto needed = std::to_string(op_fixed_bytes[code]);
  if (code == static_cast<std::size_t>(op_code::stroke) && from.size() >= stroke_fixed_bytes)
    needed = std::to_string(stroke_fixed_bytes + std::size_t{4} * load_le<std::uint16_t>(from, 6));
  else if (code == static_cast<std::size_t>(op_code::patch) && from.size() >= patch_fixed_bytes)
    needed = std::to_string(patch_fixed_bytes + std::size_t{load_le<std::uint32_t>(from, 9)});
  return "an op of code " + std::to_string(code) + " is cut off after " + std::to_string(from.size())
         + " bytes; it needs " + needed;
}

/// A number that must be at least 1, and at most `max` where there is a maximum.
struct bounded {
  const char* what;
  std::size_t value;
  std::size_t max = 0;
};

std::optional<error> check_all(std::initializer_list<bounded> numbers) {
  for (const auto& it : numbers) {
    if (it.value == 0 || (it.max > 0 && it.value > it.max))
      return error{errc::bad_data, std::string{it.what} + " is " + std::to_string(it.value) + "; it must be "
                                       + (it.max > 0 ? "1 to " + std::to_string(it.max) : "at least 1")};
  }
  return std::nullopt;
}

} // namespace

result<std::size_t> op_size(byte_view from) {
  if (const auto size = sound_op_size(from); size > 0)
    return size;
  return failure(errc::malformed, why_unsound(from));
}

result<decoded_op> decode_op(byte_view from) {
  const auto size = sound_op_size(from);
  if (size == 0)
    return failure(errc::malformed, why_unsound(from));
  const auto u16 = [&](std::size_t at) {
    return load_le<std::uint16_t>(from, at);
  };
  const auto u8 = [&](std::size_t at) {
    return load_le<std::uint8_t>(from, at);
  };
  switch (static_cast<op_code>(from[0])) {
  case op_code::pixel:
    return decoded_op{pixel_op{u16(1), u16(3), load_colour(from, 5)}, size};
  case op_code::rect:
    return decoded_op{rect_op{u16(1), u16(3), u16(5), u16(7), load_colour(from, 9)}, size};
  case op_code::line:
    return decoded_op{line_op{load_point(from, 1), load_point(from, 5), u8(9), load_colour(from, 10)}, size};
  case op_code::ellipse:
    return decoded_op{ellipse_op{load_point(from, 1), u16(5), u16(7), load_colour(from, 9)}, size};
  case op_code::stroke:
    return decoded_op{
        stroke_op{u8(1), load_colour(from, 2), from.subspan(stroke_fixed_bytes, size - stroke_fixed_bytes)}, size};
  case op_code::fill:
    return decoded_op{fill_op{u16(1), u16(3), load_colour(from, 5)}, size};
  case op_code::patch:
    return decoded_op{
        patch_op{u16(1), u16(3), u16(5), u16(7), from.subspan(patch_fixed_bytes, size - patch_fixed_bytes)}, size};
  }
  return failure(errc::malformed, why_unsound(from));
}

std::optional<error> check(const op& value) {
  constexpr std::size_t radius_max = limits::ellipse_radius_max;
  constexpr std::size_t side_max = limits::patch_side_max;
  return std::visit(
      overloaded{
          [](const pixel_op&) -> std::optional<error> { return std::nullopt; },
          [](const fill_op&) -> std::optional<error> { return std::nullopt; },
          [](const rect_op& it) {
            return check_all({{"a rect's w", it.w}, {"a rect's h", it.h}});
          },
          [](const line_op& it) {
            return check_all({{"a line's width", it.width}});
          },
          [](const ellipse_op& it) {
            return check_all({{"an ellipse's rx", it.rx, radius_max}, {"an ellipse's ry", it.ry, radius_max}});
          },
          [](const stroke_op& it) {
            return check_all(
                {{"a stroke's width", it.width},
                 {"a stroke's n", it.size()},
                 {"a stroke's size in bytes", stroke_fixed_bytes + it.raw_points.size(), limits::op_bytes_max}});
          },
          [](const patch_op& it) {
            return check_all({{"a patch's w", it.w, side_max},
                              {"a patch's h", it.h, side_max},
                              {"a patch's size in bytes", patch_fixed_bytes + it.png.size(), limits::op_bytes_max}});
          },
      },
      value);
}

result<image> decode_patch(const patch_op& value) {
  const auto header = read_png_header(value.png);
  if (!header)
    return tl::unexpected{header.error()};
  if (header->width != value.w || header->height != value.h)
    return failure(errc::bad_data, "a patch's PNG is " + std::to_string(header->width) + " × "
                                       + std::to_string(header->height) + "; its op says " + std::to_string(value.w)
                                       + " × " + std::to_string(value.h));
  return decode_png(value.png, limits::patch_side_max);
}

void encode(const op& value, bytes& to) {
  std::visit(overloaded{
                 [&](const pixel_op& it) {
                   packed<9>{}.put(std::uint8_t(op_code::pixel)).put(it.x).put(it.y).put(it.colour).append_to(to);
                 },
                 [&](const rect_op& it) {
                   packed<13>{}
                       .put(std::uint8_t(op_code::rect))
                       .put(it.x)
                       .put(it.y)
                       .put(it.w)
                       .put(it.h)
                       .put(it.colour)
                       .append_to(to);
                 },
                 [&](const line_op& it) {
                   packed<14>{}
                       .put(std::uint8_t(op_code::line))
                       .put(it.from.x)
                       .put(it.from.y)
                       .put(it.to.x)
                       .put(it.to.y)
                       .put(it.width)
                       .put(it.colour)
                       .append_to(to);
                 },
                 [&](const ellipse_op& it) {
                   packed<13>{}
                       .put(std::uint8_t(op_code::ellipse))
                       .put(it.centre.x)
                       .put(it.centre.y)
                       .put(it.rx)
                       .put(it.ry)
                       .put(it.colour)
                       .append_to(to);
                 },
                 [&](const stroke_op& it) {
                   const auto count = static_cast<std::uint16_t>(it.size());
                   packed<8>{}.put(std::uint8_t(op_code::stroke)).put(it.width).put(it.colour).put(count).append_to(to);
                   append(to, it.raw_points.first(std::size_t{4} * count));
                 },
                 [&](const fill_op& it) {
                   packed<9>{}.put(std::uint8_t(op_code::fill)).put(it.x).put(it.y).put(it.colour).append_to(to);
                 },
                 [&](const patch_op& it) {
                   packed<13>{}
                       .put(std::uint8_t(op_code::patch))
                       .put(it.x)
                       .put(it.y)
                       .put(it.w)
                       .put(it.h)
                       .put(static_cast<std::uint32_t>(it.png.size()))
                       .append_to(to);
                   append(to, it.png);
                 },
             },
             value);
}

} // namespace atelier
