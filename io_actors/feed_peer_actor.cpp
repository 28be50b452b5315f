#include "io_actors/feed_peer_actor.hpp"

#include "protocol/websocket_url.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/connect.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/websocket/error.hpp>
#include <boost/beast/websocket/stream_base.hpp>
#include <chrono>
#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace atelier {

namespace {

namespace beast = boost::beast;
namespace websocket = beast::websocket;
using clock = std::chrono::steady_clock;

/// The server's own messages stay below this (protocol/README.md); one that is read as a feed's has a limit of its own.
constexpr std::size_t wire_message_bytes_max = 1024 * 1024;

/// Of a server that says nothing for half of this a pong is wanted.
constexpr std::chrono::seconds silence_max{120};

} // namespace

struct feed_peer_actor::wire {
  explicit wire(const runtime::strand& on) : stream{on}, resolver{on} {
    auto timeouts = websocket::stream_base::timeout::suggested(beast::role_type::client);
    timeouts.handshake_timeout = feed_link::connect_max;
    timeouts.idle_timeout = silence_max;
    timeouts.keep_alive_pings = true;
    stream.set_option(timeouts);
    stream.set_option(websocket::stream_base::decorator(
        [](websocket::request_type& request) { request.set(beast::http::field::user_agent, "atelier"); }));
    stream.read_message_max(wire_message_bytes_max);
  }

  websocket::stream<beast::tcp_stream> stream;
  tcp::resolver resolver;
  websocket::response_type answer{};
  beast::flat_buffer received{};
  websocket_url where{};
  /// Here, so that what is being written outlives a cut.
  std::deque<std::string> writing{};
};

feed_peer_actor::feed_peer_actor(caf::actor_config& config, runtime::strand where, std::string url,
                                 std::uint32_t own_srv_id, std::uint64_t seed, engine_actor engine)
    : strand_actor{config, std::move(where)},
      url_{std::move(url)},
      core_{url_, own_srv_id, seed},
      engine_{std::move(engine)},
      timer_{on()} {
  // A message that bounced off an engine which has ended is no reason to end.
  set_error_handler([](caf::error&) {});
}

template <class Message>
auto feed_peer_actor::telling() {
  return [this](const Message& what) {
    core_.on(what);
    carry_out();
  };
}

feed_peer_actor::behavior_type feed_peer_actor::make_behavior() {
  return {
      [this](const follow_project& what) {
        core_.on(what, clock::now());
        carry_out();
      },
      telling<unfollow_project>(),
      telling<feed_position>(),
      telling<feed_items_taken>(),
  };
}

void feed_peer_actor::on_exit() {
  timer_.cancel();
  cut();
  destroy(engine_);
}

void feed_peer_actor::carry_out() {
  for (auto& each : core_.take_effects())
    std::visit([this](auto& what) { carry_out(what); }, each);
  if (is_open_ && !is_reading_ && core_.wants_input())
    read();
  watch_clock();
}

template <class Message>
void feed_peer_actor::carry_out(Message& message) {
  send(engine_, std::move(message));
}

void feed_peer_actor::carry_out(write_to_link& what) {
  if (!wire_)
    return;
  wire_->writing.push_back(std::move(what.text));
  if (is_open_ && wire_->writing.size() == 1)
    write();
}

void feed_peer_actor::carry_out(cut_link&) {
  cut();
}

void feed_peer_actor::cut() noexcept {
  if (!wire_)
    return;
  wire_->resolver.cancel();
  beast::get_lowest_layer(wire_->stream).close();
  wire_.reset();
  is_open_ = is_reading_ = false;
}

template <class Handler>
auto feed_peer_actor::on_wire(Handler handler) {
  return bind([this, of = wire_, handler = std::move(handler)](error_code failed, auto&&... results) {
    if (of == wire_)
      handler(failed, std::forward<decltype(results)>(results)...);
  });
}

void feed_peer_actor::carry_out(open_link&) {
  wire_ = std::make_shared<wire>(on());
  auto where = read_websocket_url(url_);
  if (!where)
    return lost(where.error().message);
  wire_->where = std::move(*where);
  auto connected = [this](error_code failed, const tcp::endpoint&) {
    if (failed)
      lost("can't reach it: " + failed.message());
    else
      shake_hands();
  };
  auto resolved = [this, connected](error_code unknown, const tcp::resolver::results_type& found) {
    if (unknown)
      return lost("can't reach it: " + unknown.message());
    boost::asio::async_connect(beast::get_lowest_layer(wire_->stream).socket(), found, on_wire(connected));
  };
  wire_->resolver.async_resolve(wire_->where.host, wire_->where.port, on_wire(resolved));
}

void feed_peer_actor::shake_hands() {
  error_code unset;
  beast::get_lowest_layer(wire_->stream).socket().set_option(tcp::no_delay{true}, unset);
  wire_->stream.async_handshake(
      wire_->answer, authority_of(wire_->where), wire_->where.path, on_wire([this](error_code failed) {
        if (failed == websocket::error::upgrade_declined)
          return lost("it has no WebSocket there for this server: HTTP " + std::to_string(wire_->answer.result_int()));
        if (failed)
          return lost("can't reach it: " + failed.message());
        is_open_ = true;
        core_.opened(clock::now());
        carry_out();
      }));
}

void feed_peer_actor::read() {
  is_reading_ = true;
  wire_->stream.async_read(wire_->received, on_wire([this](error_code failed, std::size_t) { take(failed); }));
}

void feed_peer_actor::take(error_code failed) {
  is_reading_ = false;
  if (failed == websocket::error::message_too_big || failed == websocket::error::buffer_overflow) {
    core_.received_nonsense("a message of more than " + std::to_string(wire_message_bytes_max) + " bytes",
                            clock::now());
    return carry_out();
  }
  if (failed)
    return lost("the connection was lost: " + failed.message());
  const auto data = wire_->received.cdata();
  if (wire_->stream.got_text())
    core_.received({static_cast<const char*>(data.data()), data.size()}, clock::now());
  else
    core_.received_nonsense("a binary message", clock::now());
  wire_->received.consume(wire_->received.size());
  carry_out();
}

void feed_peer_actor::write() {
  wire_->stream.text(true);
  wire_->stream.async_write(boost::asio::buffer(wire_->writing.front()),
                            on_wire([this](error_code failed, std::size_t) {
                              // Why it failed, the read that is under way knows better.
                              if (failed)
                                return is_reading_ ? void() : lost("the connection was lost: " + failed.message());
                              wire_->writing.pop_front();
                              if (!wire_->writing.empty())
                                write();
                            }));
}

void feed_peer_actor::lost(const std::string& why) {
  cut();
  core_.lost(why, clock::now());
  carry_out();
}

void feed_peer_actor::watch_clock() {
  const auto at = core_.next_tick();
  if (!at) {
    timer_.cancel();
    return;
  }
  if (timer_.expiry() == *at)
    return;
  timer_.expires_at(*at);
  timer_.async_wait(bind([this](error_code failed) {
    if (failed)
      return;
    core_.tick(clock::now());
    carry_out();
  }));
}

} // namespace atelier
