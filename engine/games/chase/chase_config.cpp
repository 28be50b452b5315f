#include "engine/games/chase/chase_config.hpp"

#include "engine/games/moments.hpp"
#include "engine/games/number_settings.hpp"

#include <array>
#include <limits>
#include <set>
#include <string>
#include <string_view>

namespace atelier {

namespace {

constexpr std::array numbers{
    number_setting{"open_challenges", 3, 1, 20},
    number_setting{"catch_distance", 300, 1, 100'000},
    number_setting{"grace_seconds", 600, 0, 86'400},
    number_setting{"completion_seconds", 30, 0, 3'600},
    number_setting{"location_seconds", 1, 0, 3'600},
    number_setting{"start_bounty", 0, 0, 1'000'000},
    number_setting{"share", 30, 0, 100},
    number_setting{"past_locations", 500, 1, 2'000},
    number_setting{"catchers", 1, 1, chase_teams_max - 1},
};

constexpr std::array<std::string_view, 3> others{"catcher_teams", "minutes", "end_time"};

constexpr number_setting minutes{"minutes", 0, 1, 44'640};

std::optional<error> wrong_with_teams(const json& teams) {
  const auto bad = [](const std::string& what) {
    return error{errc::bad_data, "\"catcher_teams\" " + what + "; it must be a list of at most "
                                     + std::to_string(chase_teams_max - 1) + " different ids of teams"};
  };
  if (!teams.is_array())
    return bad("is " + shown_value(teams));
  if (teams.size() >= chase_teams_max)
    return bad("has " + std::to_string(teams.size()) + " entries");
  std::set<std::uint64_t> seen;
  for (const auto& each : teams)
    if (!each.is_number_unsigned() || each > std::numeric_limits<team_id::rep>::max()
        || !seen.insert(each.get<std::uint64_t>()).second)
      return bad("has " + shown_value(each) + ", which is no id or stands there twice");
  return std::nullopt;
}

std::optional<error> wrong_with_end(const json& end) {
  if (end.is_null() || (end.is_string() && from_iso8601(end.get_ref<const std::string&>())))
    return std::nullopt;
  return error{errc::bad_data, "\"end_time\" is " + shown_value(end)
                                   + "; it must be null or a time in UTC such as \"2026-11-20T21:14:03Z\""};
}

} // namespace

chase_config::chase_config(const json& from)
    : open_challenges{from.at("open_challenges")},
      catch_distance_metres{from.at("catch_distance")},
      grace{from.at("grace_seconds").get<std::int64_t>()},
      between_completions{from.at("completion_seconds").get<std::int64_t>()},
      between_locations{from.at("location_seconds").get<std::int64_t>()},
      start_bounty{from.at("start_bounty")},
      share_percent{from.at("share")},
      past_locations{from.at("past_locations")},
      catchers{from.at("catchers")} {
  for (const auto& each : from.at("catcher_teams"))
    catcher_teams.push_back({each.get<team_id::rep>()});
  if (const auto& given = from.at("minutes"); !given.is_null())
    length = std::chrono::minutes{given.get<std::int64_t>()};
  if (const auto& given = from.at("end_time"); !given.is_null())
    end_time = from_iso8601(given.get_ref<const std::string&>());
}

json chase_defaults() {
  auto out = presets_of(numbers);
  out["catcher_teams"] = json::array();
  out["minutes"] = nullptr;
  out["end_time"] = nullptr;
  return out;
}

std::optional<error> wrong_with_chase(const json& config) {
  if (auto wrong = wrong_with_numbers(numbers, others, config))
    return wrong;
  if (auto wrong = wrong_with_teams(config.at("catcher_teams")))
    return wrong;
  const auto& length = config.at("minutes");
  if (!length.is_null())
    if (auto wrong = wrong_with_number(minutes, length)) {
      wrong->message += ", or null";
      return wrong;
    }
  if (auto wrong = wrong_with_end(config.at("end_time")))
    return wrong;
  if (!length.is_null() && !config.at("end_time").is_null())
    return error{errc::ambiguous_data, "both \"minutes\" and \"end_time\" say when the game ends; give one of them"};
  return std::nullopt;
}

} // namespace atelier
