#pragma once

#include "runtime/strand_actor.hpp"

namespace atelier::runtime {

inline boost::asio::io_context& io_context_of(caf::actor_system& system) {
  return coordinator_of(system).context();
}

template <class Base>
strand_actor<Base>::strand_actor(caf::actor_config& cfg, strand on)
    : Base{cfg}, pool_{&coordinator_of(this->home_system())}, strand_{std::move(on)} {}

template <class Base>
void strand_actor<Base>::enqueue(caf::mailbox_element_ptr what, caf::execution_unit*) {
  Base::enqueue(std::move(what), &turns_);
}

template <class Base>
void strand_actor<Base>::launch(caf::execution_unit*, bool lazy, bool hide) {
  Base::launch(&turns_, lazy, hide);
}

template <class Base>
void strand_actor<Base>::wake(const std::shared_ptr<const log_tail>& what) {
  if (const std::unique_lock turn{turn_, std::try_to_lock}) {
    const auto tell = [&] {
      woken(*what);
    };
    handle(tell);
  } else {
    boost::asio::post(bind([this, what] { woken(*what); }));
  }
}

template <class Base>
void strand_actor<Base>::woken(const log_tail&) {}

template <class Base>
void strand_actor<Base>::turn_queue::exec_later(caf::resumable*) {
  // CAF has counted a reference for the turn, which the handler takes over.
  constexpr bool count_another = false;
  boost::asio::defer(owner_->strand_, [owner = owner_, alive = caf::strong_actor_ptr{owner_->ctrl(), count_another}] {
    owner->take_turn();
  });
}

template <class Base>
caf::strong_actor_ptr strand_actor<Base>::self_handle() {
  return caf::strong_actor_ptr{this->ctrl()};
}

template <class Base>
void strand_actor<Base>::take_turn() {
  auto result = caf::resumable::done;
  {
    const std::lock_guard turn{turn_};
    run([&] { result = runtime::take_turn(*this, pool_->unit()); });
  }
  if (result == caf::resumable::resume_later)
    boost::asio::post(strand_, [this, alive = self_handle()] { take_turn(); });
}

template <class Base>
template <class Run>
void strand_actor<Base>::run(Run what) {
  running_ = true;
  try {
    what();
  } catch (...) {
    end_after_exception(*this);
  }
  running_ = false;
}

template <class Base>
template <class Handler>
void strand_actor<Base>::handle(Handler& handler) {
  if (this->getf(Base::is_shutting_down_flag | Base::is_cleaned_up_flag))
    return;
  run([&] {
    // What is handled here is no message that could be answered.
    this->current_mailbox_element(nullptr);
    this->context(&pool_->unit());
    handler();
    if (this->getf(Base::is_shutting_down_flag))
      this->finalize();
  });
}

template <class Base>
template <class Handler>
auto strand_actor<Base>::bind(Handler handler) {
  return boost::asio::bind_executor(
      strand_, [this, alive = self_handle(), handler = std::move(handler)](auto&&... args) mutable {
        const std::lock_guard turn{turn_};
        auto call = [&] {
          handler(std::forward<decltype(args)>(args)...);
        };
        handle(call);
      });
}

template <class Base>
void strand_actor<Base>::finish(caf::error reason) {
  this->quit(std::move(reason));
  if (!running_)
    this->finalize();
}

} // namespace atelier::runtime
