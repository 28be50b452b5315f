#pragma once

#include "protocol/ids.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace atelier {

enum class message_kind : std::uint8_t { text, file, image };

/// How sure it is who said something: with a passphrase (`verified`), under a handle that has none and is anybody's
/// (`claimed`), or under no handle at all.
enum class author_identity : std::uint8_t { anonymous, claimed, verified };

/// What a message carries beside its text; the bytes are kept by their hash.
struct attachment_note {
  /// SHA-256 in hexadecimal.
  std::string hash;
  /// Without a path and without control characters.
  std::string name;
  std::uint64_t bytes = 0;
  /// Recognised by content.
  std::string media_type;
  /// Of an image, in pixels; 0 otherwise.
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  friend bool operator==(const attachment_note&, const attachment_note&) = default;
};

/// One version of a message in the chat of a session, a row of the table of messages. What is edited or deleted gets a
/// new version with the next seqno and the same id; the earlier ones are kept, and only the latest is shown.
struct chat_message {
  seqno_t seqno = 0;
  /// The seqno of the first version.
  seqno_t id = 0;
  session_id session;
  player_id author;
  /// As it was when this was said.
  std::string handle;
  author_identity identity{};
  message_kind kind{};
  /// Of a file or an image, what was said with it. Empty where deleted.
  std::string text;
  std::optional<attachment_note> attachment;
  /// When it was first said.
  std::chrono::system_clock::time_point at{};
  std::optional<std::chrono::system_clock::time_point> edited_at;
  bool deleted = false;
  friend bool operator==(const chat_message&, const chat_message&) = default;
};

[[nodiscard]] std::string_view name_of(message_kind kind) noexcept;
[[nodiscard]] std::string_view name_of(author_identity identity) noexcept;

/// Which versions are of one message.
[[nodiscard]] inline seqno_t position_of(const chat_message& what) noexcept {
  return what.seqno;
}

[[nodiscard]] inline seqno_t id_of(const chat_message& what) noexcept {
  return what.id;
}

/// The members of a message's JSON object, without the braces: `"srv_id":1,"seqno":15,"id":15,"session":3,…`. The same
/// whether it is read from disk or sent as it happens.
[[nodiscard]] std::string members_of(const chat_message& what, std::uint32_t srv_id);

} // namespace atelier
