#pragma once

#include "tests/client/cli/chat_screen.hpp"

#include <functional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace atelier::test {

/// A program in a pseudo-terminal of 40 columns, with the screen that a person would see; killed when this is destroyed
/// while it still runs.
class chat_pseudo_terminal {
public:
  static constexpr unsigned short columns = 40;

  /// `folder` is where the program runs.
  chat_pseudo_terminal(const std::string& program, const std::vector<std::string>& arguments,
                       const std::string& folder = ".");
  ~chat_pseudo_terminal();
  chat_pseudo_terminal(const chat_pseudo_terminal&) = delete;
  chat_pseudo_terminal& operator=(const chat_pseudo_terminal&) = delete;

  void type(const std::string& keys) const;
  /// Takes what the program has written until `seen` holds; false where it does not within a time in which it must.
  [[nodiscard]] bool shows(const std::function<bool(const chat_screen&)>& seen);
  /// The same for a row that holds a text.
  [[nodiscard]] bool shows(const std::string& text);
  /// The same for a text that may go over several rows.
  [[nodiscard]] bool shows_wrapped(const std::string& text);
  [[nodiscard]] const chat_screen& screen() const noexcept {
    return screen_;
  }
  /// Whether what is typed is shown by the terminal itself.
  [[nodiscard]] bool echoes() const;
  /// Waits for the end and gives the exit code, or minus the signal that ended it.
  [[nodiscard]] int wait();

private:
  /// False where nothing came for a moment.
  bool read_some();

  pid_t pid_ = -1;
  int terminal_ = -1;
  bool ended_ = false;
  chat_screen screen_{columns};
};

} // namespace atelier::test
