#pragma once

#include "storage/sqlite_database.hpp"

#include <span>

/// \file
/// The tables of `atelier.db`. Times are milliseconds since 1970 in UTC; numbers are signed 64 bits.
///
///     meta         one row a number: srv_id, epoch, clean (1: the last stop lost nothing), swept_epoch
///                  (snapshots of earlier epochs all have a row), authors_until, and what is above all that
///                  was ever given: next_picture_id, next_session_id, next_player_id, next_chat_seqno,
///                  next_event_seqno, next_feed_seqno, next_feed_arrival, next_challenge_id, next_challenge_set_id
///     sessions     one row each; `created_by` is a user or 0; `config` and `metadata` are JSON; `removed` marks
///                  one of which messages, events and the like are still to be deleted
///     pictures     one row each; `filename` is its folder in the snapshot store that `filesystem` names;
///                  `removed` marks one whose ops are still to be deleted
///     ops          many ops a row, `runs` as in UPDATES, in the order of their commits; an index by
///                  (picture, last_seq) makes "after N" a range. Rows in the index's own order would cost
///                  a commit up to three times the bytes: every picture's end lies on a page of its own
///     client_seqs  by (picture, author): the highest client_seq that is used up
///     snapshots    one row a file that is wholly in the store
///     clients      one row a client identity, with its author
///     answers      by (client, key): what a command with a key was answered
///     config       one row a value, as JSON
///     users        one row a player, removed ones too, since messages name them; 0 is `anonymous`, for all that
///                  is said unidentified, with the nil UUID, and never changes. `uuid` is its name in feeds
///     tokens       one row a token that was given out, by its hash
///     messages     one row a version of a message, by its number over all chats; `id` is the number of the
///                  first version, `latest` marks the one that counts. An index by (session, seqno) of these
///                  makes a page of a chat a range, one by attachment_hash tells which files are named
///     messages_shown  a view: the latest versions that are not deleted
///     message_search  the full-text index of that view (FTS5), which keeps no text of its own. `session` is
///                  indexed as a word, so that a search passes over other sessions. An index of beginnings
///                  (FTS5's `prefix`) would find a single letter in 1 ms instead of 20 among 100,000 messages, but
///                  doubles what it takes to store one
///     teams        one row each, removed ones too, since events name them
///     team_members one row a player that is in a team of a session
///     challenges, challenge_sets, challenge_set_members
///                  one row each; what is removed leaves the sets by itself
///     games        one row a game, by session and number; only one of a session runs. `purged` marks one that is
///                  over and has no values left
///     game_values, game_timers
///                  one row a value or timer. Those of a game that is over count no more: its timers are deleted
///                  with its end, its values, of which there can be a million, piece by piece
///     events       one row each, by its number over all sessions; an index by (session, seqno) makes a page a range
///     feed         one row a message of any project's feed, other servers' too, by the number in which it arrived
///                  here; `seqno` is that of the server that wrote it. An index by (project, arrival) makes a page
///                  a range, the one of the numbers finds where a reader's lack begins, one by (project, kind, uuid)
///                  finds all messages of one thing
///     feed_links   one row a project that is followed at another server
///     server_ops   one row a picture on which the server still has to draw

namespace atelier {

/// "Atel", the application_id in the file's header (https://www.sqlite.org/pragma.html#pragma_application_id).
inline constexpr std::int32_t database_application_id = 0x4174656c;

/// The statements that lead from one version of the schema to the next; the first make a new database.
[[nodiscard]] std::span<const char* const> schema_migrations() noexcept;

enum class schema_state { empty, ours, newer, foreign };

struct schema_version {
  schema_state state{};
  /// How many migrations it has been through.
  std::int64_t version = 0;
};

/// Looks at the file's header and changes nothing. A database without tables is `empty`; one that another application
/// made is `foreign`. Throws `sqlite_failure`, with SQLITE_NOTADB where the file is no database.
[[nodiscard]] schema_version read_schema_version(sqlite_database& database, std::size_t known_migrations);

/// Runs the migrations after `from` and notes the new version. Call it inside a transaction, so that it happens as a
/// whole or not at all. Throws `sqlite_failure`.
void migrate(sqlite_database& database, std::span<const char* const> migrations, std::int64_t from);

} // namespace atelier
