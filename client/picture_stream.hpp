#pragma once

#include "client/fault.hpp"
#include "protocol/blocks.hpp"
#include "protocol/json_text.hpp"

#include <functional>
#include <optional>
#include <string>

namespace atelier::client {

/// One op as the server ordered it. The bytes lie in the message that brought it.
struct ordered_op {
  seq_t seq = 0;
  author_id author;
  client_seq_t client_seq = 0;
  byte_view op;
};

/// What the picture's `sync` said: who this client is there, and where the picture and its own ops stand.
struct picture_sync {
  seq_t seq = 0;
  epoch_t epoch = 0;
  author_id author;
  client_seq_t client_seq = 0;
};

/// The order of one picture as its blocks and its `sync` show it, kept over reconnects. It checks what the contract
/// promises (no op missing or twice, DURABLE never ahead and never back, no durable op lost), and any breach of it
/// is a fault of kind `broken_contract`. A SNAPSHOT may be older than what came before it: the ops after it follow
/// before the `sync`. It keeps no pixels.
class picture_stream {
public:
  explicit picture_stream(picture_id picture, std::string client = {})
      : picture_{picture}, client_{std::move(client)} {}

  /// The subscription to send after a (re)connect; asks for only what is missing where `wants_tail`.
  [[nodiscard]] json subscription(mux_id mux, bool wants_tail = true) const;

  /// The connection is gone; what comes next belongs to a new one.
  void disconnected() noexcept {
    synced_.reset();
    opened_ = false;
  }

  using op_taker = std::function<void(const ordered_op&)>;

  /// Takes a block of this picture; calls `take` (where given) for every op of an UPDATES. Gives the snapshot where
  /// the block is one, its bytes lying in the block.
  [[nodiscard]] outcome<std::optional<snapshot_payload>> apply(const block& what, const op_taker& take = {});

  /// Takes the picture's `sync`.
  [[nodiscard]] outcome<picture_sync> apply_sync(const json& message);

  [[nodiscard]] picture_id picture() const noexcept {
    return picture_;
  }
  /// The last op that came; 0 before any.
  [[nodiscard]] seq_t seq() const noexcept {
    return seq_;
  }
  [[nodiscard]] seq_t durable() const noexcept {
    return durable_;
  }
  [[nodiscard]] std::optional<epoch_t> epoch() const noexcept {
    return epoch_;
  }
  /// The last `sync` of this connection; nothing before it, nor between a SNAPSHOT and its `sync`.
  [[nodiscard]] const std::optional<picture_sync>& synced() const noexcept {
    return synced_;
  }

private:
  [[nodiscard]] outcome<void> apply_updates(byte_view payload, const op_taker& take);
  [[nodiscard]] outcome<snapshot_payload> apply_snapshot(byte_view payload);
  [[nodiscard]] outcome<void> apply_durable(byte_view payload);
  [[nodiscard]] tl::unexpected<fault> broken(const std::string& how) const;

  picture_id picture_;
  std::string client_;
  seq_t seq_ = 0;
  seq_t durable_ = 0;
  std::optional<epoch_t> epoch_;
  std::optional<picture_sync> synced_;
  /// Something of the picture came on this connection.
  bool opened_ = false;
};

} // namespace atelier::client
