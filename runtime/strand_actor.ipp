#pragma once

#include "runtime/strand_actor.hpp"

#include <boost/asio/dispatch.hpp>

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
void strand_actor<Base>::wake(std::uint64_t what) {
  boost::asio::dispatch(bind([this, what] { woken(what); }));
}

template <class Base>
void strand_actor<Base>::woken(std::uint64_t) {}

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
  run_on_strand([&] { result = runtime::take_turn(*this, pool_->unit()); });
  if (result == caf::resumable::resume_later)
    boost::asio::post(strand_, [this, alive = self_handle()] { take_turn(); });
}

template <class Base>
template <class Run>
void strand_actor<Base>::run_on_strand(Run run) {
  running_ = true;
  try {
    run();
  } catch (...) {
    end_after_exception(*this);
  }
  running_ = false;
}

template <class Base>
template <class Handler>
auto strand_actor<Base>::bind(Handler handler) {
  return boost::asio::bind_executor(
      strand_, [this, alive = self_handle(), handler = std::move(handler)](auto&&... args) mutable {
        if (this->getf(Base::is_shutting_down_flag | Base::is_cleaned_up_flag))
          return;
        run_on_strand([&] {
          // A socket handler answers no message.
          this->current_mailbox_element(nullptr);
          this->context(&pool_->unit());
          handler(std::forward<decltype(args)>(args)...);
          if (this->getf(Base::is_shutting_down_flag))
            this->finalize();
        });
      });
}

template <class Base>
void strand_actor<Base>::finish(caf::error reason) {
  this->quit(std::move(reason));
  if (!running_)
    this->finalize();
}

} // namespace atelier::runtime
