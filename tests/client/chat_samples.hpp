#pragma once

#include "protocol/json_text.hpp"

#include <cstdint>
#include <string>

/// What tests of chats build messages from.
namespace atelier::client::samples {

inline constexpr std::uint32_t chat_session = 3;

/// The first version of a message, as an item of the stream with `mux_id` 1; its time is 14:MINUTE:00 UTC.
[[nodiscard]] inline json chat_item_json(std::uint64_t seqno, const std::string& text,
                                         const std::string& handle = "ada", const std::string& identity = "verified") {
  const auto minute = std::to_string(seqno % 60);
  return {{"type", "message"},
          {"mux_id", 1},
          {"srv_id", 1},
          {"seqno", seqno},
          {"id", seqno},
          {"session", chat_session},
          {"player", identity == "anonymous" ? json() : json(7)},
          {"handle", handle},
          {"identity", identity},
          {"kind", "text"},
          {"text", text},
          {"at", "2026-11-20T14:" + (minute.size() < 2 ? "0" + minute : minute) + ":00.120Z"},
          {"edited_at", nullptr},
          {"deleted", false}};
}

/// A later version of it.
[[nodiscard]] inline json edited(json item, std::uint64_t seqno, const std::string& text) {
  item["seqno"] = seqno;
  item["text"] = text;
  item["edited_at"] = "2026-11-20T15:30:00.000Z";
  return item;
}

[[nodiscard]] inline json deleted(const json& item, std::uint64_t seqno) {
  auto out = edited(item, seqno, "");
  out["deleted"] = true;
  return out;
}

/// The result of `say`.
[[nodiscard]] inline json said_answer(std::uint64_t seqno, const std::string& text) {
  return {{"message", chat_item_json(seqno, text)}};
}

} // namespace atelier::client::samples
