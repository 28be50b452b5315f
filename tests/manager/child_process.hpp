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
  void send_signal(int number) const;
  /// Waits for the end and gives the exit code, or minus the signal that ended it.
  [[nodiscard]] int wait();
  /// Everything on stderr; after `wait`.
  [[nodiscard]] std::string errors();

private:
  pid_t pid_ = -1;
  int out_ = -1;
  int err_ = -1;
  std::string unread_;
};

} // namespace atelier::test
