#pragma once

#include "client/connection.hpp"
#include "client/fault.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace atelier::cli {

/// A picture as the server lists it.
struct known_picture {
  picture_id id;
  std::string name;
  std::uint32_t width = 0, height = 0;
  std::optional<session_id> session;
};

/// Reads one element of the server's list; `broken_contract` where it lacks something.
[[nodiscard]] client::outcome<known_picture> to_known_picture(const json& listed);

/// Finds what a person means by an id or a name in the server's list of pictures (`find_listed`).
[[nodiscard]] client::outcome<known_picture> find_picture(const json& answer, std::string_view meant);

/// The same, of all pictures of the server.
[[nodiscard]] client::outcome<known_picture> find_picture(const client::sender& to, std::string_view meant);

} // namespace atelier::cli
