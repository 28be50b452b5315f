#include "protocol/attachment_name.hpp"

#include "protocol/json_text.hpp"
#include "protocol/limits.hpp"

#include <algorithm>

namespace atelier {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::size_t ending_bytes_max = 16;

/// The first bytes of a text, at most so many, without a part of a character at the end.
std::string_view first_bytes(std::string_view text, std::size_t most) {
  if (text.size() <= most)
    return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U)
    --most;
  return text.substr(0, most);
}

std::string shortened(const std::string& name) {
  constexpr auto most = limits::attachment_name_bytes_max;
  if (name.size() <= most)
    return name;
  const auto dot = name.rfind('.');
  if (dot == std::string::npos || name.size() - dot > ending_bytes_max)
    return std::string{first_bytes(name, most)};
  const auto ending = name.substr(dot);
  return std::string{first_bytes(name, most - ending.size())} + ending;
}

} // namespace

std::string clean_attachment_name(std::string_view name) {
  if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos)
    name.remove_prefix(slash + 1);
  auto clean = sanitized(name);
  for (auto bad = clean.find(replacement); bad != std::string::npos; bad = clean.find(replacement, bad))
    clean.erase(bad, replacement.size());
  clean.erase(0, std::min(clean.find_first_not_of(" ."), clean.size()));
  clean = shortened(clean);
  clean.erase(clean.find_last_not_of(' ') + 1);
  return clean.empty() ? "file" : clean;
}

} // namespace atelier
