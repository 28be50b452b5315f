#include "client/connection.hpp"
#include "tests/system/chatter.hpp"
#include "tests/system/server_process.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <map>
#include <random>
#include <thread>

using namespace atelier;
using namespace atelier::test;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int people_count = 30;
constexpr int things = 30;
#else
constexpr int people_count = 100;
constexpr int things = 100;
#endif

class crowd {
public:
  explicit crowd(server_process& server) {
    for (int i = 0; i < people_count; ++i)
      people_.emplace_back(server.url(static_cast<std::size_t>(i)), i, session_id{1});
  }

  /// One look at everybody; somebody is cut off now and then.
  void go_on(bool cuts) {
    for (auto& each : people_) {
      each.go_on();
      each.say(things);
    }
    if (cuts)
      people_[dice_() % people_.size()].cut();
  }

  [[nodiscard]] bool has_said_all() const {
    return std::ranges::all_of(people_, [](const auto& each) { return each.answered() == things; });
  }
  [[nodiscard]] int answered() const {
    int sum = 0;
    for (const auto& each : people_)
      sum += each.answered();
    return sum;
  }

  /// Everybody has heard the same, each thing once, and the things of each in the order in which they were said.
  void check() {
    constexpr auto total = static_cast<std::size_t>(people_count) * things;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    const auto is_behind = [](const chatter& each) {
      return !each.is_synced() || each.heard().size() < total;
    };
    while (std::ranges::any_of(people_, is_behind) && std::chrono::steady_clock::now() < deadline)
      for (auto& each : people_)
        each.go_on();
    const auto& first = people_.front().heard();
    REQUIRE(first.size() == total);
    for (const auto& each : people_)
      CHECK((each.heard() == first));
    std::map<std::string, int> said;
    for (const auto& text : first) {
      const auto colon = text.find(':');
      CHECK(std::stoi(text.substr(colon + 1)) == ++said[text.substr(0, colon)]);
    }
  }

private:
  std::mt19937 dice_{1};
  std::vector<chatter> people_;
};

} // namespace

TEST_CASE("a hundred who each say a hundred things while some reconnect end with the same messages in the same order") {
  const temporary_folder folder;
  server_process server{folder.path()};
  crowd all{server};
  for (int turn = 0; !all.has_said_all(); ++turn) {
    REQUIRE(turn < 100'000);
    all.go_on(turn % 8 == 0);
  }
  all.check();
}

TEST_CASE("kill -9 loses no message that was answered, and doubles none") {
  const temporary_folder folder;
  server_process server{folder.path()};
  crowd all{server};
  int killed = 0;
  for (int turn = 0; !all.has_said_all(); ++turn) {
    REQUIRE(turn < 100'000);
    all.go_on(false);
    constexpr auto total = people_count * things;
    if (killed < 5 && all.answered() > (killed + 1) * total / 7) {
      server.kill();
      server.start();
      ++killed;
    }
  }
  CHECK(killed == 5);
  all.check();
}
