#include "tests/protocol/samples.hpp"

#include "protocol/blocks.hpp"

namespace atelier::samples {

namespace {

unsigned digit_of(char c) {
  return static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

} // namespace

bytes from_hex(std::string_view digits) {
  bytes out;
  std::optional<unsigned> high;
  for (const char c : digits) {
    if (c == ' ')
      continue;
    if (!high) {
      high = digit_of(c);
      continue;
    }
    out.push_back(static_cast<std::byte>(*high << 4 | digit_of(c)));
    high.reset();
  }
  return out;
}

std::uint64_t between(random& from, std::uint64_t low, std::uint64_t high) {
  return low + from() % (high - low + 1);
}

bytes random_bytes(random& from, std::size_t count) {
  bytes out(count);
  for (auto& it : out)
    it = static_cast<std::byte>(from());
  return out;
}

void append_random_op(bytes& to, random& from) {
  const auto u16 = [&] {
    return static_cast<std::uint16_t>(from());
  };
  const auto u8 = [&] {
    return static_cast<std::uint8_t>(from());
  };
  const auto any_point = [&] {
    return point{static_cast<std::int16_t>(from()), static_cast<std::int16_t>(from())};
  };
  const rgba colour{u8(), u8(), u8(), u8()};
  switch (static_cast<op_code>(between(from, 1, 7))) {
  case op_code::pixel:
    return encode(pixel_op{u16(), u16(), colour}, to);
  case op_code::rect:
    return encode(rect_op{u16(), u16(), u16(), u16(), colour}, to);
  case op_code::line:
    return encode(line_op{any_point(), any_point(), u8(), colour}, to);
  case op_code::ellipse:
    return encode(ellipse_op{any_point(), u16(), u16(), colour}, to);
  case op_code::stroke: {
    const auto points = random_bytes(from, 4 * between(from, 0, 20));
    return encode(stroke_op{u8(), colour, points}, to);
  }
  case op_code::fill:
    return encode(fill_op{u16(), u16(), colour}, to);
  case op_code::patch: {
    const auto png = random_bytes(from, between(from, 0, 40));
    return encode(patch_op{u16(), u16(), u16(), u16(), png}, to);
  }
  }
}

random_runs make_random_runs(random& from, std::size_t run_count) {
  random_runs made;
  for (std::size_t i = 0; i < run_count; ++i) {
    const auto author = static_cast<std::uint32_t>(between(from, 0, 5));
    const auto first = static_cast<std::uint32_t>(between(from, 1, 1'000'000));
    const auto count = static_cast<std::uint16_t>(between(from, 1, 12));
    append_run_header(made.encoded, author_id{author}, first, count);
    for (std::uint32_t j = 0; j < count; ++j) {
      bytes op;
      append_random_op(op, from);
      append(made.encoded, op);
      made.ops.push_back({author, first + j, std::move(op)});
    }
  }
  return made;
}

} // namespace atelier::samples
