#include "runtime/strand_actor.hpp"
#include "tests/runtime/pool.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <doctest/doctest.h>
#include <functional>
#include <future>
#include <stdexcept>

using namespace atelier::runtime;
using namespace atelier::runtime::test;

namespace {

// Runs what a test gives it as a socket handler, when it is sent an int.
class host : public strand_actor<caf::event_based_actor> {
public:
  using action = std::function<void(host&)>;
  using strand_actor::bind;
  using strand_actor::finish;
  using strand_actor::on;

  host(caf::actor_config& cfg, strand where, action what, std::shared_ptr<int> alive = nullptr)
      : strand_actor{cfg, std::move(where)}, what_{std::move(what)}, alive_{std::move(alive)} {}

  caf::behavior make_behavior() override {
    return {[this](int) {
      boost::asio::post(on(), bind([this] { what_(*this); }));
    }};
  }

private:
  action what_;
  std::shared_ptr<int> alive_;
};

strand a_strand(pool& p) {
  return strand{io_context_of(p.system).get_executor()};
}

caf::error run_in_handler(pool& p, host::action what) {
  caf::scoped_actor self{p.system};
  const auto actor = p.system.spawn<host>(a_strand(p), std::move(what));
  self->send(actor, 1);
  return wait_for_end(self, actor);
}

} // namespace

TEST_CASE("an exception in a socket handler ends its actor with an error, and is reported") {
  pool p{1};
  CHECK(run_in_handler(p, [](host&) { throw std::runtime_error{"the wire is cut"}; }) == caf::sec::runtime_error);
  CHECK(p.faults.mentions("the wire is cut"));
}

TEST_CASE("the pool lives on after an exception in a socket handler") {
  pool p{1};
  run_in_handler(p, [](host&) { throw 42; });
  CHECK(run_in_handler(p, [](host& h) { h.finish(caf::sec::end_of_stream); }) == caf::sec::end_of_stream);
}

TEST_CASE("finish ends an actor out of a socket handler") {
  pool p;
  CHECK(run_in_handler(p, [](host& h) { h.finish(caf::sec::end_of_stream); }) == caf::sec::end_of_stream);
}

TEST_CASE("quit ends an actor out of a socket handler") {
  pool p;
  CHECK(run_in_handler(p, [](host& h) { h.quit(caf::sec::end_of_stream); }) == caf::sec::end_of_stream);
}

TEST_CASE("the first reason to finish is the one that counts") {
  pool p;
  CHECK(run_in_handler(p,
                       [](host& h) {
                         h.finish(caf::sec::end_of_stream);
                         h.finish(caf::sec::runtime_error);
                       })
        == caf::sec::end_of_stream);
}

TEST_CASE("a handler that comes after the actor's end is not called") {
  std::promise<void> ran;
  bool called = false;
  pool p;
  run_in_handler(p, [&](host& h) {
    const auto on = h.on();
    boost::asio::post(on, h.bind([&] { called = true; }));
    boost::asio::post(on, [&] { ran.set_value(); });
    h.finish(caf::exit_reason::user_shutdown);
  });
  ran.get_future().wait();
  CHECK_FALSE(called);
}

TEST_CASE("a request to a strand actor that has ended gets an error") {
  pool p;
  caf::scoped_actor self{p.system};
  const auto actor = p.system.spawn<host>(a_strand(p), [](host& h) { h.finish(caf::sec::end_of_stream); });
  self->send(actor, 1);
  wait_for_end(self, actor);
  caf::error why;
  self->request(actor, caf::infinite, 1).receive([] {}, [&](const caf::error& e) { why = e; });
  CHECK(why);
}

TEST_CASE("a pending operation keeps its actor alive until the actor ends") {
  auto alive = std::make_shared<int>(1);
  std::promise<void> waited;
  pool p;
  {
    const auto actor = p.system.spawn<host>(
        a_strand(p),
        [&](host& h) {
          auto timer = std::make_shared<boost::asio::steady_timer>(h.on(), std::chrono::milliseconds{5});
          timer->async_wait(h.bind([&h, &waited, timer](boost::system::error_code) {
            waited.set_value();
            h.finish(caf::exit_reason::user_shutdown);
          }));
        },
        alive);
    caf::anon_send(actor, 1);
  }
  waited.get_future().wait();
  while (alive.use_count() != 1)
    std::this_thread::yield();
  CHECK(alive.use_count() == 1);
}

TEST_CASE("an actor that nobody can reach any more is destroyed wherever its last reference goes") {
  auto alive = std::make_shared<int>(1);
  std::vector<std::thread> droppers;
  pool p;
  for (int i = 0; i < 50; ++i) {
    auto actor = p.system.spawn<host>(
        a_strand(p), [](host&) {}, alive);
    caf::anon_send(actor, 1);
    droppers.emplace_back([actor = std::move(actor)]() mutable { actor = nullptr; });
  }
  for (auto& dropper : droppers)
    dropper.join();
  while (alive.use_count() != 1)
    std::this_thread::yield();
  CHECK(alive.use_count() == 1);
}

TEST_CASE("a pool that stops with handlers still queued frees their actors") {
  auto alive = std::make_shared<int>(1);
  {
    pool p{2};
    for (int i = 0; i < 50; ++i) {
      const auto actor = p.system.spawn<host>(
          a_strand(p),
          [](host& h) {
            auto timer = std::make_shared<boost::asio::steady_timer>(h.on(), std::chrono::hours{1});
            timer->async_wait(h.bind([timer](boost::system::error_code) {}));
            h.finish(caf::exit_reason::user_shutdown);
          },
          alive);
      caf::anon_send(actor, 1);
    }
  }
  CHECK(alive.use_count() == 1);
}
