#include "client/wire_time.hpp"

#include <array>
#include <charconv>
#include <cstddef>

namespace atelier::client {

namespace {

constexpr std::string_view shape = "0000-00-00T00:00:00.000Z";

/// Where the numbers of the shape stand, and how many digits they have.
struct number_place {
  std::size_t at, digits;
};
constexpr std::array<number_place, 7> places{{{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}, {20, 3}}};

} // namespace

std::optional<std::chrono::system_clock::time_point> from_wire_time(std::string_view text) {
  using namespace std::chrono;
  if (text.size() != shape.size())
    return std::nullopt;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] != '0' && shape[i] != text[i])
      return std::nullopt;
  std::array<int, places.size()> parts{};
  for (std::size_t i = 0; i < places.size(); ++i) {
    const auto* first = text.data() + places[i].at;
    const auto* last = first + places[i].digits;
    const auto [end, code] = std::from_chars(first, last, parts[i]);
    if (code != std::errc{} || end != last || parts[i] < 0)
      return std::nullopt;
  }
  const auto [y, m, d, h, minute, s, ms] = parts;
  const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
  if (!date.ok())
    return std::nullopt;
  return sys_days{date} + hours{h} + minutes{minute} + seconds{s} + milliseconds{ms};
}

} // namespace atelier::client
