#include "io_actors/url.hpp"

#include <algorithm>
#include <charconv>

namespace atelier {

url_parts split_target(std::string_view target) noexcept {
  const auto mark = target.find('?');
  if (mark == std::string_view::npos)
    return {target, {}};
  return {target.substr(0, mark), target.substr(mark + 1)};
}

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    unsigned char value = 0;
    const auto* digits = text.data() + i + 1;
    if (text.size() - i < 3 || std::from_chars(digits, digits + 2, value, 16).ptr != digits + 2)
      return std::nullopt;
    out += static_cast<char>(value);
    i += 2;
  }
  return out;
}

std::optional<std::map<std::string, std::string>> parse_query(std::string_view query) {
  std::map<std::string, std::string> fields;
  while (!query.empty()) {
    const auto end = std::min(query.find('&'), query.size());
    std::string field{query.substr(0, end)};
    query.remove_prefix(std::min(end + 1, query.size()));
    if (field.empty())
      continue;
    std::replace(field.begin(), field.end(), '+', ' ');
    const auto equals = std::min(field.find('='), field.size());
    const auto name = percent_decoded(std::string_view{field}.substr(0, equals));
    const auto value = percent_decoded(std::string_view{field}.substr(std::min(equals + 1, field.size())));
    if (!name || !value)
      return std::nullopt;
    fields.insert_or_assign(*name, *value);
  }
  return fields;
}

} // namespace atelier
