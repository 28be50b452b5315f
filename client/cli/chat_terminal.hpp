#pragma once

#include "client/cli/chat_console.hpp"

#include <termios.h>

namespace atelier::cli::chat {

/// A person at a terminal, with GNU readline: what is shown stands above the line being typed, which is taken away and
/// drawn again. At most one at a time, since readline has one state for the program. Signals are the caller's.
class chat_terminal final : public chat_console {
public:
  explicit chat_terminal(bool quiet);
  /// Leaves the terminal as it was, its cursor on a new line.
  ~chat_terminal() override;
  chat_terminal(const chat_terminal&) = delete;
  chat_terminal& operator=(const chat_terminal&) = delete;

  [[nodiscard]] std::vector<input> read() override;
  void show(const std::vector<std::string>& lines) override;
  void remark(const std::string& text, bool important) override;
  void ask_passphrase(const std::string& asked) override;
  void resized() override;
  void continued() override;

private:
  static int accept_line(int count, int key);
  static void line_ended(char* text);
  void begin_editing();
  void end_editing();
  void begin_passphrase();
  void hide_typing() const;
  void end_passphrase();
  [[nodiscard]] std::vector<input> read_passphrase();
  void hide_line();
  void show_line();

  bool quiet_;
  /// What clears a line from the cursor on; empty where the terminal can't.
  std::string clear_to_end_;
  bool editing_ = false;
  bool ended_ = false;
  std::string prompt_;
  bool asking_ = false;
  termios before_asking_{};
  std::string passphrase_;
  std::vector<input> came_;
  std::string accepted_;
};

} // namespace atelier::cli::chat
