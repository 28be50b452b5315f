#pragma once

#include <cstddef>
#include <cstdint>

namespace atelier::feed_limits {

/// The part of the limits (protocol/limits.hpp) that is about feeds.

/// Messages of all feeds, those of other servers included: the engine keeps about 250 bytes of each, and reads them all
/// at start, a million in some seconds.
inline constexpr std::size_t messages_max = 1'000'000;
/// What they take together on disk.
inline constexpr std::uint64_t bytes_max = 2'000'000'000;
/// One message: a long comment, or an entry with all its fields. Another server's may take twice as much, since it
/// is kept with whatever it has besides.
inline constexpr std::size_t message_bytes_max = 64 * 1024;
inline constexpr std::size_t foreign_message_bytes_max = 128 * 1024;
/// Members of any object in another server's message: keeping their order takes time with the square of their number.
inline constexpr std::size_t foreign_members_max = 1'000;
/// What is read of the messages of one thing, which may have been archived ten thousand times.
inline constexpr std::size_t found_bytes_max = 512 * 1024;
/// Fields of an entry's content, and versions that an edit replaces.
inline constexpr std::size_t content_fields_max = 256;
inline constexpr std::size_t modifies_max = 64;
/// Threads below comments below threads, upwards from where something is written: so far it is looked for a cycle.
inline constexpr std::size_t depth_max = 1'000;
/// A clip_id, and an entity that a thread links to, in bytes of UTF-8.
inline constexpr std::size_t name_bytes_max = 1'024;
/// Why an edit was made, in bytes of UTF-8.
inline constexpr std::size_t reason_bytes_max = 4 * 1024;
/// A report as JSON: it is in memory while it is made and sent.
inline constexpr std::size_t report_bytes_max = 256 * 1024 * 1024;
/// Reports that clients have not taken yet, all together.
inline constexpr std::size_t reports_untaken_bytes_max = 512 * 1024 * 1024;
/// Looks at a version or at what it modifies, while entries in conflict are worked out: a second or two. Only edits
/// that branch or merge by the ten thousand take so many.
inline constexpr std::uint64_t report_steps_max = 100'000'000;
/// Reports that wait for being made, of one connection and of all: each may take a second.
inline constexpr std::size_t client_reports_max = 2;
inline constexpr std::size_t reports_max = 64;
/// Projects that are followed at other servers: each is a stream.
inline constexpr std::size_t links_max = 1'000;
/// Servers that the subscriptions of one connection name in their `since`, all together: some 64 bytes each, for as
/// long as the streams are open.
inline constexpr std::size_t client_since_max = 8'192;
/// The address of another server.
inline constexpr std::size_t url_bytes_max = 500;
/// Messages of another server that are handed to the engine at once, by number and by size, and batches that it has not
/// taken yet; reading pauses there.
inline constexpr std::size_t batch_messages_max = 256;
inline constexpr std::size_t batch_bytes_max = 1024 * 1024;
inline constexpr std::size_t batches_waiting_max = 4;

} // namespace atelier::feed_limits
