#pragma once

#include "client/fault.hpp"
#include "protocol/json_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace atelier::cli {

/// A kind of thing that people name: how an element of the server's list is read, and what is said about it.
struct kind_of_thing {
  /// `challenge set`
  std::string_view noun;
  /// The member with the name, such as `handle`.
  const char* name;
  /// The command that lists them.
  std::string_view listed_by;
};

inline constexpr kind_of_thing a_session{"session", "name", "atelier session list"};
inline constexpr kind_of_thing a_player{"player", "handle", "atelier player list"};
inline constexpr kind_of_thing a_team{"team", "name", "atelier team list SESSION"};
inline constexpr kind_of_thing a_challenge{"challenge", "title", "atelier challenge list"};
inline constexpr kind_of_thing a_challenge_set{"challenge set", "name", "atelier challenge sets"};

/// Finds what a person means by an id or a name in a list of such things, and gives that element. A number is an id
/// first. `refused` where there is none, or where several have the name.
[[nodiscard]] client::outcome<json> find_thing(const json& all, const kind_of_thing& kind, std::string_view meant);

/// The same, of which only the id is wanted.
[[nodiscard]] client::outcome<std::uint64_t> find_id(const json& all, const kind_of_thing& kind,
                                                     std::string_view meant);

} // namespace atelier::cli
