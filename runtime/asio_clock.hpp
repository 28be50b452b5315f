#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <caf/detail/simple_actor_clock.hpp>

namespace atelier::runtime {

/// CAF's timeouts and delayed messages on one strand and one timer. Every function may be called from any thread: it
/// only posts to the strand, so that it may also be called from an actor's destructor while a timeout is shipped.
class asio_clock final : public caf::detail::simple_actor_clock {
public:
  explicit asio_clock(boost::asio::io_context& context);

  /// Forgets everything that is pending and takes nothing from now on.
  void close();

  void set_ordinary_timeout(time_point t, caf::abstract_actor* self, caf::atom_value type, std::uint64_t id) override;
  void set_multi_timeout(time_point t, caf::abstract_actor* self, caf::atom_value type, std::uint64_t id) override;
  void set_request_timeout(time_point t, caf::abstract_actor* self, caf::message_id id) override;
  void cancel_ordinary_timeout(caf::abstract_actor* self, caf::atom_value type) override;
  void cancel_request_timeout(caf::abstract_actor* self, caf::message_id id) override;
  void cancel_timeouts(caf::abstract_actor* self) override;
  void schedule_message(time_point t, caf::strong_actor_ptr receiver, caf::mailbox_element_ptr content) override;
  void schedule_message(time_point t, caf::group target, caf::strong_actor_ptr sender, caf::message content) override;
  void cancel_all() override;

private:
  template <class Change>
  void post(Change change);
  void arm();
  void fire();

  boost::asio::strand<boost::asio::io_context::executor_type> strand_;
  boost::asio::steady_timer timer_;
  time_point armed_for_ = time_point::max();
  std::atomic<bool> closed_{false};
};

} // namespace atelier::runtime
