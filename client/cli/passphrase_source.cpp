#include "client/cli/passphrase_source.hpp"

#include "protocol/json_text.hpp"
#include "protocol/limits.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

namespace atelier::cli {

using client::failed;
using client::fault_kind;
using client::outcome;

namespace {

/// A file or a terminal that is closed at the end.
class descriptor {
public:
  descriptor(const char* path, int flags) : number_{::open(path, flags | O_CLOEXEC)} {}
  ~descriptor() {
    if (number_ >= 0)
      ::close(number_);
  }
  descriptor(const descriptor&) = delete;
  descriptor& operator=(const descriptor&) = delete;
  [[nodiscard]] int number() const noexcept {
    return number_;
  }

private:
  int number_;
};

/// The first line, without its end.
outcome<std::string> line_of(int from, const std::string& name) {
  std::string out;
  for (char c = 0; ::read(from, &c, 1) == 1 && c != '\n';) {
    out += c;
    if (out.size() > limits::passphrase_bytes_max)
      return failed(fault_kind::misuse, "the passphrase in " + name + " is longer than "
                                            + std::to_string(limits::passphrase_bytes_max) + " bytes");
  }
  if (out.ends_with('\r'))
    out.pop_back();
  if (out.empty())
    return failed(fault_kind::misuse, "there is no passphrase in the first line of " + name);
  return out;
}

outcome<std::string> typed(int terminal, const std::string& prompt) {
  const auto write = [&](const std::string& text) {
    static_cast<void>(!::write(terminal, text.data(), text.size()));
  };
  termios before{};
  ::tcgetattr(terminal, &before);
  auto hidden = before;
  hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  hidden.c_lflag |= ECHONL;
  ::tcsetattr(terminal, TCSAFLUSH, &hidden);
  write(prompt);
  auto out = line_of(terminal, "what was typed");
  ::tcsetattr(terminal, TCSAFLUSH, &before);
  return out;
}

} // namespace

outcome<std::string> read_passphrase(const std::string& file, const std::string& prompt) {
  if (file == "-")
    return line_of(STDIN_FILENO, "the input");
  if (!file.empty()) {
    const descriptor from{file.c_str(), O_RDONLY};
    if (from.number() < 0)
      return failed(fault_kind::misuse, "cannot read the passphrase from " + shown(file) + "; is there such a file?");
    return line_of(from.number(), shown(file));
  }
  if (const auto* known = std::getenv("ATELIER_PASSPHRASE"); known && *known)
    return std::string{known};
  const descriptor terminal{"/dev/tty", O_RDWR | O_NOCTTY};
  if (terminal.number() < 0)
    return failed(fault_kind::misuse, "a passphrase is needed and there is no terminal to ask at; give "
                                      "--passphrase-file FILE, or set ATELIER_PASSPHRASE");
  return typed(terminal.number(), prompt);
}

} // namespace atelier::cli
