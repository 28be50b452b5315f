#include "io_actors/socket_actor.hpp"

#include "io_actors/shared_frame.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <span>
#include <sys/socket.h>

namespace atelier {

namespace {

using boost::system::error_code;

constexpr std::size_t read_bytes_max = 256 * 1024;
/// What one turn may write before other connections have theirs.
constexpr std::size_t turn_bytes_max = 1024 * 1024;
/// More are split by the system call's wrapper anyway.
constexpr std::size_t pieces_max = 64;
/// Room for an answer to the latest ping and the like; a client that asks for more than it takes gets no more.
constexpr std::size_t between_bytes_max = 1024;

void set_tcp_option(int socket, int name, int value) {
  // A connection works without them too, so that a failure is of no interest.
  ::setsockopt(socket, IPPROTO_TCP, name, &value, sizeof value);
}

std::span<std::byte> shared_read_buffer() {
  thread_local bytes buffer(read_bytes_max);
  return buffer;
}

} // namespace

socket_actor::socket_actor(caf::actor_config& config, runtime::strand where, stream_socket socket,
                           connection_setup setup, traffic_counters traffic::*kind, frame_header_writer append_header)
    : client_actor{config, std::move(where), std::move(setup), kind},
      socket_{std::move(socket)},
      append_header_{append_header},
      writer_{append_header} {}

bool socket_actor::open() {
  error_code failed;
  socket_.non_blocking(true, failed);
  if (failed) {
    end();
    return false;
  }
  tune_tcp();
  return true;
}

void socket_actor::tune_tcp() {
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

void socket_actor::feed() {
  while (session().wants_input()) {
    if (take_next())
      continue;
    if (!input_over_) {
      read_more();
      break;
    }
    input_taken();
  }
  session().end_of_read();
}

void socket_actor::read_more() {
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

void socket_actor::read_some() {
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
    return input_over_ || linger(buffer.first(count)) ? end() : read_more();
  take(buffer.first(count));
  pump();
}

void socket_actor::start_lingering() {
  lingering_ = true;
  read_more();
}

void socket_actor::shut_down_sending() noexcept {
  error_code failed;
  socket_.shutdown(stream_socket::shutdown_send, failed);
}

void socket_actor::write_between(bytes what) {
  if (between_.size() + what.size() > between_bytes_max)
    return;
  append(between_, what);
  if (!blocked_ && !write_some())
    write_when_possible();
}

bool socket_actor::write(std::vector<outgoing_message> messages) {
  queued_ = std::move(messages);
  if (!blocked_ && write_some())
    return true;
  owes_written_ = true;
  if (!blocked_)
    write_when_possible();
  return false;
}

bool socket_actor::write(const runtime::log_tail& more) {
  if (blocked_ || !between_.empty()) {
    std::vector<outgoing_message> messages(1);
    messages.front().kind = frame_kind::blocks;
    for (const auto& slice : more.slices)
      messages.front().add(slice);
    return write(std::move(messages));
  }
  const auto frame = shared_frame(more, append_header_);
  error_code failed;
  const auto sent = socket_.write_some(boost::asio::buffer(frame.data(), frame.size()), failed);
  if (failed && failed != boost::asio::error::would_block) {
    end();
    return false;
  }
  counters().add_out(sent);
  if (sent == frame.size())
    return true;
  writer_.load(bytes(frame.begin() + static_cast<std::ptrdiff_t>(sent), frame.end()));
  if (sent > 0)
    last_progress_ = clock::now();
  owes_written_ = true;
  write_when_possible();
  return false;
}

bool socket_actor::load_next() {
  if (!between_.empty())
    writer_.load(std::exchange(between_, {}));
  else if (!queued_.empty())
    writer_.load(std::exchange(queued_, {}));
  return !writer_.done();
}

bool socket_actor::write_some() {
  std::size_t sum = 0;
  while ((!writer_.done() || load_next()) && sum < turn_bytes_max) {
    std::array<boost::asio::const_buffer, pieces_max> pieces;
    const auto pending = writer_.pending();
    const auto count = std::min(pending.size(), pieces.size());
    for (std::size_t i = 0; i < count; ++i)
      pieces[i] = {pending[i].data(), pending[i].size()};
    error_code failed;
    // The system has a cheaper call for a single piece.
    const auto sent = count == 1 ? socket_.write_some(pieces.front(), failed)
                                 : socket_.write_some(std::span{pieces}.first(count), failed);
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
  if (writer_.done() && between_.empty() && queued_.empty())
    return true;
  if (sum > 0)
    last_progress_ = clock::now();
  return false;
}

void socket_actor::write_when_possible() {
  blocked_ = true;
  socket_.async_wait(stream_socket::wait_write, bind([this](error_code failed) {
                       blocked_ = false;
                       if (failed)
                         return end();
                       if (!write_some())
                         return write_when_possible();
                       if (std::exchange(owes_written_, false))
                         written();
                     }));
}

void socket_actor::cut() noexcept {
  error_code failed;
  socket_.close(failed);
}

client_actor::clock::time_point socket_actor::last_progress() noexcept {
  return last_progress_;
}

} // namespace atelier
