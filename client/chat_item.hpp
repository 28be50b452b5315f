#pragma once

#include "client/fault.hpp"
#include "protocol/chat.hpp"
#include "protocol/json_text.hpp"

namespace atelier::client {

/// One version of a message, as a chat's stream or an answer carries it.
struct chat_item {
  std::uint32_t srv_id = 0;
  chat_message what;
  /// As it came, without what belongs to the stream alone.
  json raw;
};

/// Reads `{"srv_id":1,"seqno":15,"id":15,…}`; `broken_contract` where it is no message.
[[nodiscard]] outcome<chat_item> to_chat_item(json message);

/// The identity of that name, as in a message; nothing where there is none.
[[nodiscard]] std::optional<author_identity> to_identity(std::string_view name) noexcept;

} // namespace atelier::client
