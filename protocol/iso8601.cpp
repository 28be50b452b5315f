#include "protocol/iso8601.hpp"

#include <algorithm>
#include <cstddef>

namespace atelier {

namespace {

using namespace std::chrono;

constexpr std::string_view date_and_time = "0000-00-00T00:00:00";
constexpr std::size_t fraction_digits_max = 9;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Whether the text has a digit wherever the pattern has a 0, and elsewhere what the pattern has.
bool fits(std::string_view text, std::string_view pattern) {
  return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(),
                    [](char c, char wanted) { return wanted == '0' ? is_digit(c) : c == wanted; });
}

int number_at(std::string_view text, std::size_t offset, std::size_t digits) {
  int number = 0;
  for (const char c : text.substr(offset, digits))
    number = 10 * number + (c - '0');
  return number;
}

/// Takes `.120` off the front, if it is there.
std::optional<milliseconds> take_fraction(std::string_view& rest) {
  if (!rest.starts_with('.'))
    return milliseconds{};
  rest.remove_prefix(1);
  const auto count = static_cast<std::size_t>(std::ranges::find_if_not(rest, is_digit) - rest.begin());
  if (count == 0 || count > fraction_digits_max)
    return std::nullopt;
  int whole = 0;
  for (std::size_t i = 0; i < 3; ++i)
    whole = 10 * whole + (i < count ? rest[i] - '0' : 0);
  rest.remove_prefix(count);
  return milliseconds{whole};
}

/// Of `Z`, `+01:00` or `-03:30`.
std::optional<minutes> offset_of(std::string_view zone) {
  if (zone == "Z")
    return minutes{};
  if (!fits(zone, "+00:00") && !fits(zone, "-00:00"))
    return std::nullopt;
  const auto hour = number_at(zone, 1, 2);
  const auto minute = number_at(zone, 4, 2);
  if (hour > 23 || minute > 59)
    return std::nullopt;
  const auto east = hours{hour} + minutes{minute};
  return zone.front() == '-' ? -east : east;
}

} // namespace

std::optional<system_clock::time_point> from_iso8601(std::string_view text) {
  const auto begin = text.substr(0, date_and_time.size());
  if (!fits(begin, date_and_time))
    return std::nullopt;
  auto rest = text.substr(begin.size());
  const auto fraction = take_fraction(rest);
  const auto offset = offset_of(rest);
  const auto years = number_at(begin, 0, 4);
  const year_month_day date{year{years}, month{static_cast<unsigned>(number_at(begin, 5, 2))},
                            day{static_cast<unsigned>(number_at(begin, 8, 2))}};
  const auto hour = number_at(begin, 11, 2);
  const auto minute = number_at(begin, 14, 2);
  const auto second = number_at(begin, 17, 2);
  if (!fraction || !offset || !date.ok() || hour > 23 || minute > 59 || second > 59)
    return std::nullopt;
  const auto at = sys_days{date} + hours{hour} + minutes{minute} + seconds{second} + *fraction - *offset;
  if (at < sys_days{1970y / January / 1} || at >= sys_days{2200y / January / 1})
    return std::nullopt;
  return at;
}

} // namespace atelier
