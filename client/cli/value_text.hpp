#pragma once

#include "protocol/json_text.hpp"

#include <string>

namespace atelier::cli {

/// What a command answered, for a person: a table of names and values, and a table for each list of objects.
[[nodiscard]] std::string value_text(const json& answer);

/// The same on one line: `pixel.x=3 pixel.y=4 ready_at=…`.
[[nodiscard]] std::string value_line(const json& answer);

} // namespace atelier::cli
