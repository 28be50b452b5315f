#pragma once

#include "bench/load/dialect.hpp"
#include "protocol/blocks.hpp"

namespace atelier::bench {

/// Hears when a connection's own ops are drawn and when they are durable.
class watermark_watcher {
public:
  virtual ~watermark_watcher() = default;
  /// The own ops up to number `last` have come back; `last` has this place in the picture's order.
  virtual void drawn(client_seq_t last, seq_t seq) = 0;
  virtual void durable(seq_t seq) = 0;
};

/// Atelier's own protocol: a stream of one picture, on which only pixels are drawn. An op's sender is its author. Gaps
/// in the picture's order are an error. Ops from before the sync are not tallied.
class atelier_dialect final : public dialect {
public:
  explicit atelier_dialect(picture_id picture) noexcept : picture_{picture} {}

  [[nodiscard]] std::string_view target() const override {
    return "/ws";
  }
  void greet(bytes& out) override;
  void receive(const websocket_frame& frame, op_tally& tally, bytes& out) override;
  [[nodiscard]] bool joined() const override {
    return author_.has_value();
  }
  [[nodiscard]] std::uint32_t sender() const override {
    return author_.value().value;
  }
  [[nodiscard]] std::uint64_t skips() const override {
    return skips_;
  }
  void append_ops(bytes& out, std::uint32_t first_counter, std::uint32_t count) const override;

  /// `whom` must outlive this.
  void watch(watermark_watcher& whom) noexcept {
    watcher_ = &whom;
  }

  /// Ops of a message; one unless this was called.
  void draw_together(std::uint32_t ops) noexcept {
    ops_per_message_ = ops;
  }

private:
  void take_text(std::string_view text);
  void take_snapshot(byte_view payload);
  void take_updates(byte_view payload, op_tally& tally);
  /// Takes the run at the front. Walking its ops as `take_run` does would cost the generator as much again.
  void tally_run(byte_view& rest, op_tally& tally);
  void append_message(bytes& out, std::uint32_t first_counter, std::uint32_t count) const;

  picture_id picture_;
  /// Known from the sync on.
  std::optional<author_id> author_;
  /// The last op that has come.
  seq_t seq_ = 0;
  std::uint64_t skips_ = 0;
  std::uint32_t ops_per_message_ = 1;
  watermark_watcher* watcher_ = nullptr;
};

} // namespace atelier::bench
