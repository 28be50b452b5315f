#include "client/cli/value_text.hpp"

#include "client/cli/chat_text.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/output.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace atelier::cli {

namespace {

using table = std::vector<std::vector<std::string>>;

bool is_table(const json& value) {
  return value.is_array() && !value.empty()
         && std::ranges::all_of(value, [](const json& each) { return each.is_object(); });
}

/// Members of members as `pixel.x`; lists of objects are left out.
void flatten(const std::string& prefix, const json& object, table& to) {
  for (const auto& [name, value] : object.items())
    if (value.is_object())
      flatten(prefix + name + ".", value, to);
    else if (!is_table(value))
      to.push_back({prefix + name, value_words(value)});
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

table to_rows(const json& list) {
  table rows(1);
  std::vector<std::string> columns;
  for (const auto& each : list)
    for (const auto& [name, value] : each.items())
      if (std::ranges::find(columns, name) == columns.end())
        columns.push_back(name);
  for (const auto& each : columns)
    rows.front().push_back(upper(each));
  for (const auto& each : list) {
    auto& row = rows.emplace_back();
    for (const auto& column : columns)
      row.push_back(field_words(each, column.c_str()));
  }
  return rows;
}

} // namespace

std::string value_text(const json& answer) {
  if (!answer.is_object())
    return value_words(answer) + "\n";
  table flat;
  flatten("", answer, flat);
  auto out = to_table(flat);
  for (const auto& [name, value] : answer.items())
    if (is_table(value))
      out += presentable_name(name) + ":\n" + to_table(to_rows(value));
  return out;
}

std::string value_line(const json& answer) {
  if (!answer.is_object())
    return value_words(answer);
  table flat;
  flatten("", answer, flat);
  std::string out;
  for (const auto& row : flat)
    out += (out.empty() ? "" : " ") + presentable_name(row[0]) + "=" + row[1];
  for (const auto& [name, value] : answer.items())
    if (is_table(value))
      out += (out.empty() ? "" : " ") + presentable_name(name) + "=" + value_words(value);
  return out;
}

} // namespace atelier::cli
