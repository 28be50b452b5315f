#include "engine/uuid_source.hpp"

#include <cstddef>
#include <cstdio>
#include <cstring>
#include <sodium.h>

namespace atelier {

namespace {

std::mt19937_64 seeded(const std::array<std::uint64_t, 2>& seed) {
  std::seed_seq words{seed[0] >> 32U, seed[0] & 0xffffffffU, seed[1] >> 32U, seed[1] & 0xffffffffU};
  return std::mt19937_64{words};
}

/// With the digits of its version and its variant in their places.
std::string to_text(std::uint64_t high, std::uint64_t low, unsigned version) {
  std::array<char, 37> text;
  std::snprintf(text.data(), text.size(), "%08x-%04x-%x%03x-%04x-%012llx", static_cast<unsigned>(high >> 32U),
                static_cast<unsigned>(high >> 16U & 0xffffU), version, static_cast<unsigned>(high & 0xfffU),
                static_cast<unsigned>(0x8000U | (low >> 48U & 0x3fffU)),
                static_cast<unsigned long long>(low & 0xffffffffffffU));
  return text.data();
}

} // namespace

uuid_source::uuid_source(const std::array<std::uint64_t, 2>& seed) : numbers_{seeded(seed)} {}

std::string uuid_source::next() {
  const auto high = numbers_();
  const auto low = numbers_();
  constexpr unsigned random_version = 4;
  return to_text(high, low, random_version);
}

std::string public_uuid_of(std::string_view secret) {
  // Whoever calls a function of the library comes first; later calls do nothing.
  [[maybe_unused]] static const int ready = sodium_init();
  std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
  static_assert(sizeof hash == 2 * sizeof(std::uint64_t));
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size(),
                     nullptr, 0);
  std::array<std::uint64_t, 2> numbers{};
  std::memcpy(numbers.data(), hash.data(), sizeof numbers);
  constexpr unsigned own_version = 8;
  return to_text(numbers[0], numbers[1], own_version);
}

} // namespace atelier
