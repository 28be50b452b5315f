#pragma once

#include "client/picture_stream.hpp"

#include <deque>
#include <limits>
#include <vector>

namespace atelier::client {

/// Ops that were refused, as the server told it.
struct refused_ops {
  client_seq_t client_seq = 0;
  std::uint32_t count = 0;
  fault why;
};

/// Sees to it that every op of one client reaches a picture exactly once, over any number of connections and starts of
/// the server. Ops are numbered when they are added, and kept until they are durable; what a `sync` shows to be
/// missing is sent again. It decides only: whoever holds the connection tells it what happened and sends what it gives.
class reliable_drawer {
public:
  struct window {
    /// Ops that are sent and have not come back.
    std::size_t in_flight_max = 16'384;
    /// Ops that are kept since they are not yet durable.
    std::size_t kept_max = 262'144;
    /// Bytes of ops in one DRAW.
    std::size_t draw_bytes_max = 32 * 1024;
  };

  reliable_drawer() : reliable_drawer{window{}} {}
  explicit reliable_drawer(window bounds) : bounds_{bounds} {}

  /// The number of the last op of this client before the first `add`; set by the first `sync` where not set here.
  void start_after(client_seq_t last) noexcept {
    last_ = last;
  }

  /// Whether an op may be added now; false before the first `sync`.
  [[nodiscard]] bool has_room() const noexcept {
    return last_.has_value() && !exhausted() && kept_.size() < bounds_.kept_max;
  }
  /// No number is left for another op of this client on this picture.
  [[nodiscard]] bool exhausted() const noexcept {
    return last_ == std::numeric_limits<client_seq_t>::max();
  }
  /// Adds an encoded op that `check` finds nothing wrong with; gives its number.
  client_seq_t add(byte_view op);

  struct draw {
    client_seq_t first_client_seq = 0;
    bytes ops;
    std::uint32_t count = 0;
  };
  /// What to send next, now; nothing where nothing may be sent until something comes back.
  [[nodiscard]] std::optional<draw> take_draw();

  /// The picture's `sync`: what of this client's ops the server has, so that the rest is sent (again).
  void synced(const picture_sync& sync);

  /// The connection is gone; nothing is sent until the next `synced`.
  void disconnected() noexcept {
    author_.reset();
  }

  /// An op came from the server.
  void came(const ordered_op& what);

  /// Every op up to `seq` is on disk.
  void durable(seq_t seq);

  /// The server has refused ops; their numbers are used up.
  void rejected(refused_ops what);

  /// Nothing is under way: every op that was added is durable or refused.
  [[nodiscard]] bool settled() const noexcept {
    return kept_.empty();
  }

  struct tally {
    std::uint64_t added = 0;
    /// Came back, and may still be lost with the server.
    std::uint64_t acknowledged = 0;
    std::uint64_t durable = 0;
    std::uint64_t refused = 0;
    /// Sent more than once.
    std::uint64_t repeated = 0;
  };
  [[nodiscard]] tally count() const noexcept;
  /// The first refusals, for a person.
  [[nodiscard]] const std::vector<refused_ops>& refusals() const noexcept {
    return refusals_;
  }

private:
  struct entry {
    bytes op;
    /// Where the op stands in the picture's order, or the last place where it can stand; 0 while unknown.
    seq_t seq = 0;
    bool sent = false;
    bool refused = false;
  };
  [[nodiscard]] entry* find(client_seq_t number);
  void drop_settled();

  window bounds_;
  std::optional<client_seq_t> last_;
  std::optional<author_id> author_;
  seq_t durable_ = 0;
  /// Consecutive numbers, from `first_kept_` on.
  std::deque<entry> kept_;
  client_seq_t first_kept_ = 0;
  /// Index in `kept_` of the next op to send.
  std::size_t next_to_send_ = 0;
  std::size_t in_flight_ = 0;
  tally count_;
  std::vector<refused_ops> refusals_;
};

} // namespace atelier::client
