#pragma once

#include "protocol/feed.hpp"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace atelier {

/// A UUID as a key of 16 bytes. Of a text that is none, which only another server can have sent, a hash.
struct feed_key {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  friend constexpr auto operator<=>(const feed_key&, const feed_key&) = default;
};

[[nodiscard]] feed_key feed_key_of(std::string_view uuid) noexcept;
/// The UUID in lower case.
[[nodiscard]] std::string to_uuid(const feed_key& key);

/// What the rules of a feed look at in each message; the rest stays on disk.
struct feed_head {
  seqno_t arrival = 0;
  session_id project;
  std::uint32_t srv_id = 0;
  seqno_t seqno = 0;
  feed_kind kind{};
  /// The version, thread or comment.
  feed_key id{};
  /// The entry of a version; the comment that a thread links to, if any; the thread of a comment.
  feed_key parent{};
  /// The report of an entry.
  feed_key report{};
  feed_key user{};
  /// Hash of what its writer gave: the same again is the same write. Times and `archivetime` do not count.
  std::uint64_t content = 0;
  /// Milliseconds since 1970; 0 where it has none.
  std::int64_t submitted = 0;
  std::int64_t authored = 0;
  /// An entry that modifies no other version.
  bool is_original = false;
  /// Its `archivetime`; null where it has none.
  std::shared_ptr<const version_vector> archived{};
  /// Of its members' text, and what its `archivetime` takes in memory.
  std::uint32_t bytes = 0;
};

/// What is missing or of another type than the contract says is left empty: other servers' messages are kept as they
/// came.
[[nodiscard]] feed_head head_of(const feed_message& what);

/// Milliseconds since 1970 of an ISO 8601 time in UTC such as `2026-11-20T21:14:03.120Z` (the fraction may be absent);
/// nothing where it is none.
[[nodiscard]] std::optional<std::int64_t> milliseconds_of(std::string_view iso8601);

} // namespace atelier

template <>
struct std::hash<atelier::feed_key> {
  std::size_t operator()(const atelier::feed_key& key) const noexcept {
    return static_cast<std::size_t>(key.high ^ (key.low * 0x9e3779b97f4a7c15ULL));
  }
};
