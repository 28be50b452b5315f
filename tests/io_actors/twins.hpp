#pragma once

#include "io_actors/client_session.hpp"
#include "io_actors/outgoing.hpp"
#include "protocol/blocks.hpp"
#include "protocol/messages.hpp"
#include "runtime/log_tail.hpp"
#include "runtime/reader_gate.hpp"
#include "runtime/shared_log.hpp"

#include <memory>
#include <string>
#include <vector>

namespace atelier::test {

/// A pixel op; `x` tells it from others.
[[nodiscard]] bytes pixel(std::uint16_t x);
/// `count` pixel ops one after another.
[[nodiscard]] bytes pixels(std::uint16_t count);
[[nodiscard]] bytes draw_message(picture_id picture, client_seq_t first, byte_view ops);
/// A CHUNK of `size` bytes.
[[nodiscard]] bytes chunk_message(transfer_id transfer, std::uint64_t offset, std::size_t size);
/// A patch op of one colour.
[[nodiscard]] bytes patch(std::uint16_t width, std::uint16_t height);

/// What a client sees of messages, one line for each text and for each block, such as
/// `{"type":"sync",…}`, `UPDATES 12: 4-6`, `DURABLE 12: 6`, `SNAPSHOT 12: 3`, `CURSOR 12`, and for a CHUNK of transfer
/// 6 with 100 bytes for offset 500 `CHUNK 6: 500+100`.
[[nodiscard]] std::vector<std::string> describe(const std::vector<outgoing_message>& messages);
/// The same for the bytes of one message.
void describe(frame_kind kind, byte_view body, std::vector<std::string>& to);
[[nodiscard]] bytes joined(const outgoing_message& message);

/// What the engine keeps of a picture for its viewers.
class picture_twin {
public:
  explicit picture_twin(picture_id id, std::size_t retained_bytes_max = 1024 * 1024);

  /// Appends an UPDATES block of `count` ops; true where the viewer slept and must be told.
  bool grow(std::uint16_t count);
  /// Appends a DURABLE block.
  bool commit(seq_t seq);
  /// What was appended since `from`, at most 4096 bytes.
  [[nodiscard]] std::shared_ptr<const runtime::log_tail> tail(runtime::log_position from) const;
  /// A join from a snapshot at `snapshot_seq` where the log stood at `start`, with the tail up to now.
  [[nodiscard]] stream_joined join(mux_id mux, runtime::log_position start, seq_t snapshot_seq) const;
  /// A join from a snapshot of the picture as it is now.
  [[nodiscard]] stream_joined join(mux_id mux) const;

  [[nodiscard]] const runtime::shared_log& log() const {
    return *log_;
  }
  [[nodiscard]] seq_t seq() const {
    return seq_;
  }
  [[nodiscard]] picture_id id() const {
    return id_;
  }

private:
  picture_id id_;
  std::shared_ptr<runtime::shared_log> log_;
  std::shared_ptr<runtime::reader_gate> gate_ = std::make_shared<runtime::reader_gate>();
  seq_t seq_ = 0;
  seq_t durable_ = 0;
};

} // namespace atelier::test
