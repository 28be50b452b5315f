#include "tests/client/cli/test_program.hpp"

#include <array>
#include <csignal>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace atelier::cli {

test_program::test_program(const std::string& name, std::vector<std::string> arguments) {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe2(pipe.data(), O_CLOEXEC) == 0);
  errors_ = ::memfd_create("stderr", MFD_CLOEXEC);
  REQUIRE(errors_ >= 0);
  const auto program = std::string{ATELIER_BIN_DIR} + "/" + name;
  std::vector<char*> words{const_cast<char*>(program.c_str())};
  for (auto& each : arguments)
    words.push_back(each.data());
  words.push_back(nullptr);
  pid_ = ::fork();
  REQUIRE(pid_ >= 0);
  if (pid_ == 0) {
    ::dup2(pipe[1], STDOUT_FILENO);
    ::dup2(errors_, STDERR_FILENO);
    ::execv(program.c_str(), words.data());
    ::_exit(127);
  }
  ::close(pipe[1]);
  out_ = pipe[0];
}

test_program::~test_program() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(out_);
  ::close(errors_);
}

void test_program::signal(int number) const {
  REQUIRE(::kill(pid_, number) == 0);
}

std::string test_program::line_with(const std::string& start) {
  for (;;) {
    for (auto end = unread_.find('\n'); end != std::string::npos; end = unread_.find('\n')) {
      const auto line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      if (line.starts_with(start))
        return line.substr(start.size());
    }
    std::array<char, 4096> chunk{};
    const auto count = ::read(out_, chunk.data(), chunk.size());
    if (count <= 0)
      FAIL("stdout ended before a line with " << start);
    unread_.append(chunk.data(), static_cast<std::size_t>(count));
  }
}

test_program::result test_program::wait() {
  result out;
  std::array<char, 4096> chunk{};
  for (ssize_t count = 0; (count = ::read(out_, chunk.data(), chunk.size())) > 0;)
    unread_.append(chunk.data(), static_cast<std::size_t>(count));
  int status = 0;
  REQUIRE(::waitpid(pid_, &status, 0) == pid_);
  pid_ = -1;
  out.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  out.out = std::exchange(unread_, {});
  ::lseek(errors_, 0, SEEK_SET);
  for (ssize_t count = 0; (count = ::read(errors_, chunk.data(), chunk.size())) > 0;)
    out.errors.append(chunk.data(), static_cast<std::size_t>(count));
  return out;
}

} // namespace atelier::cli
