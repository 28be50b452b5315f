#include "engine/games/modes.hpp"

#include "engine/games/chase/chase.hpp"
#include "engine/games/free.hpp"
#include "engine/games/guess.hpp"
#include "engine/games/place.hpp"
#include "protocol/game_limits.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace atelier {

namespace {

constexpr std::array<const mode_info*, 4> modes{&free_mode, &place_mode, &guess_mode, &chase_mode};

constexpr const char* sets_setting = "challenge_sets";

std::optional<error> wrong_with_sets(const json& sets) {
  if (sets.is_array() && sets.size() > game_limits::sets_named_max)
    return error{errc::bad_data, "\"challenge_sets\" names " + std::to_string(sets.size()) + " sets; it may name "
                                     + std::to_string(game_limits::sets_named_max)};
  const auto is_id = [](const json& each) {
    return each.is_number_unsigned() && each.get<std::uint64_t>() <= std::numeric_limits<std::uint32_t>::max();
  };
  if (sets.is_array() && std::all_of(sets.begin(), sets.end(), is_id))
    return std::nullopt;
  return error{errc::bad_data, "\"challenge_sets\" must be a list of ids, not " + shown_value(sets)};
}

} // namespace

std::span<const mode_info* const> all_modes() noexcept {
  return modes;
}

const mode_info* find_mode(std::string_view name) noexcept {
  const auto place = std::ranges::find(modes, name, [](const mode_info* each) { return each->name; });
  return place == modes.end() ? nullptr : *place;
}

std::string names_of_modes() {
  std::string out;
  for (const auto* each : modes)
    out += (out.empty() ? "\"" : ", \"") + std::string{each->name} + "\"";
  return out;
}

json default_config(const mode_info& mode) {
  auto out = mode.defaults();
  out[sets_setting] = json::array();
  return out;
}

result<json> merged_config(const mode_info& mode, json base, const json& own) {
  if (!own.is_object())
    return failure(errc::bad_data, "a configuration must be an object, not " + shown_value(own));
  for (const auto& [name, value] : own.items()) {
    if (!base.contains(name))
      return failure(errc::bad_data,
                     "there is no setting " + shown(name) + " in a game of mode " + std::string{mode.name});
    base[name] = value;
  }
  if (auto wrong = wrong_with_sets(base[sets_setting]))
    return tl::unexpected{std::move(*wrong)};
  auto of_mode = base;
  of_mode.erase(sets_setting);
  if (auto wrong = mode.wrong_with(of_mode))
    return tl::unexpected{std::move(*wrong)};
  return base;
}

} // namespace atelier
