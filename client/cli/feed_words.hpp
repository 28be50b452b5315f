#pragma once

#include "client/fault.hpp"
#include "protocol/json_text.hpp"

#include <string>
#include <string_view>

namespace atelier::cli {

/// A message of a project's feed on one line for a person; what others wrote in it is made harmless.
[[nodiscard]] std::string feed_line(const json& message);

/// Reads `SRV_ID:SEQNO,…`, as in `1:14,2:99`, as `[[1,14],[2,99]]`; JSON of that form is taken too. `misuse` names
/// `option` and what is wrong.
[[nodiscard]] client::outcome<json> read_positions(std::string_view text, std::string_view option);

} // namespace atelier::cli
