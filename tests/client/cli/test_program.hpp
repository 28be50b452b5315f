#pragma once

#include <string>
#include <sys/types.h>
#include <vector>

namespace atelier::cli {

/// A built program that runs beside the test; killed when this is destroyed while it still runs. Its stdout is read
/// through a pipe, its stderr is kept until its end.
class test_program {
public:
  test_program(const std::string& name, std::vector<std::string> arguments);
  ~test_program();
  test_program(const test_program&) = delete;
  test_program& operator=(const test_program&) = delete;

  /// The rest of the first line of stdout that begins with `start`; fails the test where stdout ends before.
  [[nodiscard]] std::string line_with(const std::string& start);
  void signal(int number) const;

  struct result {
    /// Minus the signal where one ended it.
    int code = 0;
    std::string out;
    std::string errors;
  };
  /// Waits for the end; `out` is what no `line_with` has taken.
  [[nodiscard]] result wait();

private:
  pid_t pid_ = -1;
  int out_ = -1;
  int errors_ = -1;
  std::string unread_;
};

} // namespace atelier::cli
