#include "protocol/folder_names.hpp"

#include <array>
#include <cstdio>

namespace atelier {

namespace {

constexpr std::size_t name_part_bytes_max = 64;
constexpr std::size_t creator_part_bytes_max = 40;

bool is_kept(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
}

/// Neighbouring hyphens are joined, so that a name in another script does not become a row of them.
std::string cleaned(std::string_view text, std::size_t bytes_max, std::string_view if_empty) {
  std::string out;
  for (const auto c : text) {
    const auto next = is_kept(c) ? c : '-';
    const auto leads = out.empty() && (next == '-' || next == '.');
    if (leads || (next == '-' && out.ends_with('-')))
      continue;
    if (out.size() == bytes_max)
      break;
    out += next;
  }
  while (out.ends_with('-'))
    out.pop_back();
  return out.empty() ? std::string{if_empty} : out;
}

std::string compact_time(std::chrono::system_clock::time_point at) {
  using namespace std::chrono;
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss time{floor<milliseconds>(at - day)};
  std::array<char, 40> text{};
  const auto size =
      std::snprintf(text.data(), text.size(), "%04d%02u%02uT%02d%02d%02d.%03dZ", static_cast<int>(date.year()),
                    static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                    static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                    static_cast<int>(time.seconds().count()), static_cast<int>(time.subseconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

} // namespace

std::string folder_name_of(std::string_view name, std::string_view creator,
                           std::chrono::system_clock::time_point created_at) {
  return cleaned(name, name_part_bytes_max, "picture") + '_' + cleaned(creator, creator_part_bytes_max, "anonymous")
         + '_' + compact_time(created_at);
}

} // namespace atelier
