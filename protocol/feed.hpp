#pragma once

#include "protocol/errors.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace atelier {

/// Of each server the highest seqno: what somebody has, or as of which something stands.
using version_vector = std::map<std::uint32_t, seqno_t>;

/// Reads `[[srv_id, seqno], …]`; of a server that is named twice the higher one counts. Fails with `bad_data`, which
/// names the `field`.
[[nodiscard]] result<version_vector> read_version_vector(const json& value, std::string_view field);

/// `[[srv_id, seqno], …]`, ascending by srv_id.
[[nodiscard]] json to_json(const version_vector& what);

/// The seqno is not above what the vector has of that server.
[[nodiscard]] bool covers(const version_vector& what, std::uint32_t srv_id, seqno_t seqno) noexcept;

enum class feed_kind : std::uint8_t { entry, thread, comment };

/// "entry", "thread" or "comment": the `type` of its message.
[[nodiscard]] std::string_view name_of(feed_kind kind) noexcept;
[[nodiscard]] std::optional<feed_kind> feed_kind_named(std::string_view name) noexcept;

/// Which kinds a subscription asks for.
struct feed_kinds {
  bool entries = false;
  bool threads = false;
  bool comments = false;
  [[nodiscard]] bool has(feed_kind kind) const noexcept;
};

/// A message of a project's feed, of this server or of another one.
struct feed_message {
  /// Where it stands in the order in which this server got to know the messages of all feeds; the first is 1. Of each
  /// server and project, what was numbered earlier there arrives earlier here.
  seqno_t arrival = 0;
  session_id project;
  /// The server that it was written at, and its number there.
  std::uint32_t srv_id = 0;
  seqno_t seqno = 0;
  feed_kind kind{};
  /// The `version_uuid` of an entry, the `thread_uuid` of a thread, the `comment_uuid` of a comment, in lower case.
  std::string uuid;
  /// The members of its JSON object but `type`, `mux_id`, `srv_id`, `seqno` and `proj_id`, as text without the braces:
  /// `"user_uuid":"…","archivetime":null,…`
  std::string members;
  friend bool operator==(const feed_message&, const feed_message&) = default;
};

/// Its place in a project's stream.
[[nodiscard]] inline seqno_t position_of(const feed_message& what) noexcept {
  return what.arrival;
}

/// None is a newer version of another: all of them are sent.
[[nodiscard]] inline seqno_t id_of(const feed_message& what) noexcept {
  return what.arrival;
}

/// `"srv_id":1,"seqno":15,"proj_id":7,` and its members: what every stream sends of it behind its `mux_id`.
[[nodiscard]] std::string members_of(const feed_message& what);

/// What a reader of a feed lacks and asks for.
struct feed_selection {
  version_vector since;
  feed_kinds kinds;
  [[nodiscard]] bool wants(const feed_message& what) const noexcept;
};

} // namespace atelier
