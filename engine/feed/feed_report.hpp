#pragma once

#include "engine/feed/report_entries.hpp"
#include "engine/feed/report_threads.hpp"
#include "protocol/errors.hpp"
#include "protocol/feed.hpp"
#include "protocol/feed_limits.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace atelier {

struct report_bounds {
  /// Of the messages' members that it is made from, and of its text.
  std::size_t bytes_max = feed_limits::report_bytes_max;
  std::uint64_t steps_max = feed_limits::report_steps_max;
};

/// What a project's feed says, by the rules of engine/feed/README.md. The same messages in any order make the same
/// text.
///
///     {"project":{"proj_id","project_uuid"},"at":[[srv_id, seqno], …],
///      "reports":[{"report_uuid","entries":[{"entry_uuid","version_uuid","user_uuid","user_id","submissiontime",
///                  "srv_id","seqno","clip_id","content","reason","archivetime","versions",
///                  "conflict"?:[{"version_uuid","user_uuid","clip_id","content","reason","deleted","modifies"}],
///                  "incomplete"?:true}]}],
///      "threads":[{"thread_uuid","user_uuid","submissiontime","links","archivetime","incomplete"?:true,
///                  "comments":[{"comment_uuid","user_uuid","submissiontime","authortime","body","archivetime",
///                               "threads":[…]}]}]}
class feed_report {
public:
  /// `at`: what is not covered by it does not count.
  feed_report(session_id project, std::string project_uuid, std::optional<version_vector> at = std::nullopt,
              report_bounds bounds = {});

  /// Counts a message in. Fails with `too_costly` where they are more than a report is made from.
  [[nodiscard]] std::optional<error> take(const feed_message& what);

  /// Fails with `too_costly` where the text or the work would be more than a report may cost.
  [[nodiscard]] result<std::string> text() const;

private:
  [[nodiscard]] error too_large(const std::string& what) const;

  session_id project_;
  std::string project_uuid_;
  std::optional<version_vector> at_;
  report_bounds bounds_;
  std::size_t bytes_ = 0;
  version_vector counted_;
  report_entries entries_;
  report_threads threads_;
};

} // namespace atelier
