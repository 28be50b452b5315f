#pragma once

#include "runtime/asio_clock.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/resumable.hpp>
#include <caf/scheduled_actor.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>
#include <caf/scoped_execution_unit.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

/// \file
///
///      actors' messages ─┐                      ┌─► scheduled actors   (job: at most messages_per_turn each)
///      socket handlers ──┼─► io_context ─► N threads ─► strands ─► strand actors and their socket handlers
///      the clock's timer ┘                      └─► asio_clock ─► timeouts, delayed messages

namespace atelier::runtime {

/// Messages that one actor handles before others have their turn, and how long such a turn may last: what an actor
/// sends wakes others only when its turn is over. The time is looked at after every few messages.
inline constexpr std::size_t messages_per_turn = 256;
inline constexpr std::size_t messages_per_look = 16;
inline constexpr std::chrono::milliseconds turn_max{1};

/// Called with one line for a person, on any thread, when a handler or an actor has failed.
using fault_handler = std::function<void(std::string_view)>;

/// Replaces CAF's scheduler by one thread pool on Asio, for actors and sockets alike. Call before the actor system is
/// made. `threads` 0 means one for each core. Without `on_fault`, faults go to stderr.
void use_asio_coordinator(caf::actor_system_config& config, std::size_t threads, fault_handler on_fault = {});

/// The module behind `use_asio_coordinator`; others need only the functions of this file and `strand_actor`.
class asio_coordinator final : public caf::scheduler::abstract_coordinator {
public:
  asio_coordinator(caf::actor_system& system, std::size_t threads, fault_handler on_fault);

  void enqueue(caf::resumable* what) override;
  [[nodiscard]] caf::actor_clock& clock() noexcept override;
  [[nodiscard]] bool detaches_utility_actors() const override;
  void init(caf::actor_system_config& config) override;
  void start() override;
  /// Stops the threads, runs what is ready on the calling thread, and drops the rest with the clock's timeouts.
  void stop() override;

  [[nodiscard]] boost::asio::io_context& context() noexcept;
  /// What an actor runs on; shared by all threads.
  [[nodiscard]] caf::execution_unit& unit() noexcept;
  void report(std::string_view fault) const noexcept;

private:
  void run() noexcept;
  void drain() noexcept;

  fault_handler on_fault_;
  std::size_t thread_count_;
  boost::asio::io_context context_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard_;
  asio_clock clock_;
  caf::scoped_execution_unit unit_;
  std::vector<std::thread> threads_;
};

/// The coordinator of a system whose configuration went through `use_asio_coordinator`.
[[nodiscard]] asio_coordinator& coordinator_of(caf::actor_system& system);

/// Calls `what` on the pool when everything that is ready now has had its turn; what this brought to an actor's mailbox
/// comes before what `what` sends to it.
template <class Function>
void behind_others(caf::actor_system& system, Function what) {
  boost::asio::post(coordinator_of(system).context(), std::move(what));
}

/// One turn of something that has work.
[[nodiscard]] caf::resumable::resume_result take_turn(caf::resumable& what, caf::execution_unit& on);

/// Ends an actor whose turn let an exception out, and reports it. To be called inside a catch block.
void end_after_exception(caf::scheduled_actor& blamed) noexcept;

/// The current exception in words. To be called inside a catch block.
[[nodiscard]] std::string describe_exception();

} // namespace atelier::runtime
