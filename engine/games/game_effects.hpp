#pragma once

#include "protocol/bytes.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"
#include "protocol/records.hpp"

#include <optional>
#include <string>
#include <vector>

/// \file
/// What follows from something that happened in a game; the frame around it carries it out, in this order.

namespace atelier {

/// What everybody hears, as a broadcast and in the stream of events. Or only some, which is not in the stream.
struct game_event {
  std::string name;
  json data = json::object();
  /// Empty for everybody in the session.
  std::vector<player_id> only_for{};
};

/// A value of the game's state to be stored under this name, or removed.
struct game_value {
  std::string name;
  std::optional<json> value;
};

/// Call `timer` with this name at that time, instead of what was asked for before; or not at all.
struct game_timer {
  std::string name;
  std::optional<wall_time> at;
};

/// Ops in their encoding (protocol/ops.hpp), drawn by the server, author 0.
struct game_drawing {
  picture_id picture;
  bytes ops;
};

/// A new white picture of the session; `picture_made` follows with the same name.
struct game_picture {
  std::string name;
  std::uint16_t width = 0;
  std::uint16_t height = 0;
};

struct game_effects {
  std::vector<game_event> events;
  std::vector<game_value> values;
  std::vector<game_timer> timers;
  std::vector<game_drawing> drawings;
  std::vector<game_picture> pictures;
  /// The game is over; `ended` and what it gives is the last event.
  std::optional<json> over;
};

} // namespace atelier
