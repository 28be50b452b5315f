#pragma once

#include "protocol/ops.hpp"

#include <random>
#include <string_view>

namespace atelier::samples {

using random = std::mt19937_64;

/// Bytes from hexadecimal digits; spaces are passed over.
[[nodiscard]] bytes from_hex(std::string_view digits);

/// A whole number from `low` to `high`, the same on every machine for the same state.
[[nodiscard]] std::uint64_t between(random& from, std::uint64_t low, std::uint64_t high);

[[nodiscard]] bytes random_bytes(random& from, std::size_t count);

/// Appends one op of any code in its encoding; structurally sound, but what it draws is arbitrary.
void append_random_op(bytes& to, random& from);

struct random_runs {
  bytes encoded;
  /// Each op by itself, with who drew it and under which number.
  struct drawn {
    std::uint32_t author = 0;
    std::uint32_t client_seq = 0;
    bytes op;
    friend bool operator==(const drawn&, const drawn&) = default;
  };
  std::vector<drawn> ops;
};
[[nodiscard]] random_runs make_random_runs(random& from, std::size_t run_count);

} // namespace atelier::samples
