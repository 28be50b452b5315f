#pragma once

#include "engine/feed/report_things.hpp"
#include "engine/feed/report_writer.hpp"

#include <string>
#include <unordered_map>

namespace atelier {

/// The threads and comments of a project.
class report_threads {
public:
  void take_thread(const feed_message& what, const json& members);
  void take_comment(const feed_message& what, const json& members);

  /// Writes the list of threads at the top, each with its comments, which have theirs.
  void write(report_writer& to) const;

private:
  /// By `thread_uuid` and `comment_uuid`.
  std::unordered_map<std::string, report_thread> threads_;
  std::unordered_map<std::string, report_comment> comments_;
};

} // namespace atelier
