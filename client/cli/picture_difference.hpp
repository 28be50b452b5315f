#pragma once

#include "protocol/image.hpp"

#include <optional>
#include <string>

namespace atelier::cli {

/// Where two pictures differ, in words: sizes, or the number of pixels and the first of them. Nothing where they are
/// the same.
[[nodiscard]] std::optional<std::string> difference(const image& first, const image& second);

} // namespace atelier::cli
