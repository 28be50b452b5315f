#include "engine/games/number_settings.hpp"

#include <algorithm>
#include <string>

namespace atelier {

namespace {

error bad(std::string message) {
  return {errc::bad_data, std::move(message)};
}

} // namespace

json presets_of(std::span<const number_setting> settings) {
  auto out = json::object();
  for (const auto& each : settings)
    out[std::string{each.name}] = each.preset;
  return out;
}

std::optional<error> wrong_with_number(const number_setting& setting, const json& value) {
  const bool is_sound = value.is_number_integer() && value >= setting.least && value <= setting.most;
  if (is_sound)
    return std::nullopt;
  return bad("\"" + std::string{setting.name} + "\" is " + shown_value(value) + "; it must be an integer from "
             + std::to_string(setting.least) + " to " + std::to_string(setting.most));
}

std::optional<error> wrong_with_numbers(std::span<const number_setting> settings,
                                        std::span<const std::string_view> others, const json& config) {
  if (!config.is_object())
    return bad("the configuration is " + shown_value(config) + "; it must be an object");
  for (const auto& each : settings) {
    const auto place = config.find(std::string{each.name});
    if (place == config.end())
      return bad("\"" + std::string{each.name} + "\" is missing in the configuration");
    if (auto wrong = wrong_with_number(each, *place))
      return wrong;
  }
  for (const auto& each : others)
    if (!config.contains(std::string{each}))
      return bad("\"" + std::string{each} + "\" is missing in the configuration");
  for (const auto& [name, value] : config.items()) {
    const bool is_number = std::ranges::find(settings, name, &number_setting::name) != settings.end();
    if (is_number || std::ranges::find(others, name) != others.end())
      continue;
    std::string names;
    for (const auto& each : settings)
      names += (names.empty() ? "" : ", ") + std::string{each.name};
    for (const auto& each : others)
      names += ", " + std::string{each};
    return bad(shown(name) + " is no setting of this mode; it has " + names);
  }
  return std::nullopt;
}

} // namespace atelier
