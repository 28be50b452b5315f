#pragma once

#include "io_actors/feed_link.hpp"
#include "protocol/actors.hpp"
#include "runtime/strand_actor.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <cstdint>
#include <memory>
#include <string>

namespace atelier {

/// The connection to one other server whose feeds are followed; the WebSocket around a `feed_link`. Its end, for
/// whatever reason, closes the socket.
class feed_peer_actor final : public runtime::strand_actor<peering_actor::base> {
public:
  feed_peer_actor(caf::actor_config& config, runtime::strand where, std::string url, std::uint32_t own_srv_id,
                  std::uint64_t seed, engine_actor engine);

  behavior_type make_behavior() override;
  void on_exit() override;
  const char* name() const override {
    return "feed peer";
  }

private:
  using tcp = boost::asio::ip::tcp;
  using error_code = boost::system::error_code;
  /// One connection; a new one for each try, so that what an old one still has to say is known as such.
  struct wire;

  template <class Message>
  [[nodiscard]] auto telling();
  void carry_out();
  void carry_out(open_link&);
  void carry_out(cut_link&);
  void carry_out(write_to_link& what);
  template <class Message>
  void carry_out(Message& message);

  /// A handler that is not called for a connection that is not there any more.
  template <class Handler>
  [[nodiscard]] auto on_wire(Handler handler);
  void shake_hands();
  void read();
  void take(error_code failed);
  void write();
  void lost(const std::string& why);
  void watch_clock();
  void cut() noexcept;

  std::string url_;
  feed_link core_;
  engine_actor engine_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<wire> wire_;
  bool is_open_ = false;
  bool is_reading_ = false;
};

} // namespace atelier
