#pragma once

#include "client/cli/chat_console.hpp"
#include "client/cli/chat_conversation.hpp"
#include "client/cli/chat_files.hpp"
#include "client/cli/chat_signals.hpp"
#include "client/cli/chat_wire.hpp"
#include "client/cli/session.hpp"

#include <memory>

namespace atelier::cli::chat {

/// What `atelier chat` was asked for.
struct chat_options {
  std::string session;
  /// How many messages of the past are shown; by default some on a terminal and none in a pipe.
  std::optional<std::size_t> past_shown;
  bool follow = false;
  /// By default for ever on a terminal and a minute in a pipe.
  std::optional<std::chrono::milliseconds> retry_max;
};

/// Carries out what a conversation wants: one loop over stdin, the connection, signals and files.
class chat_run {
public:
  chat_run(const settings& how, const chat_options& what);

  /// Gives the exit code.
  [[nodiscard]] int run();

private:
  void loop(chat_signals& signals);
  void read_wire();
  void read_console();
  void carry_out();
  void carry_out(effects wanted);
  void send_piece_of(const send_piece& what);
  void flush_shown();
  [[nodiscard]] int finish();

  const settings& how_;
  const bool interactive_;
  conversation conversation_;
  chat_files files_;
  std::unique_ptr<chat_wire> wire_;
  std::unique_ptr<chat_console> console_;
  /// Lines that are shown at once.
  std::vector<std::string> shown_;
  std::optional<leave> left_;
};

} // namespace atelier::cli::chat
