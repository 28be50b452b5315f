#include "runtime/group_wake.hpp"

#include "runtime/strand_actor.hpp"
#include "tests/runtime/pool.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <latch>
#include <span>
#include <string_view>
#include <thread>

using namespace atelier::runtime;
using namespace atelier::runtime::test;

namespace {

constexpr std::uint64_t log_name = 7;

std::shared_ptr<const log_tail> append_to(const std::shared_ptr<shared_log>& log) {
  constexpr std::string_view text = "more";
  const auto from = log->end();
  log->append(std::as_bytes(std::span{text}), from.offset + text.size());
  return make_log_tail(log_name, log, from, log->end(), 100);
}

struct shared_by_readers {
  std::shared_ptr<shared_log> log = std::make_shared<shared_log>(1'000'000);
  /// Counted down by each reader that has come this far.
  std::uint64_t goal = 0;
  std::latch left;
  /// Of all readers together.
  std::atomic<int> wakes{0};

  shared_by_readers(std::uint64_t appends, std::ptrdiff_t readers) : goal{appends * 4}, left{readers} {}
};

// Follows a log and takes messages, without a lock of its own; any overlap would be seen.
class reader : public strand_actor<caf::event_based_actor> {
public:
  reader(caf::actor_config& cfg, strand where, std::shared_ptr<shared_by_readers> with,
         std::shared_ptr<reader_gate> gate)
      : strand_actor{cfg, std::move(where)}, with_{std::move(with)}, gate_{std::move(gate)} {}

  caf::behavior make_behavior() override {
    catch_up();
    return {[this](caf::put_atom) { catch_up(); },
            // Stays in this turn until the second latch is down.
            [this](caf::tick_atom, std::uint64_t inside, std::uint64_t until) {
              inside_ = true;
              reinterpret_cast<std::latch*>(inside)->count_down();
              reinterpret_cast<std::latch*>(until)->wait();
              inside_ = false;
            },
            [this](caf::get_atom) {
              return overlapped_ ? std::int64_t{-1} : static_cast<std::int64_t>(wakes_);
            }};
  }

private:
  void woken(const log_tail& what) override {
    overlapped_ |= what.name != log_name;
    ++wakes_;
    ++with_->wakes;
    catch_up();
  }

  void catch_up() {
    overlapped_ |= inside_;
    inside_ = true;
    const auto before = at_;
    do {
      at_ = with_->log->end();
      gate_->rest();
    } while (with_->log->end() > at_ && gate_->rise());
    if (before.offset < with_->goal && at_.offset >= with_->goal)
      with_->left.count_down();
    inside_ = false;
  }

  std::shared_ptr<shared_by_readers> with_;
  std::shared_ptr<reader_gate> gate_;
  log_position at_;
  std::uint64_t wakes_ = 0;
  bool inside_ = false;
  bool overlapped_ = false;
};

struct spawned {
  caf::actor actor;
  std::shared_ptr<reader_gate> gate;

  [[nodiscard]] sleeper as_sleeper() const {
    return sleeper_of(actor, gate);
  }
};

spawned spawn_reader(pool& p, const std::shared_ptr<shared_by_readers>& with) {
  auto gate = std::make_shared<reader_gate>();
  return {p.system.spawn<reader>(strand{io_context_of(p.system).get_executor()}, with, gate), gate};
}

/// -1 where two turns of the reader overlapped.
std::int64_t wakes_of(caf::scoped_actor& self, const caf::actor& who) {
  std::int64_t wakes = 0;
  self->request(who, caf::infinite, caf::get_atom::value)
      .receive([&](std::int64_t it) { wakes = it; }, [](const caf::error&) { FAIL("the reader has ended"); });
  return wakes;
}

} // namespace

