#pragma once

#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"
#include "protocol/records.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace atelier {

enum class guess_phase { choosing, drawing, pause, over };

[[nodiscard]] std::string_view name_of(guess_phase phase) noexcept;

/// The turn that goes on in draw and guess. Words are places in the game's list.
struct guess_turn {
  guess_phase phase = guess_phase::pause;
  /// Counted from 1 through the whole game, and rounds from 1.
  std::uint32_t number = 0;
  std::uint32_t round = 0;
  /// The drawer's place in the order.
  std::size_t place = 0;
  player_id drawer{};
  /// Of the phase.
  wall_time since{};
  wall_time until{};
  std::vector<std::size_t> offered{};
  std::optional<std::size_t> word{};
  /// Which letters hints show, in this order, and how many of them are shown.
  std::vector<std::size_t> hints{};
  std::size_t hints_shown = 0;
  /// How many there were to guess when the drawing began.
  std::size_t guessers = 0;
  /// In their order.
  std::vector<player_id> guessed{};

  /// How long the phase takes.
  [[nodiscard]] std::chrono::milliseconds length() const;
  /// Whether that player knows the word that is drawn.
  [[nodiscard]] bool is_known_to(player_id who) const;
  /// When the hint after those that are shown is due.
  [[nodiscard]] std::optional<wall_time> next_hint() const;
  /// What a right guess gives at that time, and its drawer for it.
  [[nodiscard]] std::int64_t points_at(wall_time now) const;
  [[nodiscard]] std::int64_t drawer_points(std::int64_t points) const;

  friend bool operator==(const guess_turn&, const guess_turn&) = default;
};

/// As it is stored.
[[nodiscard]] json to_value(const guess_turn& turn);
[[nodiscard]] guess_turn turn_from_value(const json& value);

/// How many letters of a word hints may show.
[[nodiscard]] constexpr std::size_t hints_of(std::size_t letters, std::uint32_t percent) noexcept {
  return letters * percent / 100;
}

} // namespace atelier
