#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace atelier {

using bytes = std::vector<std::byte>;
using byte_view = std::span<const std::byte>;
/// Immutable bytes that any number of threads may hold.
using shared_bytes = std::shared_ptr<const bytes>;
/// Immutable text that any number of threads may hold.
using shared_text = std::shared_ptr<const std::string>;

static_assert(std::endian::native == std::endian::little, "the codecs copy integers as they lie in memory");

/// Reads a little-endian integer at `offset`; the caller has checked the size.
template <std::integral T>
[[nodiscard]] inline T load_le(byte_view from, std::size_t offset = 0) noexcept {
  T value;
  std::memcpy(&value, from.data() + offset, sizeof value);
  return value;
}

/// Appends a little-endian integer.
template <std::integral T>
inline void store_le(bytes& to, T value) {
  const auto at = to.size();
  to.resize(at + sizeof value);
  std::memcpy(to.data() + at, &value, sizeof value);
}

/// Overwrites a little-endian integer that is already there.
template <std::integral T>
inline void patch_le(bytes& in, std::size_t offset, T value) noexcept {
  std::memcpy(in.data() + offset, &value, sizeof value);
}

inline void append(bytes& to, byte_view more) {
  to.insert(to.end(), more.begin(), more.end());
}

[[nodiscard]] inline byte_view as_byte_view(std::string_view text) noexcept {
  return std::as_bytes(std::span{text.data(), text.size()});
}

[[nodiscard]] inline std::string_view as_text(byte_view raw) noexcept {
  return {reinterpret_cast<const char*>(raw.data()), raw.size()};
}

} // namespace atelier
