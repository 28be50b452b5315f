#include "runtime/asio_clock.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <caf/abstract_actor.hpp>
#include <caf/actor_control_block.hpp>

namespace atelier::runtime {

namespace {

caf::strong_actor_ptr handle_of(caf::abstract_actor* self) {
  return caf::strong_actor_ptr{self->ctrl()};
}

} // namespace

asio_clock::asio_clock(boost::asio::io_context& context) : strand_{context.get_executor()}, timer_{context} {}

template <class Change>
void asio_clock::post(Change change) {
  if (closed_.load(std::memory_order_acquire))
    return;
  boost::asio::post(strand_, [this, change = std::move(change)]() mutable {
    if (closed_.load(std::memory_order_acquire))
      return;
    change();
    arm();
  });
}

void asio_clock::arm() {
  if (schedule_.empty() || schedule_.begin()->first >= armed_for_)
    return;
  armed_for_ = schedule_.begin()->first;
  timer_.expires_at(armed_for_);
  timer_.async_wait(boost::asio::bind_executor(strand_, [this](const boost::system::error_code& failed) {
    if (!failed)
      fire();
  }));
}

void asio_clock::fire() {
  armed_for_ = time_point::max();
  trigger_expired_timeouts();
  arm();
}

void asio_clock::close() {
  closed_.store(true, std::memory_order_release);
  boost::asio::post(strand_, [this] {
    timer_.cancel();
    simple_actor_clock::cancel_all();
  });
}

void asio_clock::set_ordinary_timeout(time_point t, caf::abstract_actor* self, caf::atom_value type, std::uint64_t id) {
  post([this, t, self = handle_of(self), type, id] {
    simple_actor_clock::set_ordinary_timeout(t, self->get(), type, id);
  });
}

void asio_clock::set_multi_timeout(time_point t, caf::abstract_actor* self, caf::atom_value type, std::uint64_t id) {
  post(
      [this, t, self = handle_of(self), type, id] { simple_actor_clock::set_multi_timeout(t, self->get(), type, id); });
}

void asio_clock::set_request_timeout(time_point t, caf::abstract_actor* self, caf::message_id id) {
  post([this, t, self = handle_of(self), id] { simple_actor_clock::set_request_timeout(t, self->get(), id); });
}

// An actor may cancel from its destructor, so that no cancellation may hold on to it.

void asio_clock::cancel_ordinary_timeout(caf::abstract_actor* self, caf::atom_value type) {
  post([this, what = ordinary_timeout_cancellation{self->id(), type}] { handle(what); });
}

void asio_clock::cancel_request_timeout(caf::abstract_actor* self, caf::message_id id) {
  post([this, what = request_timeout_cancellation{self->id(), id}] { handle(what); });
}

void asio_clock::cancel_timeouts(caf::abstract_actor* self) {
  post([this, what = timeouts_cancellation{self->id()}] { handle(what); });
}

void asio_clock::schedule_message(time_point t, caf::strong_actor_ptr receiver, caf::mailbox_element_ptr content) {
  post([this, t, receiver = std::move(receiver), content = std::move(content)]() mutable {
    simple_actor_clock::schedule_message(t, std::move(receiver), std::move(content));
  });
}

void asio_clock::schedule_message(time_point t, caf::group target, caf::strong_actor_ptr sender, caf::message content) {
  post([this, t, target = std::move(target), sender = std::move(sender), content = std::move(content)]() mutable {
    simple_actor_clock::schedule_message(t, std::move(target), std::move(sender), std::move(content));
  });
}

void asio_clock::cancel_all() {
  post([this] { simple_actor_clock::cancel_all(); });
}

} // namespace atelier::runtime
