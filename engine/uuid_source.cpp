#include "engine/uuid_source.hpp"

#include <cstdio>

namespace atelier {

namespace {

std::mt19937_64 seeded(const std::array<std::uint64_t, 2>& seed) {
  std::seed_seq words{seed[0] >> 32U, seed[0] & 0xffffffffU, seed[1] >> 32U, seed[1] & 0xffffffffU};
  return std::mt19937_64{words};
}

} // namespace

uuid_source::uuid_source(const std::array<std::uint64_t, 2>& seed) : numbers_{seeded(seed)} {}

std::string uuid_source::next() {
  const auto high = numbers_();
  const auto low = numbers_();
  std::array<char, 37> text;
  std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-%04x-%012llx", static_cast<unsigned>(high >> 32U),
                static_cast<unsigned>(high >> 16U & 0xffffU), static_cast<unsigned>(high & 0xfffU),
                static_cast<unsigned>(0x8000U | (low >> 48U & 0x3fffU)),
                static_cast<unsigned long long>(low & 0xffffffffffffU));
  return text.data();
}

} // namespace atelier
