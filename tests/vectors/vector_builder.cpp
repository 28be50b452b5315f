#include "tests/vectors/vector_builder.hpp"

namespace atelier {

namespace {

std::uint16_t u16(int value) {
  return static_cast<std::uint16_t>(value);
}

std::uint8_t u8(int value) {
  return static_cast<std::uint8_t>(value);
}

std::string field(const char* name, int value) {
  return std::string{" "} + name + "=" + std::to_string(value);
}

std::string text(point p) {
  return " (" + std::to_string(p.x) + ", " + std::to_string(p.y) + ")";
}

std::string text(rgba colour) {
  return " #" + to_hex(std::as_bytes(std::span{&colour, 1}));
}

} // namespace

vector_builder::vector_builder(std::string name, std::string about, std::uint16_t width, std::uint16_t height)
    : made_{std::move(name), std::move(about), width, height, {}}, picture_{width, height} {}

vector_builder& vector_builder::pixel(int x, int y, rgba colour) {
  return add("pixel" + field("x", x) + field("y", y) + text(colour), pixel_op{u16(x), u16(y), colour});
}

vector_builder& vector_builder::rect(int x, int y, int w, int h, rgba colour) {
  return add("rect" + field("x", x) + field("y", y) + field("w", w) + field("h", h) + text(colour),
             rect_op{u16(x), u16(y), u16(w), u16(h), colour});
}

vector_builder& vector_builder::line(point from, point to, int width, rgba colour) {
  return add("line" + text(from) + " to" + text(to) + field("width", width) + text(colour),
             line_op{from, to, u8(width), colour});
}

vector_builder& vector_builder::ellipse(point centre, int rx, int ry, rgba colour) {
  return add("ellipse" + text(centre) + field("rx", rx) + field("ry", ry) + text(colour),
             ellipse_op{centre, u16(rx), u16(ry), colour});
}

vector_builder& vector_builder::stroke(std::initializer_list<point> points, int width, rgba colour) {
  std::string name = "stroke";
  bytes raw;
  for (const auto p : points) {
    name += text(p);
    store_le(raw, p.x);
    store_le(raw, p.y);
  }
  return add(name + field("width", width) + text(colour), stroke_op{u8(width), colour, raw});
}

vector_builder& vector_builder::fill(int x, int y, rgba colour) {
  return add("fill" + field("x", x) + field("y", y) + text(colour), fill_op{u16(x), u16(y), colour});
}

vector_builder& vector_builder::patch(int x, int y, int w, int h, byte_view png, const std::string& about) {
  return add("patch" + field("x", x) + field("y", y) + field("w", w) + field("h", h) + " " + about,
             patch_op{u16(x), u16(y), u16(w), u16(h), png});
}

test_vector vector_builder::take() {
  return std::move(made_);
}

vector_builder& vector_builder::add(const std::string& name, const op& what) {
  vector_op written{name, {}, {}};
  encode(what, written.encoded);
  written.refused = draw_vector_op(picture_, written.encoded);
  made_.ops.push_back(std::move(written));
  return *this;
}

} // namespace atelier
