#pragma once

#include "client/connection.hpp"
#include "protocol/feed.hpp"

#include <atomic>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace atelier::test {

/// One who writes to a project's feed over connections that come and go, on a thread of its own, and asks again, under
/// the same UUID, what was not answered.
class feed_writer {
public:
  /// Where a message stands, and the UUID under which it was written.
  using place = std::pair<std::uint32_t, seqno_t>;

  /// `number` makes its UUIDs unlike those of others.
  feed_writer(std::string url, session_id project, int number, std::uint64_t seed);
  ~feed_writer();
  feed_writer(const feed_writer&) = delete;
  feed_writer& operator=(const feed_writer&) = delete;

  /// Everybody edits this entry and comments in this thread.
  void share(std::string entry, std::string version, std::string thread);
  void begin();
  /// Ends when what was begun is answered.
  void end();

  [[nodiscard]] int answered() const noexcept {
    return answered_;
  }
  /// Everything that was answered; after `end`.
  [[nodiscard]] const std::map<place, std::string>& answers() const noexcept {
    return answers_;
  }
  /// What should not have been answered; after `end`, empty where all is well.
  [[nodiscard]] const std::string& complaint() const noexcept {
    return complaint_;
  }

private:
  void run();
  void write_one();
  [[nodiscard]] std::string next_uuid();
  [[nodiscard]] std::optional<json> ask(const std::string& action, const json& args);
  void write(const std::string& action, json args, const char* uuid);

  std::string url_;
  session_id project_;
  int number_;
  std::mt19937_64 dice_;
  std::string entry_, version_, thread_;
  std::vector<std::string> comments_;
  int made_ = 0;
  std::optional<client::sender> connection_;
  std::map<place, std::string> answers_;
  std::string complaint_;
  std::atomic<int> answered_{0};
  std::atomic<bool> is_over_{false};
  std::thread thread_of_;
};

} // namespace atelier::test
