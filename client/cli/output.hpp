#pragma once

#include "protocol/json_text.hpp"

#include <string>
#include <vector>

namespace atelier::cli {

/// Writes text to stdout as it is.
void print(const std::string& text);

/// Writes a value to stdout as JSON on one line.
void print_json(const json& value);

/// Rows of text with their columns in line on a terminal, one line each; the first row is the heading. What others
/// wrote is made harmless (`presentable_name`).
[[nodiscard]] std::string to_table(const std::vector<std::vector<std::string>>& rows);

/// The member of an object as a table shows it: text without quotes, `-` for null or nothing.
[[nodiscard]] std::string cell(const json& object, const char* name);

} // namespace atelier::cli
