#pragma once

#include "engine/feed/feed_writing.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

/// \file
/// How the members of a feed's message are put together.

namespace atelier {

inline constexpr std::string_view nil_uuid = "00000000-0000-0000-0000-000000000000";

/// The members of a message as text, in the order in which a person reads them.
class feed_members {
public:
  /// Begins with `user_uuid`, `user_id` for an entry, `archivetime` and `submissiontime`: now, and later than `latest`,
  /// milliseconds since 1970.
  feed_members(const feed_writer& by, feed_kind kind, const json& archived, std::int64_t latest);

  feed_members& add(std::string_view name, const json& value);

  /// The message, if it is not too large.
  [[nodiscard]] result<feed_draft> draft(std::string uuid, json names) &&;

private:
  feed_kind kind_;
  std::string text_;
};

/// What stands, as JSON.
[[nodiscard]] json shown_archivetime(const std::shared_ptr<const version_vector>& archived);

/// Milliseconds since 1970.
[[nodiscard]] std::int64_t milliseconds_of(std::chrono::system_clock::time_point at);
[[nodiscard]] std::string iso8601_of(std::int64_t milliseconds);

/// When something is submitted: now, and later than what there is of the same thing.
[[nodiscard]] std::int64_t submitted_after(std::int64_t latest, std::chrono::system_clock::time_point now);

} // namespace atelier
