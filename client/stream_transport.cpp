#include "client/stream_transport.hpp"

#include "client/socket_faults.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

namespace atelier::client {

namespace asio = boost::asio;
using boost::system::error_code;

stream_transport::stream_transport(asio::io_context& context, address where, std::size_t message_bytes_max)
    : where_{std::move(where)}, socket_{context}, resolver_{context}, decoder_{message_bytes_max} {}

void stream_transport::open(std::function<void(outcome<void>)> done) {
  opened_ = std::move(done);
  if (where_.kind == transport_kind::unix_socket)
    open_unix();
  else
    open_tcp();
}

void stream_transport::open_unix() {
  const asio::local::stream_protocol::endpoint endpoint{where_.path};
  socket_.async_connect(endpoint, [this](const error_code& code) { opened(code); });
}

void stream_transport::open_tcp() {
  resolver_.async_resolve(where_.host, where_.port, [this](const error_code& code, tcp::resolver::results_type found) {
    if (code)
      return opened(code);
    std::vector<asio::generic::stream_protocol::endpoint> endpoints;
    for (const auto& each : found)
      endpoints.emplace_back(each.endpoint());
    asio::async_connect(socket_, endpoints, [this](const error_code& unreached, const auto&) {
      error_code unset;
      if (!unreached)
        socket_.set_option(tcp::no_delay{true}, unset);
      opened(unreached);
    });
  });
}

void stream_transport::opened(const error_code& code) {
  const auto done = std::exchange(opened_, {});
  if (code)
    done(tl::unexpected{unreachable(where_, code)});
  else
    done({});
}

void stream_transport::read(std::function<void(outcome<std::vector<message>>)> done) {
  if (bad_frame_) {
    asio::post(socket_.get_executor(), [this, done = std::move(done)] { done(tl::unexpected{*bad_frame_}); });
    return;
  }
  socket_.async_read_some(asio::buffer(chunk_), [this, done = std::move(done)](const error_code& code, std::size_t n) {
    if (code)
      return done(tl::unexpected{lost(where_, code)});
    decoder_.feed(byte_view{chunk_}.first(n));
    auto taken = take_messages();
    if (taken.empty())
      return read(done);
    done(std::move(taken));
  });
}

std::vector<message> stream_transport::take_messages() {
  std::vector<message> out;
  for (;;) {
    const auto next = decoder_.next();
    if (!next) {
      bad_frame_ = {fault_kind::broken_contract, "the server sent a bad frame: " + next.error().message};
      return out;
    }
    if (!*next)
      return out;
    out.push_back({(*next)->kind, {(*next)->body.begin(), (*next)->body.end()}, std::nullopt});
  }
}

void stream_transport::write(std::vector<outgoing> what, std::function<void(outcome<void>)> done) {
  writing_ = std::move(what);
  headers_.clear();
  headers_.reserve(writing_.size());
  std::vector<asio::const_buffer> buffers;
  for (const auto& each : writing_) {
    if (each.what != outgoing::form::raw) {
      const auto kind = each.what == outgoing::form::json ? frame_kind::json : frame_kind::blocks;
      buffers.emplace_back(asio::buffer(headers_.emplace_back(frame_header(kind, each.body.size()))));
    }
    buffers.push_back(asio::buffer(each.body));
  }
  asio::async_write(socket_, buffers, [this, done = std::move(done)](const error_code& code, std::size_t) {
    if (code)
      done(tl::unexpected{lost(where_, code)});
    else
      done({});
  });
}

void stream_transport::finish() {
  error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
}

void stream_transport::close() noexcept {
  error_code ignored;
  resolver_.cancel();
  socket_.close(ignored);
}

bool stream_transport::peer_gone() const noexcept {
  return !socket_.is_open() || hung_up(const_cast<asio::generic::stream_protocol::socket&>(socket_).native_handle());
}

} // namespace atelier::client
