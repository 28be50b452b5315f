#pragma once

#include "client/fault.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"

#include <cstdint>
#include <optional>

namespace atelier::client {

/// What the server says about an attachment on its way: `{"type":"transfer","transfer":5,…}`.
struct transfer_news {
  transfer_id transfer;
  /// So much is written.
  std::optional<std::uint64_t> offset{};
  /// What was sent is whole, and was said.
  std::optional<json> message{};
  /// It is over.
  std::optional<fault> error{};
};

/// Reads it; `broken_contract` where it is none.
[[nodiscard]] outcome<transfer_news> to_transfer_news(const json& message);

/// Whether an attachment that a fault stopped can go on over the next connection.
[[nodiscard]] bool only_postpones(const fault& why) noexcept;

} // namespace atelier::client
