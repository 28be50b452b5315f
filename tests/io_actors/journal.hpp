#pragma once

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

namespace atelier::test {

/// What happened on other threads, line by line. A test waits for what must happen; a hang is caught by the test's
/// own time limit.
class journal {
public:
  void add(std::string line) {
    const std::lock_guard lock{mutex_};
    lines_.push_back(std::move(line));
    changed_.notify_all();
  }
  void wait_for(const std::string& line) {
    std::unique_lock lock{mutex_};
    changed_.wait(lock, [&] { return std::find(lines_.begin(), lines_.end(), line) != lines_.end(); });
  }
  [[nodiscard]] bool has(const std::string& line) {
    const std::lock_guard lock{mutex_};
    return std::find(lines_.begin(), lines_.end(), line) != lines_.end();
  }
  [[nodiscard]] std::size_t count(const std::string& line) {
    const std::lock_guard lock{mutex_};
    return static_cast<std::size_t>(std::count(lines_.begin(), lines_.end(), line));
  }

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> lines_;
};

} // namespace atelier::test
