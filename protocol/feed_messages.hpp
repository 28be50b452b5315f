#pragma once

#include "protocol/bytes.hpp"
#include "protocol/errors.hpp"
#include "protocol/feed.hpp"
#include "protocol/ids.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// \file
/// Messages about feeds; part of the list of protocol/messages.hpp.

namespace atelier {

// ---- to the engine ----

/// `GET /projects/{id}/report`; one `report_ready` follows.
struct report_requested {
  connection_id from;
  std::int64_t request = 0;
  session_id project;
  /// As of when; nothing for now.
  std::optional<version_vector> at;
};

/// What `read_report` made: JSON.
struct report_read {
  std::uint64_t request = 0;
  result<shared_text> report;
};

/// What `find_feed` found.
struct feed_found {
  std::uint64_t request = 0;
  result<std::vector<feed_message>> messages;
};

/// The peers that every project is followed at; comes once, when the engine has begun.
struct peers_named {
  std::vector<std::string> urls;
};

/// A link to another server is about to subscribe; answered by `feed_position`.
struct feed_position_asked {
  std::string url;
  session_id project;
};

/// What came over a link, in its order; `arrival` is not yet set. Answered by `feed_items_taken`.
struct feed_items_received {
  std::string url;
  session_id project;
  std::vector<feed_message> items;
};

/// How a link is: for people, such as "in sync", "can't reach it: connection refused".
struct link_changed {
  std::string url;
  std::string state;
};

// ---- to a connection, from the engine ----

/// A report for an HTTP client.
struct report_ready {
  std::int64_t request = 0;
  result<shared_text> report;
};

// ---- to workers, from the engine ----

/// Make a project's report from its feed; answered by `report_read`.
struct read_report {
  std::uint64_t request = 0;
  session_id project;
  std::string project_uuid;
  std::optional<version_vector> at;
};

/// Find the messages of a version, a thread or a comment; answered by `feed_found`.
struct find_feed {
  std::uint64_t request = 0;
  session_id project;
  feed_kind kind{};
  std::string uuid;
};

/// Follow a project at another server, over one connection for all that are followed there, until `unfollow_project`.
struct follow_project {
  std::string url;
  session_id project;
  std::string project_uuid;
};

struct unfollow_project {
  std::string url;
  session_id project;
};

/// What this server has of a project; of its own everything.
struct feed_position {
  std::string url;
  session_id project;
  version_vector have;
};

/// The engine has taken one `feed_items_received`.
struct feed_items_taken {
  std::string url;
};

} // namespace atelier
