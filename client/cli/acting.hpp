#pragma once

#include "client/cli/session.hpp"
#include "client/connection.hpp"

#include <CLI/App.hpp>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

/// Commands that somebody gives, and the things that they name.

namespace atelier::cli {

/// Who gives a command: a player where there is a handle, else whoever the connection makes one.
struct acting {
  std::string handle;
  std::string passphrase_file;
};

/// Adds `--as` and `--passphrase-file`.
void add_acting(CLI::App& command, acting& who);

/// What `sign_in` needs for a handle; the passphrase is read where the player has one (`read_passphrase`).
[[nodiscard]] client::outcome<json> credentials(const client::sender& to, const acting& who);

using work = std::function<client::outcome<json>(const client::sender&)>;

/// Connects, signs in where there is a handle, does the work and signs out again; shows what it came to
/// (`show_outcome`) and gives the exit code.
int carry_out(const settings& how, const acting& who, const work& what,
              const std::function<void(const json&)>& in_words);

/// Sends a command in a session.
[[nodiscard]] client::outcome<json> ask_in(const client::sender& to, std::uint64_t session, std::string action,
                                           json args = json::object());

/// The id of the session, player or challenge that is meant, by id or name.
[[nodiscard]] client::outcome<std::uint64_t> session_of(const client::sender& to, std::string_view meant);
[[nodiscard]] client::outcome<std::uint64_t> player_of(const client::sender& to, std::string_view meant);
[[nodiscard]] client::outcome<std::uint64_t> challenge_of(const client::sender& to, std::string_view meant);

/// Prints names that are much like the one that was given, where the answer lists some.
void remark_similar(const settings& how, const json& answer);

} // namespace atelier::cli
