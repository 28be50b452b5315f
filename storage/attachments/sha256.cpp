#include "storage/attachments/sha256.hpp"

#include <array>
#include <sodium/utils.h>

namespace atelier {

sha256::sha256() : state_{} {
  crypto_hash_sha256_init(&state_);
}

void sha256::add(byte_view more) {
  crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(more.data()), more.size());
}

std::string sha256::finish() {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256_final(&state_, digest.data());
  // sodium_bin2hex ends what it writes with a zero.
  std::string digits(2 * digest.size() + 1, '\0');
  sodium_bin2hex(digits.data(), digits.size(), digest.data(), digest.size());
  digits.pop_back();
  return digits;
}

std::string sha256_of(byte_view content) {
  sha256 all;
  all.add(content);
  return all.finish();
}

} // namespace atelier
