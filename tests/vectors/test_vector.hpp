#pragma once

#include "protocol/errors.hpp"
#include "protocol/image.hpp"
#include "protocol/ops.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace atelier {

/// One op of a vector, in its encoding, with the code that refuses it where it must be refused.
struct vector_op {
  std::string name;
  bytes encoded;
  std::optional<errc> refused;
};

/// Ops and the picture that they make of a white one (tests/vectors/README.md).
struct test_vector {
  std::string name;
  std::string about;
  std::uint16_t width = 0;
  std::uint16_t height = 0;
  std::vector<vector_op> ops;
};

/// The contract's answer to an op: nothing, `bad_data` or `out_of_bounds`; draws it by definition where it is none.
[[nodiscard]] std::optional<errc> draw_vector_op(image& on, byte_view encoded);

/// The picture that the vector's ops make by definition, from white.
[[nodiscard]] image picture_of(const test_vector& what);

/// SHA-256 of the picture's r, g, b bytes, row by row, as 64 hexadecimal digits.
[[nodiscard]] std::string rgb_sha256(const image& picture);

[[nodiscard]] std::string to_hex(byte_view raw);
/// Throws std::invalid_argument for anything but pairs of hexadecimal digits.
[[nodiscard]] bytes from_hex(std::string_view text);

/// The text of NAME.json.
[[nodiscard]] std::string to_json_text(const test_vector& what, const image& picture);

} // namespace atelier
