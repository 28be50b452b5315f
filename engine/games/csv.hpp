#pragma once

#include "protocol/errors.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace atelier {

/// A row of a CSV text, and the line on which it begins; the first is 1.
struct csv_row {
  std::size_t line = 0;
  std::vector<std::string> fields;
};

/// Reads comma-separated values (RFC 4180), with line ends of either kind; empty lines are passed over. Fails with
/// `bad_data` for a quote that stands within a plain field or is never closed.
[[nodiscard]] result<std::vector<csv_row>> read_csv(std::string_view text);

} // namespace atelier
