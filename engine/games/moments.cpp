#include "engine/games/moments.hpp"

#include "protocol/server_messages.hpp"

#include <algorithm>
#include <chrono>

namespace atelier {

namespace {

using std::chrono::milliseconds;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether the text has a digit wherever the pattern has a 0, and elsewhere what the pattern has.
bool fits(std::string_view text, std::string_view pattern) {
  return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(),
                    [](char c, char wanted) { return wanted == '0' ? is_digit(c) : c == wanted; });
}

unsigned number_at(std::string_view text, std::size_t offset, std::size_t digits) {
  unsigned number = 0;
  for (const char c : text.substr(offset, digits))
    number = 10 * number + static_cast<unsigned>(c - '0');
  return number;
}

} // namespace

wall_time whole_milliseconds(wall_time at) {
  return std::chrono::floor<milliseconds>(at);
}

json stored_moment(std::optional<wall_time> at) {
  return at ? json(std::chrono::floor<milliseconds>(at->time_since_epoch()).count()) : json();
}

std::optional<wall_time> restored_moment(const json& stored) {
  if (!stored.is_number_integer())
    return std::nullopt;
  return wall_time{milliseconds{stored.get<std::int64_t>()}};
}

json shown_moment(std::optional<wall_time> at) {
  return at ? json(to_iso8601(*at)) : json();
}

std::optional<wall_time> from_iso8601(std::string_view text) {
  const bool has_fraction = fits(text, "0000-00-00T00:00:00.000Z");
  if (!has_fraction && !fits(text, "0000-00-00T00:00:00Z"))
    return std::nullopt;
  using namespace std::chrono;
  const auto years = static_cast<int>(number_at(text, 0, 4));
  const year_month_day date{year{years}, month{number_at(text, 5, 2)}, day{number_at(text, 8, 2)}};
  const auto hour = number_at(text, 11, 2);
  const auto minute = number_at(text, 14, 2);
  const auto second = number_at(text, 17, 2);
  if (!date.ok() || years < 1970 || years > 2199 || hour > 23 || minute > 59 || second > 59)
    return std::nullopt;
  return sys_days{date} + hours{hour} + minutes{minute} + seconds{second}
         + milliseconds{has_fraction ? number_at(text, 20, 3) : 0};
}

} // namespace atelier
