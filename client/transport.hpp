#pragma once

#include "client/address.hpp"
#include "client/fault.hpp"
#include "client/message.hpp"

#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <vector>

namespace atelier::client {

/// One way to carry messages to a server and back. All calls and all completions are on the thread that runs the
/// context. At most one `read` and one `write` are under way at a time; nothing is read that was not asked for, which
/// is how the server comes to feel back-pressure. A transport outlives the context's running.
class transport {
public:
  virtual ~transport() = default;

  virtual void open(std::function<void(outcome<void>)> done) = 0;

  /// Waits for at least one message. An end of the connection is a fault of kind `lost`.
  virtual void read(std::function<void(outcome<std::vector<message>>)> done) = 0;

  /// Sends all of it in order.
  virtual void write(std::vector<outgoing> what, std::function<void(outcome<void>)> done) = 0;

  /// Says that nothing more will be written; the server then ends the connection.
  virtual void finish() = 0;

  /// Ends the connection at once; what is under way completes with a fault.
  virtual void close() noexcept = 0;

  /// The server will send nothing after what it has sent.
  [[nodiscard]] virtual bool peer_gone() const noexcept = 0;
};

[[nodiscard]] std::unique_ptr<transport> make_transport(boost::asio::io_context& context, const address& where,
                                                        std::size_t message_bytes_max);

} // namespace atelier::client
