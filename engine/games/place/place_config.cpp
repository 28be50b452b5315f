#include "engine/games/place/place_config.hpp"

#include "engine/games/number_settings.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>
#include <string_view>

namespace atelier {

namespace {

constexpr std::array numbers{
    number_setting{"width", 256, 8, place_side_max},
    number_setting{"height", 256, 8, place_side_max},
    number_setting{"cooldown_seconds", 5, 0, 86'400},
};

constexpr std::array<std::string_view, 1> others{"palette"};

constexpr std::array<const char*, 16> default_palette{
    "#ffffff", "#c4c4c4", "#7a7a7a", "#1f1f1f", "#f7a8c4", "#d92626", "#f28c28", "#8f5a33",
    "#f5d90a", "#9bd94b", "#1f8f3a", "#35d0d6", "#2f80e0", "#1c2fb0", "#c56be0", "#7a2a99",
};

constexpr std::size_t colours_min = 2;

std::string lower(std::string text) {
  for (auto& each : text)
    if (each >= 'A' && each <= 'Z')
      each = static_cast<char>(each - 'A' + 'a');
  return text;
}

bool is_colour(const std::string& text) {
  constexpr std::size_t size = 7;
  return text.size() == size && text[0] == '#' && text.find_first_not_of("0123456789abcdef", 1) == std::string::npos;
}

error wrong_palette(const std::string& what) {
  return {errc::bad_data, "\"palette\" " + what + "; it must be a list of " + std::to_string(colours_min) + " to "
                              + std::to_string(place_colours_max) + " different colours such as \"#2f80e0\""};
}

std::optional<error> wrong_with_palette(const json& palette) {
  if (!palette.is_array())
    return wrong_palette("is " + shown_value(palette));
  if (palette.size() < colours_min || palette.size() > place_colours_max)
    return wrong_palette("has " + std::to_string(palette.size()) + " entries");
  std::set<std::string> seen;
  for (const auto& each : palette) {
    if (!each.is_string() || !is_colour(lower(each.get<std::string>())))
      return wrong_palette("has " + shown_value(each));
    if (!seen.insert(lower(each.get<std::string>())).second)
      return wrong_palette("has " + shown_value(each) + " twice");
  }
  return std::nullopt;
}

} // namespace

place_config::place_config(const json& from)
    : width{from.at("width")}, height{from.at("height")}, cooldown{from.at("cooldown_seconds").get<std::int64_t>()} {
  for (const auto& each : from.at("palette"))
    palette.push_back(lower(each.get<std::string>()));
}

rgba place_config::colour(std::size_t index) const {
  const auto& text = palette.at(index);
  std::uint32_t value = 0;
  std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
  return {static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U),
          static_cast<std::uint8_t>(value), 255};
}

json place_defaults() {
  auto out = presets_of(numbers);
  out["palette"] = default_palette;
  return out;
}

std::optional<error> wrong_with_place(const json& config) {
  if (auto wrong = wrong_with_numbers(numbers, others, config))
    return wrong;
  return wrong_with_palette(config.at("palette"));
}

} // namespace atelier
