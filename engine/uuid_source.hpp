#pragma once

#include <array>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace atelier {

/// Makes UUIDs of version 4 (RFC 9562) from a random seed, the same ones from the same seed.
class uuid_source {
public:
  explicit uuid_source(const std::array<std::uint64_t, 2>& seed);

  /// In lower case.
  [[nodiscard]] std::string next();

private:
  std::mt19937_64 numbers_;
};

/// The UUID of version 8 (RFC 9562) by which all may know somebody who alone knows this secret: from it nobody finds
/// the secret. In lower case.
[[nodiscard]] std::string public_uuid_of(std::string_view secret);

} // namespace atelier
