#pragma once

#include "protocol/errors.hpp"

#include <string>
#include <string_view>

namespace atelier {

/// The token of an `Authorization` field (RFC 6750, section 2.1); empty where there is no such field. Fails with
/// `unauthorized` where it asks for anything else than Bearer.
[[nodiscard]] result<std::string> bearer_token(std::string_view authorization);

} // namespace atelier
