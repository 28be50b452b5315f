#pragma once

#include "protocol/bytes.hpp"

#include <sodium/crypto_hash_sha256.h>
#include <string>

namespace atelier {

/// SHA-256 (FIPS 180-4) of what comes piece by piece.
class sha256 {
public:
  sha256();

  void add(byte_view more);

  /// 64 hexadecimal digits, lower case. Nothing may be added after that.
  [[nodiscard]] std::string finish();

private:
  crypto_hash_sha256_state state_;
};

/// Of the whole at once.
[[nodiscard]] std::string sha256_of(byte_view content);

} // namespace atelier
