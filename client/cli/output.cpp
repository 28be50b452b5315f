#include "client/cli/output.hpp"

#include "client/cli/chat_text.hpp"
#include "client/cli/display_width.hpp"

#include <algorithm>
#include <cstdio>

namespace atelier::cli {

void print(const std::string& text) {
  std::fputs(text.c_str(), stdout);
}

void print_json(const json& value) {
  print(to_text(value) + "\n");
}

std::string to_table(const std::vector<std::vector<std::string>>& rows) {
  auto shown = rows;
  std::vector<std::size_t> widths;
  for (auto& row : shown) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      row[i] = presentable_name(row[i]);
      widths[i] = std::max(widths[i], display_width(row[i]));
    }
  }
  std::string out;
  for (const auto& row : shown) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      out += row[i];
      if (i + 1 < row.size())
        out.append(widths[i] - display_width(row[i]) + 2, ' ');
    }
    out += '\n';
  }
  return out;
}

std::string cell(const json& object, const char* name) {
  const auto at = object.find(name);
  if (at == object.end() || at->is_null())
    return "-";
  return at->is_string() ? at->get<std::string>() : to_text(*at);
}

} // namespace atelier::cli
