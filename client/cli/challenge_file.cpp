#include "client/cli/challenge_file.hpp"

#include "client/cli/json_fields.hpp"
#include "protocol/limits.hpp"

#include <algorithm>
#include <cctype>

namespace atelier::cli {

using client::failed;
using client::fault_kind;

namespace {

/// What else a command consists of, generously.
constexpr std::size_t envelope_bytes = 1'024;

bool ends_in(std::string name, std::string_view extension) {
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return name.ends_with(extension);
}

} // namespace

client::outcome<json> to_import(const std::string& name, std::string_view content) {
  json out;
  if (ends_in(name, ".csv")) {
    out["csv"] = content;
  } else if (ends_in(name, ".json")) {
    const auto parsed = parse_json(content);
    if (!parsed)
      return failed(fault_kind::misuse, shown(name) + " is no JSON: " + parsed.error().message);
    const auto& list = parsed->is_array() ? *parsed : field(*parsed, "challenges");
    if (!list.is_array())
      return failed(fault_kind::misuse,
                    shown(name) + " must hold a list of challenges, such as [{\"title\":\"…\",\"points\":30}]");
    out["challenges"] = list;
  } else {
    return failed(fault_kind::misuse, "challenges are imported from FILE.json or FILE.csv, not from " + shown(name));
  }
  const auto bytes_max = limits{}.frame_bytes_max - envelope_bytes;
  if (const auto bytes = to_text(out).size(); bytes > bytes_max)
    return failed(fault_kind::misuse, shown(name) + " makes a command of " + std::to_string(bytes) + " bytes; at most "
                                          + std::to_string(bytes_max) + " are taken at once, so split it");
  return out;
}

} // namespace atelier::cli
