#pragma once

#include "io_actors/outgoing.hpp"
#include "protocol/errors.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace atelier {

/// An answer to an HTTP request, before it is put on the wire.
struct http_answer {
  unsigned status = 200;
  std::string content_type = "application/json";
  outgoing_slice body;
  /// Of all that is to come, where `body` is only its beginning.
  std::optional<std::uint64_t> bytes_total{};
  std::vector<std::pair<std::string, std::string>> fields;
  /// Nothing more is read from this client.
  bool close = false;
};

[[nodiscard]] http_answer text_answer(unsigned status, std::string content_type, std::string text);
[[nodiscard]] http_answer image_answer(const result<shared_bytes>& png);
/// The text is JSON, and is not copied.
[[nodiscard]] http_answer report_answer(const result<shared_text>& report);
/// `{"error":{"code","message"}}` with the status that fits the code.
[[nodiscard]] http_answer error_answer(const error& what);
[[nodiscard]] http_answer error_answer(unsigned status, const error& what);

/// What an engine's response to a command becomes.
enum class answer_shape {
  /// The result as it is.
  whole,
  /// The same, as 201.
  created,
  /// What is under `picture` in it.
  picture,
  /// That, as 201 with its `Location`.
  new_picture,
};

/// An `If-None-Match` field, where there is one, names this entity tag (RFC 9110, section 13.1.2).
[[nodiscard]] bool lists_tag(std::string_view if_none_match, std::string_view tag);

/// `response` is the JSON text of a response message, which may hold an error.
[[nodiscard]] http_answer answer_from(std::string_view response, answer_shape shape);

} // namespace atelier
