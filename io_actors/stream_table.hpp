#pragma once

#include "protocol/errors.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"

#include <optional>
#include <unordered_map>
#include <vector>

namespace atelier {

/// The streams of one connection, by `mux_id`, and those of pictures by picture too: which are open, and on which one
/// may draw. A stream stays until its `closed` was handed to the transport, or at least waits for it behind everything
/// else of the stream, so its `mux_id` cannot be used again before.
class stream_table {
public:
  explicit stream_table(std::size_t streams_max) : streams_max_{streams_max} {}

  /// Opens a stream. Fails with `already_exists` or `rate_limited`.
  [[nodiscard]] std::optional<error> open(mux_id mux, picture_id picture);

  /// Opens a stream of texts; its `sync` hands back `sync_id`, where there is one. Fails in the same way.
  [[nodiscard]] std::optional<error> open_texts(mux_id mux, std::optional<json> sync_id = std::nullopt);

  /// What the client closes: a picture's stream, or one of texts.
  struct closing {
    std::optional<picture_id> picture;
  };
  /// The stream that the client may close now; nothing where it has ended by itself and `closed` is on its way. Fails
  /// with `not_found`. A stream can be closed once.
  [[nodiscard]] result<std::optional<closing>> close(mux_id mux);

  /// The engine has ended the stream; false where there is no such stream (any more) or it has ended before.
  [[nodiscard]] bool end(mux_id mux, picture_id picture);

  /// Its `sync` was handed to the transport.
  void synced(picture_id picture);
  /// It was refused, or its `closed` was handed to the transport.
  void erase(picture_id picture);

  /// The same for a stream of texts.
  void synced(mux_id mux);
  void erase(mux_id mux);

  /// The mux stands for a stream of texts.
  [[nodiscard]] bool has_texts(mux_id mux) const;
  [[nodiscard]] std::optional<json> sync_id_of(mux_id mux) const;
  /// The picture that a mux stands for.
  [[nodiscard]] std::optional<picture_id> picture_of(mux_id mux) const;
  [[nodiscard]] std::optional<mux_id> mux_of(picture_id picture) const;
  /// One may draw on it: its `sync` was sent, and it was not closed since.
  [[nodiscard]] bool may_draw_on(picture_id picture) const;
  /// Streams that could be closed now, and wait for nothing before.
  [[nodiscard]] std::vector<mux_id> closable() const;
  [[nodiscard]] bool empty() const noexcept {
    return streams_.empty();
  }

private:
  [[nodiscard]] std::optional<error> no_room_for(mux_id mux) const;

  struct stream {
    std::optional<picture_id> picture;
    bool synced = false;
    bool closing = false;
    bool ended = false;
    std::optional<json> sync_id{};
  };

  std::size_t streams_max_;
  std::unordered_map<mux_id, stream> streams_;
  std::unordered_map<picture_id, mux_id> pictures_;
};

} // namespace atelier
