#include "engine/games/guess/turn.hpp"

#include "engine/games/moments.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace atelier {

namespace {

constexpr std::array<std::string_view, 4> phase_names{"choosing", "drawing", "pause", "over"};
constexpr std::int64_t points_least = 100;
constexpr std::int64_t points_for_time = 400;

} // namespace

std::string_view name_of(guess_phase phase) noexcept {
  return phase_names[static_cast<std::size_t>(phase)];
}

bool guess_turn::is_known_to(player_id who) const {
  return who == drawer || std::ranges::find(guessed, who) != guessed.end();
}

std::chrono::milliseconds guess_turn::length() const {
  return std::chrono::floor<std::chrono::milliseconds>(until - since);
}

std::optional<wall_time> guess_turn::next_hint() const {
  if (hints_shown >= hints.size())
    return std::nullopt;
  const auto which = static_cast<std::int64_t>(hints_shown + 1);
  return since + length() * which / static_cast<std::int64_t>(hints.size() + 1);
}

std::int64_t guess_turn::points_at(wall_time now) const {
  using std::chrono::milliseconds;
  const auto left = std::clamp(std::chrono::ceil<milliseconds>(until - now), milliseconds{0}, length());
  return points_least + points_for_time * left.count() / length().count();
}

std::int64_t guess_turn::drawer_points(std::int64_t points) const {
  return points / static_cast<std::int64_t>(guessers);
}

json to_value(const guess_turn& turn) {
  json guessed = json::array();
  for (const auto each : turn.guessed)
    guessed.push_back(each.value);
  return {{"phase", static_cast<int>(turn.phase)},
          {"turn", turn.number},
          {"round", turn.round},
          {"place", turn.place},
          {"drawer", turn.drawer.value},
          {"since", stored_moment(turn.since)},
          {"until", stored_moment(turn.until)},
          {"offered", turn.offered},
          {"word", turn.word ? json(*turn.word) : json()},
          {"hints", turn.hints},
          {"hints_shown", turn.hints_shown},
          {"guessers", turn.guessers},
          {"guessed", std::move(guessed)}};
}

guess_turn turn_from_value(const json& value) {
  guess_turn out;
  out.phase = static_cast<guess_phase>(value.at("phase").get<int>());
  out.number = value.at("turn").get<std::uint32_t>();
  out.round = value.at("round").get<std::uint32_t>();
  out.place = value.at("place").get<std::size_t>();
  out.drawer = player_id{value.at("drawer").get<std::uint32_t>()};
  out.since = restored_moment(value.at("since")).value_or(wall_time{});
  out.until = restored_moment(value.at("until")).value_or(wall_time{});
  out.offered = value.at("offered").get<std::vector<std::size_t>>();
  if (const auto& word = value.at("word"); !word.is_null())
    out.word = word.get<std::size_t>();
  out.hints = value.at("hints").get<std::vector<std::size_t>>();
  out.hints_shown = value.at("hints_shown").get<std::size_t>();
  out.guessers = value.at("guessers").get<std::size_t>();
  for (const auto& each : value.at("guessed"))
    out.guessed.push_back(player_id{each.get<std::uint32_t>()});
  return out;
}

} // namespace atelier
