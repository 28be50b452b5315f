#include "runtime/group_wake.hpp"

#include "runtime/strand_actor.hpp"
#include "tests/runtime/pool.hpp"

#include <doctest/doctest.h>
#include <latch>

using namespace atelier::runtime;
using namespace atelier::runtime::test;

namespace {

// Counts without a lock how often it was woken and messaged, and tells a latch of each.
class reader : public strand_actor<caf::event_based_actor> {
public:
  reader(caf::actor_config& cfg, strand where, std::shared_ptr<std::latch> left)
      : strand_actor{cfg, std::move(where)}, left_{std::move(left)} {}

  caf::behavior make_behavior() override {
    return {[this](caf::put_atom) { count(); },
            [this](caf::get_atom) {
              return static_cast<std::int64_t>(sum_);
            }};
  }

private:
  void woken(std::uint64_t what) override {
    sum_ += what;
    count();
  }

  void count() {
    if (what_runs_)
      sum_ += 1'000'000;
    what_runs_ = true;
    left_->count_down();
    what_runs_ = false;
  }

  std::shared_ptr<std::latch> left_;
  std::uint64_t sum_ = 0;
  bool what_runs_ = false;
};

caf::actor spawn_reader(pool& p, const std::shared_ptr<std::latch>& left) {
  return p.system.spawn<reader>(strand{io_context_of(p.system).get_executor()}, left);
}

std::int64_t sum_of(caf::scoped_actor& self, const caf::actor& who) {
  std::int64_t sum = 0;
  self->request(who, caf::infinite, caf::get_atom::value)
      .receive([&](std::int64_t it) { sum = it; }, [](const caf::error&) { FAIL("the reader has ended"); });
  return sum;
}

} // namespace

TEST_CASE("everybody in a group is woken with the same word, once for each call, beside messages") {
  constexpr std::size_t readers = 300;
  constexpr std::ptrdiff_t calls = 20;
  pool p;
  const auto left = std::make_shared<std::latch>(readers * calls * 2);
  std::vector<caf::actor> all;
  std::vector<sleeper> group;
  for (std::size_t i = 0; i < readers; ++i) {
    all.push_back(spawn_reader(p, left));
    group.push_back(sleeper_of(all.back()));
  }
  for (auto call = calls; call > 0; --call) {
    wake_group(p.system, group, 7);
    for (const auto& each : all)
      caf::anon_send(each, caf::put_atom::value);
  }
  left->wait();
  caf::scoped_actor self{p.system};
  for (const auto& each : all) {
    CHECK(sum_of(self, each) == 7 * calls);
    caf::anon_send_exit(each, caf::exit_reason::user_shutdown);
  }
}

TEST_CASE("one that has ended is passed over, and one that is no strand actor too") {
  pool p;
  caf::scoped_actor self{p.system};
  const auto left = std::make_shared<std::latch>(1);
  const auto ended = spawn_reader(p, left);
  const auto other = p.spawn([](caf::event_based_actor*) {
    return caf::behavior{[](caf::put_atom) {
    }};
  });
  const auto alive = spawn_reader(p, left);
  std::vector<sleeper> group{sleeper_of(ended), sleeper_of(other), sleeper_of(alive)};
  CHECK(group[1].who == nullptr);
  caf::anon_send_exit(ended, caf::exit_reason::user_shutdown);
  static_cast<void>(wait_for_end(self, ended));
  wake_group(p.system, std::move(group), 5);
  left->wait();
  CHECK(sum_of(self, alive) == 5);
  caf::anon_send_exit(alive, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(other, caf::exit_reason::user_shutdown);
}
