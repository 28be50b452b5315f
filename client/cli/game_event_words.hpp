#pragma once

#include "protocol/json_text.hpp"

#include <string>
#include <string_view>

namespace atelier::cli {

class game_narrator;

/// Tells an event with this data in words.
using event_words = std::string (*)(const game_narrator& by, const json& data);

/// Of the event with that name, which the modes' pages describe (engine/games); null where it is not known.
[[nodiscard]] const event_words* find_event_words(std::string_view event);

/// The words that a drawer may choose from, and until when.
[[nodiscard]] std::string offer_words(const game_narrator& by, const json& data);

} // namespace atelier::cli
