#pragma once

#include "client/connection.hpp"
#include "client/fault.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"

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

/// The server's whole list of pictures, asked for page by page: `{"pictures":[…]}`.
[[nodiscard]] client::outcome<json> all_pictures(const client::sender& to);

/// Finds what a person means by an id or a name in the list of pictures. A number is an id first.
/// `refused` where there is none, or where several have the name, whose ids are then listed.
[[nodiscard]] client::outcome<known_picture> find_picture(const json& answer, std::string_view meant);

} // namespace atelier::cli
