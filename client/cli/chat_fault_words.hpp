#pragma once

#include "client/fault.hpp"

#include <string>

namespace atelier::cli::chat {

/// What went wrong as a terminal may show it, whatever the server wrote: `CODE: MESSAGE`, or the message alone.
[[nodiscard]] std::string in_words(const client::fault& why);

} // namespace atelier::cli::chat
