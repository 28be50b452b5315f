#pragma once

#include "client/cli/chat_effects.hpp"

#include <variant>
#include <vector>

namespace atelier::cli::play {

/// What a player at a game wants done, in this order; the same things as in a chat.
using effect =
    std::variant<chat::connect, chat::disconnect, chat::send, chat::show, chat::remark, chat::complaint, chat::leave>;
using effects = std::vector<effect>;

} // namespace atelier::cli::play
