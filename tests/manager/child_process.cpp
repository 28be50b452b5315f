#include "tests/manager/child_process.hpp"

#include <cstdio>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace atelier::test {

namespace {

// A file, since nobody reads stderr while the program runs and a pipe would fill.
int temporary_file() {
  auto* file = std::tmpfile();
  REQUIRE(file);
  const auto copy = ::dup(::fileno(file));
  std::fclose(file);
  return copy;
}

} // namespace

child_process::child_process(const std::string& program, const std::vector<std::string>& arguments) {
  int out[2];
  REQUIRE(::pipe2(out, O_CLOEXEC) == 0);
  err_ = temporary_file();
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, err_, STDERR_FILENO);
  std::vector<char*> argv{const_cast<char*>(program.c_str())};
  for (const auto& each : arguments)
    argv.push_back(const_cast<char*>(each.c_str()));
  argv.push_back(nullptr);
  REQUIRE(::posix_spawn(&pid_, program.c_str(), &actions, nullptr, argv.data(), environ) == 0);
  posix_spawn_file_actions_destroy(&actions);
  ::close(out[1]);
  out_ = out[0];
}

child_process::~child_process() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(out_);
  ::close(err_);
}

std::string child_process::wait_for_line(const std::string& start) {
  for (;;) {
    for (auto end = unread_.find('\n'); end != std::string::npos; end = unread_.find('\n')) {
      const auto line = unread_.substr(0, end);
      unread_.erase(0, end + 1);
      if (line.starts_with(start))
        return line.substr(start.size());
    }
    if (!read_some())
      FAIL("the program ended before it wrote '", start, "': ", errors());
  }
}

bool child_process::read_some() {
  char buffer[4096];
  const auto count = ::read(out_, buffer, sizeof buffer);
  if (count <= 0)
    return false;
  unread_.append(buffer, static_cast<std::size_t>(count));
  return true;
}

void child_process::send_signal(int number) const {
  REQUIRE(::kill(pid_, number) == 0);
}

bool child_process::has_ended() const {
  siginfo_t what{};
  REQUIRE(::waitid(P_PID, static_cast<id_t>(pid_), &what, WEXITED | WNOHANG | WNOWAIT) == 0);
  return what.si_pid == pid_;
}

int child_process::wait() {
  // A full pipe would hold the program up.
  while (read_some()) {
  }
  int status = 0;
  REQUIRE(::waitpid(pid_, &status, 0) == pid_);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

std::string child_process::errors() const {
  std::string text;
  char buffer[4096];
  // The program's own writes go on where this file's position is.
  for (ssize_t count = 0; (count = ::pread(err_, buffer, sizeof buffer, static_cast<off_t>(text.size()))) > 0;)
    text.append(buffer, static_cast<std::size_t>(count));
  return text;
}

} // namespace atelier::test
