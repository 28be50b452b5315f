#pragma once

#include "tests/vectors/test_vector.hpp"

#include <initializer_list>

namespace atelier {

/// Makes a vector op by op: encodes each, names it readably, and finds out by definition whether it is refused.
class vector_builder {
public:
  vector_builder(std::string name, std::string about, std::uint16_t width, std::uint16_t height);

  vector_builder& pixel(int x, int y, rgba colour);
  vector_builder& rect(int x, int y, int w, int h, rgba colour);
  vector_builder& line(point from, point to, int width, rgba colour);
  vector_builder& ellipse(point centre, int rx, int ry, rgba colour);
  vector_builder& stroke(std::initializer_list<point> points, int width, rgba colour);
  vector_builder& fill(int x, int y, rgba colour);
  /// `about` says what the PNG holds.
  vector_builder& patch(int x, int y, int w, int h, byte_view png, const std::string& about);

  [[nodiscard]] test_vector take();

private:
  vector_builder& add(const std::string& name, const op& what);

  test_vector made_;
  image picture_;
};

} // namespace atelier
