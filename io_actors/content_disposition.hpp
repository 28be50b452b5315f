#pragma once

#include <string>
#include <string_view>

namespace atelier {

/// The value of a `Content-Disposition` field that has a browser save what it gets rather than show it (RFC 6266). The
/// name is made clean at first. Whatever browsers read differently between quotes becomes `_` there; where that changes
/// the name, it follows once more as `filename*` (RFC 8187).
[[nodiscard]] std::string attachment_disposition(std::string_view name);

} // namespace atelier
