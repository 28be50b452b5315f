#pragma once

#include "client/cli/chat_console.hpp"
#include "client/cli/chat_signals.hpp"
#include "client/cli/chat_wire.hpp"
#include "client/cli/game_follower.hpp"
#include "client/cli/session.hpp"

#include <memory>

namespace atelier::cli::play {

/// Carries out what a follower of a game wants: one loop over stdin, the connection and signals.
class play_run {
public:
  /// What `what` leaves out is filled in.
  play_run(const settings& how, follower_settings what);

  /// Gives the exit code.
  [[nodiscard]] int run();

private:
  void loop(const chat::chat_signals& signals);
  void read_wire();
  void read_console();
  void carry_out();
  void flush_shown();
  [[nodiscard]] int finish();

  const settings& how_;
  const bool interactive_, once_;
  game_follower follower_;
  std::unique_ptr<chat::chat_wire> wire_;
  std::unique_ptr<chat::chat_console> console_;
  /// Lines that are shown at once.
  std::vector<std::string> shown_;
  std::optional<chat::leave> left_;
};

} // namespace atelier::cli::play
