#pragma once

#include "protocol/feed.hpp"

#include <string>

/// \file
/// Rows of feeds beside `feed_message`; part of the `record` of protocol/records.hpp.

namespace atelier {

/// A project that is followed at another server.
struct feed_link_record {
  /// `ws://HOST:PORT/ws`
  std::string url;
  session_id project;
  friend bool operator==(const feed_link_record&, const feed_link_record&) = default;
};

struct feed_link_removed {
  std::string url;
  session_id project;
};

} // namespace atelier
