#include "tests/client/cli/chat_pseudo_terminal.hpp"

#include "tests/system/environment.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <doctest/doctest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

namespace atelier::test {

chat_pseudo_terminal::chat_pseudo_terminal(const std::string& program, const std::vector<std::string>& arguments,
                                           const std::string& folder) {
  std::vector<std::string> words{program};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& each : words)
    argv.push_back(each.data());
  argv.push_back(nullptr);
  // Made before the fork, after which only the simplest calls are safe.
  std::array<std::string, 6> environment{"TERM=xterm",
                                         "LC_ALL=C.UTF-8",
                                         "TZ=UTC",
                                         "INPUTRC=/dev/null",
                                         std::string{"PATH="} + (std::getenv("PATH") ? std::getenv("PATH") : ""),
                                         "HOME=" + folder};
  std::vector<char*> envp;
  for (auto& each : environment)
    envp.push_back(each.data());
  envp.push_back(nullptr);
  winsize size{};
  size.ws_row = 24;
  size.ws_col = columns;
  pid_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) {
    if (::chdir(folder.c_str()) != 0)
      ::_exit(126);
    ::execve(program.c_str(), argv.data(), envp.data());
    ::_exit(127);
  }
}

chat_pseudo_terminal::~chat_pseudo_terminal() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(terminal_);
}

void chat_pseudo_terminal::type(const std::string& keys) const {
  REQUIRE(::write(terminal_, keys.data(), keys.size()) == static_cast<ssize_t>(keys.size()));
}

bool chat_pseudo_terminal::read_some() {
  pollfd ready{terminal_, POLLIN, 0};
  constexpr int moment_ms = 20;
  if (ended_ || ::poll(&ready, 1, moment_ms) <= 0)
    return false;
  std::array<char, 4096> buffer{};
  const auto count = ::read(terminal_, buffer.data(), buffer.size());
  // A terminal whose program has gone gives an error, not an end.
  ended_ = count <= 0;
  if (!ended_)
    screen_.write({buffer.data(), static_cast<std::size_t>(count)});
  return !ended_;
}

bool chat_pseudo_terminal::shows(const std::function<bool(const chat_screen&)>& seen) {
  return eventually([&] {
    read_some();
    return seen(screen_);
  });
}

bool chat_pseudo_terminal::shows(const std::string& text) {
  return shows([&](const chat_screen& screen) {
    return std::ranges::any_of(screen.rows(),
                               [&](const std::string& row) { return row.find(text) != std::string::npos; });
  });
}

bool chat_pseudo_terminal::shows_wrapped(const std::string& text) {
  auto wanted = text;
  std::erase(wanted, ' ');
  return shows([&](const chat_screen& screen) {
    std::string all;
    for (const auto& row : screen.rows())
      all += row;
    std::erase(all, ' ');
    return all.find(wanted) != std::string::npos;
  });
}

bool chat_pseudo_terminal::echoes() const {
  termios how{};
  REQUIRE(::tcgetattr(terminal_, &how) == 0);
  return (how.c_lflag & ECHO) != 0;
}

int chat_pseudo_terminal::wait() {
  int status = 0;
  REQUIRE(eventually([&] {
    read_some();
    return ::waitpid(pid_, &status, WNOHANG) == pid_;
  }));
  pid_ = -1;
  while (read_some()) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

} // namespace atelier::test
