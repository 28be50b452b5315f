#include "io_actors/stream_actor.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <span>
#include <string>
#include <sys/socket.h>

namespace atelier {

namespace {

using boost::system::error_code;

constexpr std::size_t read_bytes_max = 256 * 1024;
/// What one turn may write before other connections have theirs.
constexpr std::size_t turn_bytes_max = 1024 * 1024;
/// More are split by the system call's wrapper anyway.
constexpr std::size_t pieces_max = 64;

void set_tcp_option(int socket, int name, int value) {
  // A connection works without them too, so that a failure is of no interest.
  ::setsockopt(socket, IPPROTO_TCP, name, &value, sizeof value);
}

std::span<std::byte> shared_read_buffer() {
  thread_local bytes buffer(read_bytes_max);
  return buffer;
}

} // namespace

stream_actor::stream_actor(caf::actor_config& config, runtime::strand where, stream_socket socket,
                           connection_setup setup)
    : client_actor{config, std::move(where), std::move(setup), &traffic::stream},
      socket_{std::move(socket)},
      decoder_{bounds().frame_bytes_max} {}

void stream_actor::start() {
  error_code failed;
  socket_.non_blocking(true, failed);
  if (failed)
    return end();
  tune_tcp();
  begin();
}

void stream_actor::tune_tcp() {
  error_code failed;
  const auto here = socket_.local_endpoint(failed);
  const auto family = failed ? AF_UNIX : here.protocol().family();
  if (family != AF_INET && family != AF_INET6)
    return;
  set_tcp_option(socket_.native_handle(), TCP_NODELAY, 1);
  // A peer that has vanished without a word is found in about a minute.
  socket_.set_option(boost::asio::socket_base::keep_alive{true}, failed);
  set_tcp_option(socket_.native_handle(), TCP_KEEPIDLE, 30);
  set_tcp_option(socket_.native_handle(), TCP_KEEPINTVL, 10);
  set_tcp_option(socket_.native_handle(), TCP_KEEPCNT, 3);
}

void stream_actor::feed() {
  while (session().wants_input()) {
    const auto next = decoder_.next();
    if (!next) {
      session().unreadable(next.error());
      if (next.error().code == errc::frame_too_large)
        session().leave(goodbye_reason::frame_too_large);
    } else if (*next) {
      take_frame(**next);
    } else if (input_over_) {
      end_input();
    } else {
      read_more();
      break;
    }
  }
  session().end_of_read();
}

void stream_actor::end_input() {
  if (const auto cut_off = decoder_.pending(); cut_off > 0)
    session().unreadable({errc::malformed, "the connection ends " + std::to_string(cut_off) + " bytes into a frame"});
  session().input_ended();
}

void stream_actor::take_frame(const frame& what) {
  if (what.kind == frame_kind::json)
    session().text(as_text(what.body));
  else
    session().blocks(what.body);
}

void stream_actor::read_more() {
  if (reading_)
    return;
  reading_ = true;
  socket_.async_wait(stream_socket::wait_read, bind([this](error_code failed) {
                       reading_ = false;
                       if (failed)
                         end();
                       else
                         read_some();
                     }));
}

void stream_actor::read_some() {
  const auto buffer = shared_read_buffer();
  error_code failed;
  const auto count = socket_.read_some(boost::asio::buffer(buffer.data(), buffer.size()), failed);
  if (failed == boost::asio::error::would_block || failed == boost::asio::error::interrupted)
    return read_more();
  if (failed && failed != boost::asio::error::eof)
    return end();
  counters().add_in(count);
  input_over_ = failed == boost::asio::error::eof;
  if (lingering_)
    return input_over_ ? end() : read_more();
  decoder_.feed(buffer.first(count));
  pump();
}

bool stream_actor::write(std::vector<outgoing_message> messages) {
  writer_.load(std::move(messages));
  return write_some();
}

bool stream_actor::write_some() {
  std::size_t sum = 0;
  while (!writer_.done() && sum < turn_bytes_max) {
    std::array<boost::asio::const_buffer, pieces_max> pieces;
    const auto pending = writer_.pending();
    const auto count = std::min(pending.size(), pieces.size());
    for (std::size_t i = 0; i < count; ++i)
      pieces[i] = {pending[i].data(), pending[i].size()};
    error_code failed;
    const auto sent = socket_.write_some(std::span{pieces}.first(count), failed);
    if (failed == boost::asio::error::would_block)
      break;
    if (failed) {
      end();
      return false;
    }
    writer_.consume(sent);
    counters().add_out(sent);
    sum += sent;
  }
  if (sum > 0)
    last_progress_ = clock::now();
  if (writer_.done())
    return true;
  socket_.async_wait(stream_socket::wait_write, bind([this](error_code failed) {
                       if (failed)
                         end();
                       else if (write_some())
                         written();
                     }));
  return false;
}

void stream_actor::close() {
  if (input_over_)
    return end();
  lingering_ = true;
  error_code failed;
  socket_.shutdown(stream_socket::shutdown_send, failed);
  read_more();
}

void stream_actor::cut() noexcept {
  error_code failed;
  socket_.close(failed);
}

client_actor::clock::time_point stream_actor::last_progress() noexcept {
  return last_progress_;
}

} // namespace atelier
