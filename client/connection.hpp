#pragma once

#include "client/fault.hpp"
#include "client/message.hpp"
#include "client/options.hpp"
#include "protocol/client_messages.hpp"

#include <future>
#include <memory>
#include <string_view>

/// \file
/// A connection to a server, in two halves with plain blocking calls:
///
///     auto made = connect("unix:atelier-data/atelier.sock");
///     auto& [commands, messages] = *made;
///     auto pictures = commands.send({.action = "pictures"}).get();
///
/// A thread of its own does the input and output. The connection ends when both halves are gone; either may go first.

namespace atelier::client {

class link;

/// Sends. Copies send over the same connection; any number of threads may.
class sender {
public:
  explicit sender(std::shared_ptr<link> on) : link_{std::move(on)} {}

  /// Sends a command (its `id` is given here) and gives its result to come. It is a fault of kind `refused` where the
  /// server answered with an error, `lost` where the connection ended before, `timed_out` after `response_max`.
  /// Responses are read on the way to broadcasts: somebody must receive, or nobody at all (`receiver` dropped), so
  /// that a full receive queue holds nothing up.
  [[nodiscard]] std::future<outcome<json>> send(command what) const;

  /// Sends a message that has no response, such as a subscription.
  [[nodiscard]] outcome<void> post(const json& what) const;

  /// Sends one or more blocks as one message (protocol/blocks.hpp).
  [[nodiscard]] outcome<void> post_blocks(bytes blocks) const;

  /// Breaks the connection off without a word.
  void close() const;

private:
  std::shared_ptr<link> link_;
};

/// Receives broadcasts, messages of streams and binary messages, in the server's order. One thread at a time.
class receiver {
public:
  explicit receiver(std::shared_ptr<link> on) : link_{std::move(on)} {}
  receiver(receiver&&) noexcept = default;
  receiver& operator=(receiver&& other) noexcept;
  ~receiver();

  /// The next message, with `value` set for JSON. Waits for at most `timeout`, then `timed_out`. After the last
  /// message of a connection that has ended: `lost`, with the server's reason where it gave one.
  [[nodiscard]] outcome<message> recv(std::optional<std::chrono::milliseconds> timeout = std::nullopt);

private:
  std::shared_ptr<link> link_;
};

struct connection {
  sender commands;
  receiver messages;
  /// What the server said first.
  json hello;
};

/// Connects to `unix:PATH`, `tcp:HOST:PORT` or `ws://HOST:PORT/ws` and waits for the server's `hello`.
[[nodiscard]] outcome<connection> connect(std::string_view url, const options& how = {});

} // namespace atelier::client
