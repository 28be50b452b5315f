#include "io_actors/websocket_actor.hpp"

#include "protocol/server_messages.hpp"

#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/http/field.hpp>
#include <span>
#include <string>

namespace atelier {

namespace {

namespace beast = boost::beast;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

/// What a connection keeps between two messages.
constexpr std::size_t kept_bytes_max = 4096;

} // namespace

websocket_actor::websocket_actor(caf::actor_config& config, runtime::strand where, tcp_socket socket,
                                 upgrade_request request, connection_setup setup)
    : client_actor{config, std::move(where), std::move(setup), &traffic::websocket},
      socket_{counting_policy{counters()}, std::move(socket)},
      request_{std::move(request)} {}

void websocket_actor::start() {
  error_code failed;
  beast::get_lowest_layer(socket_).socket().set_option(boost::asio::ip::tcp::no_delay{true}, failed);
  websocket::stream_base::timeout times{};
  times.handshake_timeout = bounds().handshake_max;
  times.idle_timeout = bounds().websocket_idle_max;
  times.keep_alive_pings = true;
  socket_.set_option(times);
  socket_.set_option(websocket::stream_base::decorator{[](websocket::response_type& answer) {
    answer.set(beast::http::field::server, std::string{server_name});
  }});
  socket_.auto_fragment(false);
  // Messages are measured here, because Beast would close without letting us say why.
  socket_.read_message_max(0);
  socket_.async_accept(request_, bind([this](error_code refused) {
                         if (refused)
                           return end();
                         request_ = {};
                         begin();
                       }));
}

void websocket_actor::feed() {
  if (whole_ && session().wants_input())
    take_message();
  if (!whole_ && !reading_ && !input_over_ && session().wants_input())
    read_more();
}

void websocket_actor::take_message() {
  whole_ = false;
  const auto data = buffer_.cdata();
  const byte_view message{static_cast<const std::byte*>(data.data()), data.size()};
  if (socket_.got_text())
    session().text(as_text(message));
  else
    session().blocks(message);
  session().end_of_read();
  buffer_.consume(buffer_.size());
  if (buffer_.capacity() > kept_bytes_max)
    buffer_.shrink_to_fit();
}

void websocket_actor::read_more() {
  reading_ = true;
  socket_.async_read_some(buffer_, bounds().frame_bytes_max + 1 - buffer_.size(),
                          bind([this](error_code failed, std::size_t) {
                            reading_ = false;
                            if (failed)
                              end();
                            else
                              took_some();
                          }));
}

void websocket_actor::took_some() {
  if (buffer_.size() > bounds().frame_bytes_max) {
    session().unreadable({errc::frame_too_large, "a message has more than " + std::to_string(bounds().frame_bytes_max)
                                                     + " bytes, which is the limit"});
    session().leave(goodbye_reason::frame_too_large);
    input_over_ = true;
    buffer_.consume(buffer_.size());
    buffer_.shrink_to_fit();
  } else {
    whole_ = socket_.is_message_done();
  }
  pump();
}

bool websocket_actor::write(std::vector<outgoing_message> messages) {
  outgoing_ = std::move(messages);
  next_ = 0;
  write_next();
  return false;
}

void websocket_actor::write_next() {
  if (next_ == outgoing_.size()) {
    outgoing_.clear();
    pieces_.clear();
    return written();
  }
  const auto& message = outgoing_[next_++];
  pieces_.clear();
  for (const auto& slice : message.slices)
    pieces_.emplace_back(slice.data.data(), slice.data.size());
  socket_.text(message.kind == frame_kind::json);
  socket_.async_write(std::span<const boost::asio::const_buffer>{pieces_}, bind([this](error_code failed, std::size_t) {
                        if (failed)
                          end();
                        else
                          write_next();
                      }));
}

void websocket_actor::close() {
  socket_.async_close(websocket::close_code::normal, bind([this](error_code) { end(); }));
}

void websocket_actor::cut() noexcept {
  beast::get_lowest_layer(socket_).close();
}

client_actor::clock::time_point websocket_actor::last_progress() noexcept {
  return beast::get_lowest_layer(socket_).rate_policy().last_write();
}

} // namespace atelier
