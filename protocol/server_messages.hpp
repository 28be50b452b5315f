#pragma once

#include "protocol/client_messages.hpp"
#include "protocol/errors.hpp"
#include "protocol/ids.hpp"

#include <chrono>
#include <string>

/// \file
/// The server's JSON messages as text, one function for each (the contract, sections 1 to 5).

namespace atelier {

inline constexpr int protocol_version = 1;
inline constexpr std::string_view server_name = "atelier 0.1.0";

/// Why the server closes a connection, and whether the client may come back.
enum class goodbye_reason {
  shutting_down,
  too_slow,
  idle,
  kicked,
  malformed,
  frame_too_large,
  rate_limited,
  internal_error,
};

[[nodiscard]] std::string_view name_of(goodbye_reason reason) noexcept;
[[nodiscard]] bool may_retry(goodbye_reason reason) noexcept;

/// `2026-11-20T21:14:03.120Z`
[[nodiscard]] std::string to_iso8601(std::chrono::system_clock::time_point at);

[[nodiscard]] json to_json(const error& what);
[[nodiscard]] std::string hello_text(connection_id connection, std::uint32_t srv_id);
[[nodiscard]] std::string goodbye_text(goodbye_reason reason);
/// An error that belongs to no command and no stream.
[[nodiscard]] std::string error_text(const error& what);
[[nodiscard]] std::string stream_error_text(mux_id mux, const error& what);
[[nodiscard]] std::string response_text(std::int64_t id, const json& result);
[[nodiscard]] std::string response_text(std::int64_t id, const error& what);
[[nodiscard]] std::string broadcast_text(std::optional<session_id> session, std::string_view event,
                                         std::chrono::system_clock::time_point at, const json& data);
[[nodiscard]] std::string picture_sync_text(mux_id mux, picture_id picture, seq_t seq, epoch_t epoch, author_id author,
                                            client_seq_t client_seq);
/// One item of a stream of texts; `members` is what stands between its mux and the closing brace.
[[nodiscard]] std::string item_text(std::string_view type, mux_id mux, std::string_view members);
/// Of a stream of texts, with what its subscription has handed in as `syncid`; pictures have one of their own.
[[nodiscard]] std::string sync_text(mux_id mux, const std::optional<json>& sync_id = std::nullopt);
/// `reason` is left out where it is empty (the client asked).
[[nodiscard]] std::string closed_text(mux_id mux, std::string_view reason);
[[nodiscard]] std::string rejected_text(picture_id picture, client_seq_t client_seq, std::uint32_t count,
                                        const error& what);
/// `viewers` is the JSON array as text, the same for all viewers of the picture.
[[nodiscard]] std::string presence_text(mux_id mux, picture_id picture, std::string_view viewers);

} // namespace atelier
