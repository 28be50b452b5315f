#include "client/websocket_transport.hpp"

#include "client/socket_faults.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/write.hpp>

namespace atelier::client {

namespace asio = boost::asio;
namespace websocket = boost::beast::websocket;
using boost::system::error_code;

websocket_transport::websocket_transport(asio::io_context& context, address where, std::size_t message_bytes_max)
    : where_{std::move(where)}, stream_{context}, resolver_{context} {
  stream_.read_message_max(message_bytes_max);
  stream_.auto_fragment(false);
}

void websocket_transport::open(std::function<void(outcome<void>)> done) {
  opened_ = std::move(done);
  resolver_.async_resolve(where_.host, where_.port, [this](const error_code& code, tcp::resolver::results_type found) {
    if (code)
      return opened(code);
    asio::async_connect(stream_.next_layer(), found, [this](const error_code& unreached, const tcp::endpoint&) {
      if (unreached)
        opened(unreached);
      else
        shake_hands();
    });
  });
}

void websocket_transport::shake_hands() {
  error_code unset;
  stream_.next_layer().set_option(tcp::no_delay{true}, unset);
  stream_.async_handshake(authority_of(where_), where_.path, [this](const error_code& code) { opened(code); });
}

void websocket_transport::opened(const error_code& code) {
  const auto done = std::exchange(opened_, {});
  if (code)
    done(tl::unexpected{unreachable(where_, code)});
  else
    done({});
}

void websocket_transport::read(std::function<void(outcome<std::vector<message>>)> done) {
  stream_.async_read(received_, [this, done = std::move(done)](const error_code& code, std::size_t) {
    if (code)
      return done(tl::unexpected{lost(where_, code)});
    const auto data = received_.cdata();
    const auto* from = static_cast<const std::byte*>(data.data());
    std::vector<message> out(1);
    out[0].kind = stream_.got_text() ? frame_kind::json : frame_kind::blocks;
    out[0].body.assign(from, from + data.size());
    received_.consume(received_.size());
    done(std::move(out));
  });
}

void websocket_transport::write(std::vector<outgoing> what, std::function<void(outcome<void>)> done) {
  writing_ = std::move(what);
  written_ = std::move(done);
  write_from(0);
}

void websocket_transport::write_from(std::size_t index) {
  if (index == writing_.size())
    return std::exchange(written_, {})({});
  auto next = [this, index](const error_code& code, std::size_t) {
    if (code)
      return std::exchange(written_, {})(tl::unexpected{lost(where_, code)});
    write_from(index + 1);
  };
  const auto& each = writing_[index];
  if (each.what == outgoing::form::raw)
    return asio::async_write(stream_.next_layer(), asio::buffer(each.body), std::move(next));
  stream_.text(each.what == outgoing::form::json);
  stream_.async_write(asio::buffer(each.body), std::move(next));
}

void websocket_transport::finish() {
  stream_.async_close(websocket::close_code::normal, [](const error_code&) {});
}

void websocket_transport::close() noexcept {
  error_code ignored;
  resolver_.cancel();
  stream_.next_layer().close(ignored);
}

bool websocket_transport::peer_gone() const noexcept {
  const auto& socket = stream_.next_layer();
  return !socket.is_open() || hung_up(const_cast<tcp::socket&>(socket).native_handle());
}

} // namespace atelier::client
