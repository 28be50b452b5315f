#pragma once

#include <string>
#include <vector>

namespace atelier::cli::chat {

/// Something that came from whoever types, or from a pipe.
struct input {
  enum class kind {
    line,
    passphrase,
    /// A passphrase was asked for, and is not given.
    no_passphrase,
    end,
  };
  kind what{};
  std::string text{};
};

/// Where lines come from and go to.
class chat_console {
public:
  virtual ~chat_console() = default;

  /// Takes what there is on stdin, which is readable.
  [[nodiscard]] virtual std::vector<input> read() = 0;
  /// Shows lines of the chat, some of which may have several lines themselves.
  virtual void show(const std::vector<std::string>& lines) = 0;
  /// Shows something about the chat; where it is `important` also to those who want no remarks.
  virtual void remark(const std::string& text, bool important) = 0;
  virtual void ask_passphrase(const std::string& asked) = 0;
  /// The terminal has another size.
  virtual void resized() {}
  /// The program goes on after it was stopped (SIGTSTP).
  virtual void continued() {}
};

} // namespace atelier::cli::chat
