#pragma once

#include "protocol/feed.hpp"
#include "protocol/json_text.hpp"

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// \file
/// What a report keeps of messages. What is missing in one, or of another type than the contract says, is left empty:
/// other servers' messages are kept as they came.

namespace atelier {

/// When and where a message was written: the order of everything in a report.
struct report_stamp {
  /// Milliseconds since 1970; 0 where it has none.
  std::int64_t submitted = 0;
  std::uint32_t srv_id = 0;
  seqno_t seqno = 0;
  friend constexpr auto operator<=>(const report_stamp&, const report_stamp&) = default;
};

/// What all messages of one thing say together.
struct report_thing {
  report_stamp first{};
  report_stamp latest{};
  /// JSON: the `archivetime` of the latest, empty for null.
  std::string archived{};

  /// Counts a message in. `begins`: nothing was counted before. True where this is the first one now.
  bool count(const report_stamp& stamp, const json& members, bool begins);
};

struct report_version : report_thing {
  using field = std::pair<std::string, std::optional<std::string>>;
  /// Of its first message.
  std::optional<std::string> entry{};
  std::optional<std::string> report{};
  std::optional<std::string> user{};
  std::optional<std::string> submission{};
  std::optional<std::string> clip{};
  std::vector<field> fields{};
  std::vector<std::string> modifies{};
  std::optional<std::string> reason{};
  /// `clip_id` and `content` are both null.
  bool deletes = false;
};

struct report_thread : report_thing {
  /// Of its first message.
  std::optional<std::string> user{};
  std::optional<std::string> submission{};
  /// JSON; and the comment that it names.
  std::string links{};
  std::optional<std::string> comment{};
};

struct report_comment : report_thing {
  /// Of the message that stands.
  std::int64_t authored = 0;
  std::uint32_t srv_id = 0;
  seqno_t seqno = 0;
  std::optional<std::string> user{};
  std::optional<std::string> thread{};
  std::optional<std::string> submission{};
  std::optional<std::string> author_time{};
  std::optional<std::string> body{};
};

/// A UUID in lower case; a text that is none as it is.
[[nodiscard]] std::string report_name(std::string_view uuid);

[[nodiscard]] report_stamp stamp_of(const feed_message& what, const json& members);

/// Count a message in.
void take(report_version& into, const report_stamp& stamp, const json& members, bool begins);
void take(report_thread& into, const report_stamp& stamp, const json& members, bool begins);
void take(report_comment& into, const report_stamp& stamp, const json& members, bool begins);

} // namespace atelier
