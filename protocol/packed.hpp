#pragma once

#include "protocol/bytes.hpp"
#include "protocol/image.hpp"

#include <array>

namespace atelier {

/// `Size` bytes that are filled from front to back and then appended at once.
template <std::size_t Size>
class packed {
public:
  template <std::integral T>
  packed& put(T value) noexcept {
    std::memcpy(raw_.data() + at_, &value, sizeof value);
    at_ += sizeof value;
    return *this;
  }
  packed& put(rgba colour) noexcept {
    return put(colour.r).put(colour.g).put(colour.b).put(colour.a);
  }
  /// Appends all of it; bytes that were not put are 0.
  void append_to(bytes& to) const {
    append(to, raw_);
  }

private:
  std::array<std::byte, Size> raw_{};
  std::size_t at_ = 0;
};

} // namespace atelier
