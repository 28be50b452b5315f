#pragma once

#include "bench/load/dialect.hpp"

namespace atelier::bench {

/// Binary messages of one or more raw ops (raw_op.hpp), which a server sends on as they are.
class raw_dialect final : public dialect {
public:
  explicit raw_dialect(std::uint32_t sender) noexcept : sender_{sender} {}

  [[nodiscard]] std::string_view target() const override {
    return "/";
  }
  void greet(bytes& out) override;
  void receive(const websocket_frame& frame, op_tally& tally, bytes& out) override;
  [[nodiscard]] bool joined() const override {
    return joined_;
  }
  [[nodiscard]] std::uint32_t sender() const override {
    return sender_;
  }
  void append_ops(bytes& out, std::uint32_t first_counter, std::uint32_t count) const override;

private:
  std::uint32_t sender_;
  bool joined_ = false;
};

} // namespace atelier::bench
