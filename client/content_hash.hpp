#pragma once

#include "protocol/bytes.hpp"

#include <sodium/crypto_hash_sha256.h>
#include <string>

namespace atelier::client {

/// The SHA-256 of what comes in pieces, as the contract names attachments by it.
class content_hash {
public:
  content_hash();

  void add(byte_view piece);
  /// Of all pieces so far, as 64 lower-case hexadecimal digits; more may follow.
  [[nodiscard]] std::string hex() const;

private:
  crypto_hash_sha256_state state_{};
};

} // namespace atelier::client
