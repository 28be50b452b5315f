#pragma once

#include "client/fault.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"

#include <string>
#include <string_view>

namespace atelier::cli {

/// A session as the server lists it.
struct known_session {
  session_id id;
  std::string name;
};

/// Finds what a person means by an id or a name in the server's list of sessions (`find_listed`).
[[nodiscard]] client::outcome<known_session> find_session(const json& answer, std::string_view meant);

} // namespace atelier::cli
