#pragma once

#include <cstdint>
#include <string_view>

namespace atelier {

/// FNV-1a of 64 bits: the same on every machine and in every run, and no secret is safe behind it.
[[nodiscard]] constexpr std::uint64_t fnv1a(std::string_view text, std::uint64_t from = 0xcbf29ce484222325U) noexcept {
  auto hash = from;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3U;
  }
  return hash;
}

} // namespace atelier
