#pragma once

#include "protocol/bytes.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace atelier::fuzzing {

/// Ends the process, so that the fuzzer keeps the input, where something that must always hold does not.
void require(bool holds);

/// Writes inputs to start from into the first folder that the fuzzer was told of, unless they are there.
void plant(int argc, char** argv, std::span<const bytes> seeds);

/// Takes numbers from the front of an input, and zeros where it has ended.
class input_reader {
public:
  explicit input_reader(byte_view input) : rest_{input} {}

  template <std::integral T>
  [[nodiscard]] T number() noexcept {
    const auto taken = take(sizeof(T));
    T value{};
    std::memcpy(&value, taken.data(), taken.size());
    return value;
  }
  [[nodiscard]] byte_view take(std::size_t count) noexcept {
    const auto taken = rest_.first(std::min(count, rest_.size()));
    rest_ = rest_.subspan(taken.size());
    return taken;
  }
  [[nodiscard]] byte_view rest() const noexcept {
    return rest_;
  }
  [[nodiscard]] bool done() const noexcept {
    return rest_.empty();
  }

private:
  byte_view rest_;
};

} // namespace atelier::fuzzing
