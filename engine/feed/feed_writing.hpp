#pragma once

#include "engine/feed/feed_project.hpp"
#include "engine/uuid_source.hpp"
#include "protocol/feed.hpp"
#include "protocol/feed_head.hpp"

#include <chrono>
#include <optional>
#include <string>

/// \file
/// The rules of writing to a feed (engine/feed/README.md): what a command says is checked and becomes a message, or the
/// answer that it got before. Nothing is changed but the source of UUIDs. All fail with the rule that is broken:
/// `bad_data`, `not_found`, `already_exists`, `unauthorized`, `forbidden`.

namespace atelier {

/// Who writes, where and when.
struct feed_writer {
  const feed_project& project;
  /// The nil UUID of nobody.
  std::string user_uuid;
  bool admin = false;
  std::chrono::system_clock::time_point now{};
  uuid_source& uuids;
};

struct feed_draft {
  /// Without its numbers and its project.
  feed_message message;
  /// Of the message.
  feed_head head;
  /// The UUIDs that the answer names.
  json names;
  /// It was written before, there; nothing is to be written.
  std::optional<feed_place> earlier{};
};

/// `{report_uuid, clip_id, content, entry_uuid?, version_uuid?, modifies?, reason?, archivetime?}`
[[nodiscard]] result<feed_draft> write_entry(const feed_writer& by, const json& args);
/// `{entry_uuid, modifies, clip_id?, content?, reason, version_uuid?, archivetime?}`
[[nodiscard]] result<feed_draft> write_edit(const feed_writer& by, const json& args);
/// `{links, thread_uuid?, archivetime?}`
[[nodiscard]] result<feed_draft> write_thread(const feed_writer& by, const json& args);
/// `{thread_uuid, body, authortime?, comment_uuid?, archivetime?}`
[[nodiscard]] result<feed_draft> write_comment(const feed_writer& by, const json& args);

} // namespace atelier
