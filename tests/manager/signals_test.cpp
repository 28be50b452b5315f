#include "manager/signals.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <thread>
#include <unistd.h>

using namespace atelier;

namespace {

std::chrono::steady_clock::time_point now() {
  return std::chrono::steady_clock::now();
}

} // namespace

TEST_CASE("signals come as events, and each is told from the other") {
  signals events;
  ::kill(::getpid(), SIGTERM);
  auto event = events.wait(std::nullopt);
  REQUIRE(std::holds_alternative<signal_came>(event));
  CHECK_FALSE(std::get<signal_came>(event).interrupt);
  ::kill(::getpid(), SIGINT);
  event = events.wait(std::nullopt);
  REQUIRE(std::holds_alternative<signal_came>(event));
  CHECK(std::get<signal_came>(event).interrupt);
}

TEST_CASE("what another thread tells comes in its order") {
  signals events;
  std::thread teller{[&] {
    events.tell(server_is_stopping{});
    events.tell(over{exit_code::failed, "why"});
  }};
  CHECK(std::holds_alternative<server_is_stopping>(events.wait(std::nullopt)));
  const auto second = events.wait(std::nullopt);
  REQUIRE(std::holds_alternative<over>(second));
  CHECK(std::get<over>(second).code == exit_code::failed);
  teller.join();
}

TEST_CASE("waiting ends with the time that was given") {
  signals events;
  CHECK(std::holds_alternative<nothing_came>(events.wait(now())));
  const auto until = now() + std::chrono::milliseconds{5};
  CHECK(std::holds_alternative<nothing_came>(events.wait(until)));
  CHECK(now() >= until);
}

TEST_CASE("writing to a socket that nobody reads does not end the process") {
  signals events;
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  ::close(ends[0]);
  CHECK(::write(ends[1], "x", 1) == -1);
  ::close(ends[1]);
}
