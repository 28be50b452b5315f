#include "runtime/strand_actor.hpp"
#include "tests/runtime/pool.hpp"

#include <boost/asio/ip/udp.hpp>
#include <boost/asio/post.hpp>
#include <doctest/doctest.h>
#include <future>
#include <stdexcept>

using namespace atelier::runtime;
using namespace atelier::runtime::test;

namespace {

using tracked = std::shared_ptr<int>;

caf::behavior doubler(caf::event_based_actor*) {
  return {[](int x) {
    return 2 * x;
  }};
}

caf::behavior thrower(caf::event_based_actor*) {
  return {[](int) -> int {
    throw std::runtime_error{"seven of nine"};
  }};
}

caf::behavior holder(caf::event_based_actor* self) {
  return {[](const tracked&) {},
          [self](caf::ok_atom) {
            self->quit();
          }};
}

// Sends itself messages for ever, until it is told to stop.
caf::behavior spinner(caf::event_based_actor* self) {
  self->send(self, 1);
  return {[self](int) { self->send(self, 1); },
          [self](caf::ok_atom) {
            self->quit();
          }};
}

} // namespace

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(tracked)

TEST_CASE("actors on the pool answer each other") {
  pool p;
  caf::scoped_actor self{p.system};
  const auto worker = p.spawn(doubler);
  for (int i = 0; i < 1000; ++i) {
    int answer = 0;
    self->request(worker, caf::infinite, i).receive([&](int x) { answer = x; }, [](const caf::error&) {});
    REQUIRE(answer == 2 * i);
  }
  self->send_exit(worker, caf::exit_reason::user_shutdown);
}

TEST_CASE("an actor's own messages arrive in order") {
  std::promise<bool> done;
  pool p;
  const auto receiver = p.spawn([&](caf::event_based_actor* self) -> caf::behavior {
    auto next = std::make_shared<int>(0);
    return {[&, self, next](int x) {
      if (x != (*next)++ || x == 9999) {
        done.set_value(x == 9999);
        self->quit();
      }
    }};
  });
  p.spawn([receiver](caf::event_based_actor* self) {
    for (int i = 0; i < 10'000; ++i)
      self->send(receiver, i);
  });
  CHECK(done.get_future().get());
}

TEST_CASE("an actor that never runs out of messages leaves room for others on the only thread") {
  pool p{1};
  caf::scoped_actor self{p.system};
  const auto busy = p.spawn(spinner);
  const auto worker = p.spawn(doubler);
  int answer = 0;
  self->request(worker, caf::infinite, 21).receive([&](int x) { answer = x; }, [](const caf::error&) {});
  CHECK(answer == 42);
  self->send(busy, caf::ok_atom_v);
  self->send_exit(worker, caf::exit_reason::user_shutdown);
}

TEST_CASE("ten thousand actors come, work and go") {
  pool p;
  caf::scoped_actor self{p.system};
  std::vector<caf::actor> actors;
  for (int i = 0; i < 10'000; ++i)
    actors.push_back(p.spawn([](caf::event_based_actor* worker) -> caf::behavior {
      return {[worker](int x) {
        worker->quit();
        return x + 1;
      }};
    }));
  for (const auto& actor : actors)
    self->send(actor, 1);
  int sum = 0;
  for (std::size_t i = 0; i < actors.size(); ++i)
    self->receive([&](int x) { sum += x; });
  CHECK(sum == 20'000);
}

TEST_CASE("a detached actor works beside the pool") {
  pool p;
  caf::scoped_actor self{p.system};
  const auto worker = p.spawn<caf::detached>(doubler);
  int answer = 0;
  self->request(worker, caf::infinite, 4).receive([&](int x) { answer = x; }, [](const caf::error&) {});
  CHECK(answer == 8);
  self->send_exit(worker, caf::exit_reason::user_shutdown);
}

TEST_CASE("an exception in a behavior ends that actor alone and is reported") {
  pool p;
  caf::scoped_actor self{p.system};
  const auto bad = p.spawn(thrower);
  const auto good = p.spawn(doubler);
  self->send(bad, 7);
  CHECK(wait_for_end(self, bad) == caf::sec::runtime_error);
  int answer = 0;
  self->request(good, caf::infinite, 2).receive([&](int x) { answer = x; }, [](const caf::error&) {});
  CHECK(answer == 4);
  self->send_exit(good, caf::exit_reason::user_shutdown);
  while (!p.faults.mentions("seven of nine"))
    std::this_thread::yield();
}

TEST_CASE("an exception out of on_exit ends the actor and is reported") {
  class bad_exit : public caf::event_based_actor {
  public:
    using event_based_actor::event_based_actor;
    caf::behavior make_behavior() override {
      return {[this](int) {
        quit();
      }};
    }
    void on_exit() override {
      throw std::runtime_error{"the door is stuck"};
    }
  };
  pool p;
  caf::scoped_actor self{p.system};
  const auto bad = p.system.spawn<bad_exit>();
  self->send(bad, 1);
  CHECK(wait_for_end(self, bad) == caf::sec::runtime_error);
  CHECK(p.faults.mentions("the door is stuck"));
}

TEST_CASE("an exception in a bare handler is reported and the pool goes on") {
  std::promise<void> after;
  pool p{1};
  boost::asio::post(io_context_of(p.system), [] { throw std::runtime_error{"no hands"}; });
  boost::asio::post(io_context_of(p.system), [&] { after.set_value(); });
  after.get_future().wait();
  CHECK(p.faults.mentions("no hands"));
}

TEST_CASE("what an actor prints reaches the fault handler line by line") {
  pool p;
  p.spawn([](caf::event_based_actor* self) {
    caf::aout(self) << "half "
                    << "a line" << std::endl;
  });
  while (!p.faults.mentions("half a line"))
    std::this_thread::yield();
}

TEST_CASE("stopping the pool frees messages that nobody took") {
  const auto payload = std::make_shared<int>(1);
  {
    std::promise<void> entered;
    std::promise<void> leave;
    pool p{1};
    const auto actor = p.spawn(holder);
    boost::asio::post(io_context_of(p.system), [&] {
      entered.set_value();
      leave.get_future().wait();
    });
    entered.get_future().wait();
    caf::anon_send(actor, caf::ok_atom_v);
    for (int i = 0; i < 100; ++i)
      caf::anon_send(actor, payload);
    leave.set_value();
  }
  CHECK(payload.use_count() == 1);
}

TEST_CASE("stopping the pool frees sockets' operations that never ended") {
  const auto payload = std::make_shared<int>(1);
  {
    pool p;
    using boost::asio::ip::udp;
    auto socket = std::make_shared<udp::socket>(io_context_of(p.system), udp::endpoint{udp::v4(), 0});
    auto buffer = std::make_shared<char>();
    socket->async_receive(boost::asio::buffer(buffer.get(), 1), [socket, buffer, payload](auto, auto) {});
  }
  CHECK(payload.use_count() == 1);
}

#ifndef ATELIER_TSAN // CAF's own scheduler, which this one starts, is full of what the sanitizer can't see.
TEST_CASE("a system without the coordinator is refused by name") {
  caf::actor_system_config config;
  caf::actor_system system{config};
  CHECK_THROWS_WITH_AS(static_cast<void>(coordinator_of(system)),
                       "this actor system was made without use_asio_coordinator", std::logic_error);
}
#endif
