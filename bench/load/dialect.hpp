#pragma once

#include "bench/load/op_tally.hpp"
#include "bench/load/wire/websocket_frames.hpp"

#include <string>

namespace atelier::bench {

/// How one connection talks to one kind of server, over a WebSocket. Without sockets and time: bytes go in, and what is
/// to be sent is appended to `out` as whole masked frames. What a server says wrong is thrown as std::runtime_error.
class dialect {
public:
  virtual ~dialect() = default;

  /// What to ask for in the HTTP request.
  [[nodiscard]] virtual std::string_view target() const = 0;

  /// The WebSocket is open: says what must be said first.
  virtual void greet(bytes& out) = 0;

  /// Takes a text, binary or continuation frame; its ops go to `tally`.
  virtual void receive(const websocket_frame& frame, op_tally& tally, bytes& out) = 0;

  /// Whether the room has been entered: everything that is sent to it from now on comes here too.
  [[nodiscard]] virtual bool joined() const = 0;

  /// The number that this connection's ops carry; valid when joined.
  [[nodiscard]] virtual std::uint32_t sender() const = 0;

  /// How often the server passed over ops since this connection was too slow for them.
  [[nodiscard]] virtual std::uint64_t skips() const {
    return 0;
  }

  /// Appends this connection's ops `first_counter` … `first_counter + count - 1`, each a message of its own.
  virtual void append_ops(bytes& out, std::uint32_t first_counter, std::uint32_t count) const = 0;
};

} // namespace atelier::bench
