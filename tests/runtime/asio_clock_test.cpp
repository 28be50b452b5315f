#include "tests/runtime/pool.hpp"

#include <chrono>
#include <doctest/doctest.h>

using namespace atelier::runtime;
using namespace atelier::runtime::test;
using namespace std::chrono_literals;

namespace {

using tracked = std::shared_ptr<int>;

caf::behavior silent(caf::event_based_actor* self) {
  return {[self](int) { return self->make_response_promise<int>(); },
          [](const tracked&) {
          }};
}

} // namespace

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tracked)

TEST_CASE("delayed messages arrive in the order of their times") {
  pool p;
  caf::scoped_actor self{p.system};
  p.spawn([to = caf::actor_cast<caf::actor>(self)](caf::event_based_actor* from) {
    from->delayed_send(to, 60ms, 3);
    from->delayed_send(to, 40ms, 2);
    from->delayed_send(to, 1ms, 1);
  });
  std::vector<int> got;
  for (int i = 0; i < 3; ++i)
    self->receive([&](int x) { got.push_back(x); });
  CHECK(got == std::vector{1, 2, 3});
}

TEST_CASE("a delayed message never comes early") {
  pool p;
  caf::scoped_actor self{p.system};
  const auto before = std::chrono::steady_clock::now();
  self->delayed_send(caf::actor_cast<caf::actor>(self), 20ms, 1);
  self->receive([](int) {});
  CHECK(std::chrono::steady_clock::now() - before >= 20ms);
}

TEST_CASE("a request that nobody answers fails with a timeout") {
  pool p;
  caf::scoped_actor self{p.system};
  const auto deaf = p.spawn(silent);
  const auto asker = p.spawn([=](caf::event_based_actor* from) -> caf::behavior {
    from->request(deaf, 5ms, 1).then([](int) {}, [from](const caf::error& why) { from->quit(why); });
    return {[](int) {
    }};
  });
  CHECK(wait_for_end(self, asker) == caf::sec::request_timeout);
  self->send_exit(deaf, caf::exit_reason::user_shutdown);
}

TEST_CASE("an answer in time calls the timeout off") {
  pool p;
  caf::scoped_actor self{p.system};
  const auto worker = p.spawn([](caf::event_based_actor*) -> caf::behavior {
    return {[](int x) {
      return x;
    }};
  });
  const auto asker = p.spawn([=](caf::event_based_actor* from) -> caf::behavior {
    from->request(worker, 3600s, 1)
        .then([from](int) { from->quit(); }, [from](const caf::error& why) { from->quit(why); });
    return {[](int) {
    }};
  });
  CHECK_FALSE(wait_for_end(self, asker));
  self->send_exit(worker, caf::exit_reason::user_shutdown);
}

TEST_CASE("an actor that hears nothing for long enough has its timeout run") {
  pool p;
  caf::scoped_actor self{p.system};
  const auto impatient = p.spawn([](caf::event_based_actor* actor) -> caf::behavior {
    return {[](int) {}, caf::after(2ms) >>
                            [actor] {
                              actor->quit(caf::sec::request_timeout);
                            }};
  });
  CHECK(wait_for_end(self, impatient) == caf::sec::request_timeout);
}

TEST_CASE("stopping does not wait for timers, and frees what they hold") {
  const auto payload = std::make_shared<int>(1);
  {
    pool p;
    caf::scoped_actor self{p.system};
    const auto actor = p.spawn(silent);
    p.spawn([actor, payload](caf::event_based_actor* from) {
      for (int i = 0; i < 100; ++i)
        from->delayed_send(actor, 1h, payload);
    });
    self->send_exit(actor, caf::exit_reason::user_shutdown);
  }
  CHECK(payload.use_count() == 1);
}

TEST_CASE("a timeout may drop the last reference to its actor") {
  const auto payload = std::make_shared<int>(1);
  {
    pool p;
    caf::scoped_actor self{p.system};
    for (int i = 0; i < 500; ++i) {
      auto actor = p.spawn(silent);
      self->delayed_send(actor, 1ms, payload);
      self->send_exit(actor, caf::exit_reason::user_shutdown);
    }
    self->delayed_send(caf::actor_cast<caf::actor>(self), 3ms, 1);
    self->receive([](int) {});
  }
  CHECK(payload.use_count() == 1);
}

TEST_CASE("thousands of timeouts that are called off leave the clock working") {
  pool p;
  caf::scoped_actor self{p.system};
  for (int i = 0; i < 2000; ++i) {
    auto actor = p.spawn([](caf::event_based_actor* worker) -> caf::behavior {
      return {[worker](int) { worker->quit(); }, caf::after(3600s) >>
                                                     [] {
                                                     }};
    });
    self->send(actor, 1);
  }
  self->delayed_send(caf::actor_cast<caf::actor>(self), 1ms, 7);
  int got = 0;
  self->receive([&](int x) { got = x; });
  CHECK(got == 7);
}
