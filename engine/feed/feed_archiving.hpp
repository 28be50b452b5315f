#pragma once

#include "engine/feed/feed_writing.hpp"
#include "protocol/feed.hpp"

#include <optional>
#include <string>

/// \file
/// Archiving: the message of a thing that stands is written again, with another `archivetime`.

namespace atelier {

/// What `archive` and `unarchive` are asked for.
struct feed_archiving {
  feed_kind kind{};
  /// Of the thread, the comment or the entry.
  std::string uuid;
  /// As it will be: null, or a version vector.
  json archivetime;
};

/// `{thread_uuid|comment_uuid|entry_uuid, archivetime?}`; without a time, as of all that the project has. Fails with
/// `bad_data`, `ambiguous_data` and `not_found`.
[[nodiscard]] result<feed_archiving> read_archiving(const feed_project& project, const json& args, bool archives);

/// The message that will be written again: the entry's first version, the thread's first message, the comment's that
/// stands. `uuid` is what it is found by.
struct feed_standing {
  std::string uuid;
  feed_place place;
};
/// Nothing where the project does not have the thing.
[[nodiscard]] std::optional<feed_standing> standing_of(const feed_project& project, const feed_archiving& what);

/// The standing message again: by whom and what it was, with another time of submission and `archivetime`.
[[nodiscard]] result<feed_draft> write_again(const feed_writer& by, const feed_archiving& what,
                                             const feed_message& standing);

} // namespace atelier
