#pragma once

#include "io_actors/io_actors.hpp"
#include "tests/io_actors/engine_twin.hpp"
#include "tests/io_actors/journal.hpp"
#include "tests/runtime/pool.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <memory>
#include <string>
#include <utility>

namespace atelier::test {

/// A thread pool with an engine that is a twin, and what a manager does: it makes sockets and spawns their actors. All
/// actors are gone after it.
class server_twin {
public:
  explicit server_twin(limits bounds = {});
  ~server_twin();
  server_twin(const server_twin&) = delete;
  server_twin& operator=(const server_twin&) = delete;

  using unix_socket = boost::asio::local::stream_protocol::socket;

  /// A client's end of a Unix socket whose other end has its actor; `send_buffer` bounds what the kernel keeps.
  [[nodiscard]] unix_socket connect_unix(int send_buffer = 0);
  [[nodiscard]] tcp_socket connect_tcp();
  /// A client's end of a TCP connection that speaks HTTP and may become a WebSocket.
  [[nodiscard]] tcp_socket connect_http(int send_buffer = 0);

  /// All connections are told to say goodbye.
  void shut_down();
  void kill_connections();

  /// The id of the connection that was made last.
  [[nodiscard]] std::uint64_t last_id() const noexcept {
    return last_id_;
  }
  journal& notes() noexcept {
    return *notes_;
  }
  http_setup& http() noexcept {
    return *http_;
  }
  traffic& counters() noexcept {
    return *counters_;
  }
  void wait_for_end_of(std::uint64_t id) {
    notes_->wait_for("ended " + std::to_string(id));
  }

private:
  [[nodiscard]] connection_setup next_setup();
  [[nodiscard]] runtime::strand new_strand();
  /// Both ends of a TCP connection over loopback, the server's on the strand.
  [[nodiscard]] std::pair<tcp_socket, tcp_socket> tcp_pair(const runtime::strand& on);
  void keep(connection_actor actor);

  std::shared_ptr<journal> notes_ = std::make_shared<journal>();
  std::shared_ptr<traffic> counters_ = std::make_shared<traffic>();
  std::shared_ptr<const limits> bounds_;
  std::shared_ptr<http_setup> http_ = std::make_shared<http_setup>();
  boost::asio::io_context clients_;
  runtime::test::pool pool_;
  engine_actor engine_;
  std::mutex mutex_;
  std::vector<caf::actor_addr> actors_;
  std::atomic<std::uint64_t> last_id_{0};
};

} // namespace atelier::test
