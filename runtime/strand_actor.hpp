#pragma once

#include "runtime/asio_coordinator.hpp"
#include "runtime/group_wake.hpp"
#include "runtime/thread_sanitizer.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/defer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <caf/all.hpp>
#include <memory>
#include <mutex>

namespace atelier::runtime {

/// What a socket's handlers and its actor's messages run on, one at a time.
using strand = boost::asio::strand<boost::asio::io_context::executor_type>;

/// The io_context that runs all actors and sockets of a system whose configuration loaded the `asio_coordinator`.
[[nodiscard]] boost::asio::io_context& io_context_of(caf::actor_system& system);

/// An actor that runs on a strand, so that it may own a socket: socket handlers and message handlers never run at the
/// same time, and neither needs a lock. `Base` is `caf::event_based_actor` or a typed actor's `base`. `wake` makes no
/// detour over the strand: all handlers and turns of the actor hold a mutex that nearly always is free.
///
/// A socket handler must be wrapped by `bind`: it then runs on the strand, keeps the actor alive, is not called once
/// the actor has ended, and an exception in it ends this actor with an error instead of leaving the thread pool.
/// The destructor runs wherever the last reference is dropped, at a time when nothing of the actor runs.
template <class Base>
class strand_actor : public Base, public wakeable {
public:
  strand_actor(caf::actor_config& cfg, strand on);

  using Base::enqueue;
  void enqueue(caf::mailbox_element_ptr what, caf::execution_unit* unit) override;
  void launch(caf::execution_unit* unit, bool lazy, bool hide) override;
  void wake(const std::shared_ptr<const log_tail>& what) final;

protected:
  [[nodiscard]] strand& on() noexcept {
    return strand_;
  }

  /// Wraps a completion handler as described above. Call it in a turn of the actor, before the actor is launched, or
  /// with a reference to it.
  template <class Handler>
  [[nodiscard]] auto bind(Handler handler);

  /// Ends the actor from a socket handler, where `quit` alone would wait for the next message. In a message handler it
  /// is the same as `quit`.
  void finish(caf::error reason);

private:
  /// For each call of `wake`, when no other handler or turn of the actor runs; no message is being handled. Not on the
  /// strand: it must not touch what a composed operation is using.
  virtual void woken(const log_tail& what);

  /// Where CAF puts an actor that has something to do: on its strand.
  class turn_queue final : public caf::execution_unit {
  public:
    explicit turn_queue(strand_actor& owner) : execution_unit{&owner.home_system()}, owner_{&owner} {}
    void exec_later(caf::resumable* owned) override;

  private:
    strand_actor* owner_;
  };

  [[nodiscard]] caf::strong_actor_ptr self_handle();
  void take_turn();
  /// A turn of something that is no message; none where the actor has ended.
  template <class Handler>
  void handle(Handler& handler);
  /// With the turn's mutex held.
  template <class Run>
  void run(Run what);

  asio_coordinator* pool_;
  strand strand_;
  turn_queue turns_{*this};
  std::mutex turn_;
  /// Something of this actor is on the call stack, which ends the actor by itself where that was asked for.
  bool running_ = false;
};

} // namespace atelier::runtime

#include "runtime/strand_actor.ipp"
