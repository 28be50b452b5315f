#include "client/content_hash.hpp"

#include <array>
#include <sodium/utils.h>

namespace atelier::client {

content_hash::content_hash() {
  crypto_hash_sha256_init(&state_);
}

void content_hash::add(byte_view piece) {
  crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(piece.data()), piece.size());
}

std::string content_hash::hex() const {
  auto last = state_;
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256_final(&last, hash.data());
  std::array<char, 2 * crypto_hash_sha256_BYTES + 1> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

} // namespace atelier::client