TEST_CASE("everybody in a group gets to the end of the log, one turn at a time, beside messages") {
  constexpr std::size_t readers = 300;
  constexpr std::uint64_t appends = 20;
  pool p;
  const auto with = std::make_shared<shared_by_readers>(appends, readers);
  std::vector<spawned> all;
  auto group = std::make_shared<std::vector<sleeper>>();
  for (std::size_t i = 0; i < readers; ++i) {
    all.push_back(spawn_reader(p, with));
    group->push_back(all.back().as_sleeper());
  }
  for (auto i = appends; i > 0; --i) {
    wake_group(p.system, group, append_to(with->log));
    for (const auto& each : all)
      caf::anon_send(each.actor, caf::put_atom::value);
  }
  with->left.wait();
  caf::scoped_actor self{p.system};
  for (const auto& each : all) {
    CHECK(wakes_of(self, each.actor) >= 0);
    caf::anon_send_exit(each.actor, caf::exit_reason::user_shutdown);
  }
}

TEST_CASE("without messages, wake-ups alone bring everybody to the end") {
  constexpr std::size_t readers = 100;
  constexpr std::uint64_t appends = 2000;
  pool p;
  const auto with = std::make_shared<shared_by_readers>(appends, readers);
  std::vector<spawned> all;
  auto group = std::make_shared<std::vector<sleeper>>();
  for (std::size_t i = 0; i < readers; ++i) {
    all.push_back(spawn_reader(p, with));
    group->push_back(all.back().as_sleeper());
  }
  for (auto i = appends; i > 0; --i)
    wake_group(p.system, group, append_to(with->log));
  with->left.wait();
  caf::scoped_actor self{p.system};
  for (const auto& each : all) {
    const auto wakes = wakes_of(self, each.actor);
    CHECK(wakes >= 0);
    CHECK(wakes <= static_cast<std::int64_t>(appends));
    caf::anon_send_exit(each.actor, caf::exit_reason::user_shutdown);
  }
}

TEST_CASE("one that has ended is passed over, one that is no strand actor, and one that is awake") {
  pool p;
  caf::scoped_actor self{p.system};
  const auto with = std::make_shared<shared_by_readers>(1, 2);
  const auto ended = spawn_reader(p, with);
  const auto other = p.spawn([](caf::event_based_actor*) {
    return caf::behavior{[](caf::put_atom) {
    }};
  });
  const auto alive = spawn_reader(p, with);
  CHECK(wakes_of(self, alive.actor) == 0);
  caf::anon_send_exit(ended.actor, caf::exit_reason::user_shutdown);
  static_cast<void>(wait_for_end(self, ended.actor));
  ended.gate->rest();
  const auto never_rests = std::make_shared<reader_gate>();
  const auto group = std::make_shared<const std::vector<sleeper>>(
      std::vector{ended.as_sleeper(), sleeper_of(other, std::make_shared<reader_gate>()),
                  sleeper_of(alive.actor, never_rests), alive.as_sleeper()});
  CHECK(group->at(1).who == nullptr);
  wake_group(p.system, group, append_to(with->log));
  while (wakes_of(self, alive.actor) == 0)
    std::this_thread::yield();
  CHECK(wakes_of(self, alive.actor) == 1);
  CHECK(with->wakes == 1);
  caf::anon_send_exit(alive.actor, caf::exit_reason::user_shutdown);
  caf::anon_send_exit(other, caf::exit_reason::user_shutdown);
}

TEST_CASE("one in the middle of a turn is woken after it") {
  pool p;
  caf::scoped_actor self{p.system};
  const auto with = std::make_shared<shared_by_readers>(1, 1);
  const auto one = spawn_reader(p, with);
  CHECK(wakes_of(self, one.actor) == 0);
  const auto woken = sleeper_of(one.actor, one.gate);
  std::latch inside{1}, told{1};
  caf::anon_send(one.actor, caf::tick_atom_v, reinterpret_cast<std::uint64_t>(&inside),
                 reinterpret_cast<std::uint64_t>(&told));
  inside.wait();
  const auto tail = append_to(with->log);
  boost::asio::post(io_context_of(p.system), [&] {
    woken.who->wake(tail);
    told.count_down();
  });
  while (wakes_of(self, one.actor) == 0)
    std::this_thread::yield();
  CHECK(wakes_of(self, one.actor) == 1);
  caf::anon_send_exit(one.actor, caf::exit_reason::user_shutdown);
}
