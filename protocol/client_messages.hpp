#pragma once

#include "protocol/errors.hpp"
#include "protocol/feed.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace atelier {

/// `{"type":"command",…}`: exactly one response follows. `action` is not yet looked up, `args` is an object.
struct command {
  std::int64_t id = 0;
  std::optional<session_id> session;
  std::string action;
  json args = json::object();
  /// With a key, the same command again gets the first answer again (the contract, section 2).
  std::optional<std::string> key;
  /// An extension: the identity (a UUID in lower case) that `key` belongs to; without it, the one that the
  /// connection's streams named.
  std::optional<std::string> client;
};

/// `{"type":"subscribe","picture":…}`
struct picture_source {
  picture_id picture;
  std::optional<seq_t> since;
  std::optional<epoch_t> epoch;
  /// A UUID, in lower case, that names the client over its connections.
  std::optional<std::string> client;
};

/// What a stream of texts is of.
enum class text_kind : std::uint8_t { chat, events, feed };

/// `{"type":"subscribe","chat":SESSION,"since":[[srv_id, seqno], …]}`, or `"events":SESSION`, or of a feed
/// `"project_id":SESSION` (also as `project`) or `"project_uuid":UUID`.
struct text_source {
  text_kind kind{};
  session_id session;
  /// What the client has.
  version_vector since{};
  /// Of a feed: its UUID in lower case, where it is named by that and not by `session`, and what is asked for.
  std::string project_uuid{};
  feed_kinds kinds{};
  /// What the `sync` hands back.
  std::optional<json> sync_id{};
};

struct subscribe_request {
  mux_id mux;
  std::variant<picture_source, text_source> source;
};

struct close_request {
  mux_id mux;
};

struct goodbye_request {};

using client_message = std::variant<command, subscribe_request, close_request, goodbye_request>;

/// Why a text was not a message, and what the answer must name: a response for `id`, a stream error for `mux`,
/// otherwise an error that belongs to nothing.
struct parse_failure {
  error what;
  std::optional<std::int64_t> id;
  std::optional<mux_id> mux;
};

/// Parses one JSON message of a client: strict about types, and fields that are not known are passed over. The codes:
/// `malformed` (not a JSON object with a string `type`), `unknown_type`, `bad_data` (a field, named with its value) and
/// `ambiguous_data` (several sources). A command whose `id` can be read fails with that id, whatever else is wrong,
/// and so does a stream's message with its `mux_id`.
[[nodiscard]] tl::expected<client_message, parse_failure> parse_client_message(std::string_view text);

} // namespace atelier
