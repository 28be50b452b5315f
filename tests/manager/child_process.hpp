#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace atelier::test {

/// A program that runs beside the test; killed when this is destroyed while it still runs.
class child_process {
public:
  /// Starts `program`; both its outputs are kept.
  child_process(const std::string& program, const std::vector<std::string>& arguments);
  ~child_process();
  child_process(const child_process&) = delete;
  child_process& operator=(const child_process&) = delete;

  /// Reads stdout until a whole line starts with `start`, and gives the rest of it; fails the test where stdout ends.
  std::string wait_for_line(const std::string& start);
  [[nodiscard]] pid_t id() const noexcept {
    return pid_;
  }
  void send_signal(int number) const;
  /// Not after `wait`.
  [[nodiscard]] bool has_ended() const;
  /// Waits for the end and gives the exit code, or minus the signal that ended it.
  [[nodiscard]] int wait();
  /// What no `wait_for_line` has taken of stdout; after `wait`.
  [[nodiscard]] const std::string& output() const noexcept {
    return unread_;
  }
  /// Everything on stderr so far.
  [[nodiscard]] std::string errors() const;

private:
  [[nodiscard]] bool read_some();

  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::string unread_;
};

} // namespace atelier::test
