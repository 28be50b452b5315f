#pragma once

#include "bench/load/connection.hpp"
#include "bench/load/dialect.hpp"

#include <memory>

namespace atelier::bench {

/// One client in a room: its connection, how it talks, and a tally of the ops that it received. Any viewer may draw. It
/// leaves when it is destroyed, which may not happen within a turn of the loop.
class viewer final : private connection_user {
public:
  viewer(event_loop& loop, std::span<std::byte> scratch, std::unique_ptr<dialect> talk);

  void join(std::uint16_t port);
  [[nodiscard]] bool joined() const {
    return talk_->joined();
  }
  /// The number that its ops carry; valid when joined.
  [[nodiscard]] std::uint32_t sender() const {
    return talk_->sender();
  }

  /// Draws ops `first_counter` … `first_counter + count - 1` with one write.
  void draw(std::uint32_t first_counter, std::uint32_t count);

  [[nodiscard]] op_tally& tally() noexcept {
    return tally_;
  }
  [[nodiscard]] const op_digest& received() const noexcept {
    return tally_.digest();
  }
  /// How often the server passed over ops since this viewer was too slow for them.
  [[nodiscard]] std::uint64_t skips() const {
    return talk_->skips();
  }
  /// WebSocket messages that brought ops.
  [[nodiscard]] std::uint64_t messages() const noexcept {
    return messages_;
  }

private:
  void opened() override;
  void received(const websocket_frame& frame) override;

  std::unique_ptr<dialect> talk_;
  op_tally tally_;
  std::uint64_t messages_ = 0;
  connection connection_;
};

} // namespace atelier::bench
