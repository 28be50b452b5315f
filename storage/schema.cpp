#include "storage/schema.hpp"

#include <array>

namespace atelier {

namespace {

constexpr auto version_1 = R"sql(
  CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
  ) WITHOUT ROWID, STRICT;
  INSERT INTO meta (name, value)
    VALUES ('srv_id', 1), ('epoch', 0), ('clean', 0), ('swept_epoch', 1), ('authors_until', 1), ('next_picture_id', 1);

  CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    uuid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    mode TEXT NOT NULL,
    created_at INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE pictures (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    created_by TEXT NOT NULL,
    width INTEGER NOT NULL CHECK (width > 0),
    height INTEGER NOT NULL CHECK (height > 0),
    session INTEGER REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED,
    filename TEXT NOT NULL,
    filesystem TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    removed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX pictures_by_filename ON pictures (filesystem, filename) WHERE removed = 0;
  CREATE INDEX pictures_removed ON pictures (id) WHERE removed = 1;

  CREATE TABLE ops (
    picture INTEGER NOT NULL REFERENCES pictures (id),
    last_seq INTEGER NOT NULL,
    first_seq INTEGER NOT NULL CHECK (first_seq BETWEEN 1 AND last_seq),
    runs BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX ops_by_picture ON ops (picture, last_seq);

  CREATE TABLE client_seqs (
    picture INTEGER NOT NULL REFERENCES pictures (id),
    author INTEGER NOT NULL,
    client_seq INTEGER NOT NULL,
    PRIMARY KEY (picture, author)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE snapshots (
    picture INTEGER NOT NULL REFERENCES pictures (id),
    epoch INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    file TEXT NOT NULL UNIQUE,
    PRIMARY KEY (picture, epoch, seq)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE clients (
    uuid TEXT PRIMARY KEY,
    author INTEGER NOT NULL UNIQUE
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE answers (
    client TEXT NOT NULL,
    key TEXT NOT NULL,
    request INTEGER NOT NULL,
    answer TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (client, key)
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX answers_by_age ON answers (at);

  CREATE TABLE config (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) WITHOUT ROWID, STRICT;
)sql";

constexpr auto version_2 = R"sql(
  ALTER TABLE sessions ADD COLUMN created_by INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE sessions ADD COLUMN removed INTEGER NOT NULL DEFAULT 0;
  CREATE INDEX sessions_removed ON sessions (id) WHERE removed = 1;
  CREATE INDEX pictures_by_session ON pictures (session);

  INSERT INTO meta (name, value)
    VALUES ('next_session_id', (SELECT coalesce(max(id), 0) + 1 FROM sessions)),
           ('next_player_id', 1), ('next_chat_seqno', 1);

  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    handle TEXT NOT NULL,
    passphrase TEXT NOT NULL,
    session INTEGER REFERENCES sessions (id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    created_at INTEGER NOT NULL,
    removed INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX users_by_session ON users (session);
  INSERT INTO users (id, handle, passphrase, session, created_at, removed) VALUES (0, 'anonymous', '', NULL, 0, 0);

  CREATE TABLE tokens (
    hash TEXT PRIMARY KEY,
    player INTEGER NOT NULL REFERENCES users (id),
    expires INTEGER NOT NULL
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX tokens_by_end ON tokens (expires);

  CREATE TABLE messages (
    seqno INTEGER PRIMARY KEY,
    id INTEGER NOT NULL,
    session INTEGER NOT NULL,
    author INTEGER NOT NULL REFERENCES users (id),
    handle TEXT NOT NULL,
    identity TEXT NOT NULL,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    attachment_hash TEXT,
    attachment_name TEXT,
    attachment_bytes INTEGER,
    attachment_media_type TEXT,
    attachment_width INTEGER,
    attachment_height INTEGER,
    at INTEGER NOT NULL,
    edited_at INTEGER,
    deleted INTEGER NOT NULL,
    latest INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX messages_by_session ON messages (session, seqno) WHERE latest = 1;
  CREATE INDEX messages_by_id ON messages (id);

  CREATE VIEW messages_shown AS
    SELECT seqno, id, session, text, attachment_name, handle FROM messages WHERE latest = 1 AND deleted = 0;
  CREATE VIRTUAL TABLE message_search USING fts5 (
    session, text, attachment_name, handle,
    content = 'messages_shown', content_rowid = 'seqno', columnsize = 0,
    tokenize = 'unicode61 remove_diacritics 2'
  );
)sql";

constexpr auto version_3 = R"sql(
  CREATE INDEX messages_by_attachment ON messages (attachment_hash) WHERE attachment_hash IS NOT NULL;
)sql";

constexpr auto version_4 = R"sql(
  ALTER TABLE sessions ADD COLUMN config TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE sessions ADD COLUMN metadata TEXT NOT NULL DEFAULT '{}';

  INSERT INTO meta (name, value)
    VALUES ('next_event_seqno', 1), ('next_challenge_id', 1), ('next_challenge_set_id', 1);

  CREATE TABLE teams (
    session INTEGER NOT NULL REFERENCES sessions (id),
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    colour TEXT NOT NULL,
    removed INTEGER NOT NULL,
    PRIMARY KEY (session, id)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE team_members (
    session INTEGER NOT NULL,
    player INTEGER NOT NULL REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED,
    team INTEGER NOT NULL,
    PRIMARY KEY (session, player),
    FOREIGN KEY (session, team) REFERENCES teams (session, id) DEFERRABLE INITIALLY DEFERRED
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE challenges (
    id INTEGER PRIMARY KEY,
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    points INTEGER NOT NULL,
    language TEXT NOT NULL
  ) STRICT;

  CREATE TABLE challenge_sets (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL
  ) STRICT;

  CREATE TABLE challenge_set_members (
    challenge_set INTEGER NOT NULL REFERENCES challenge_sets (id) ON DELETE CASCADE,
    challenge INTEGER NOT NULL REFERENCES challenges (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (challenge_set, challenge)
  ) WITHOUT ROWID, STRICT;
  CREATE INDEX challenge_set_members_by_challenge ON challenge_set_members (challenge);

  CREATE TABLE games (
    session INTEGER NOT NULL REFERENCES sessions (id),
    number INTEGER NOT NULL,
    mode TEXT NOT NULL,
    setup TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    outcome TEXT NOT NULL,
    purged INTEGER NOT NULL,
    PRIMARY KEY (session, number)
  ) WITHOUT ROWID, STRICT;
  CREATE UNIQUE INDEX games_running ON games (session) WHERE ended_at IS NULL;
  CREATE INDEX games_to_purge ON games (session, number) WHERE ended_at IS NOT NULL AND purged = 0;

  CREATE TABLE game_values (
    session INTEGER NOT NULL,
    game INTEGER NOT NULL,
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (session, game, name),
    FOREIGN KEY (session, game) REFERENCES games (session, number)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE game_timers (
    session INTEGER NOT NULL,
    game INTEGER NOT NULL,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (session, game, name),
    FOREIGN KEY (session, game) REFERENCES games (session, number)
  ) WITHOUT ROWID, STRICT;

  CREATE TABLE events (
    seqno INTEGER PRIMARY KEY,
    session INTEGER NOT NULL,
    game INTEGER NOT NULL,
    name TEXT NOT NULL,
    at INTEGER NOT NULL,
    data TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_by_session ON events (session, seqno);

  CREATE TABLE server_ops (
    picture INTEGER PRIMARY KEY REFERENCES pictures (id),
    ops BLOB NOT NULL
  ) STRICT;
)sql";

/// The players of earlier versions get random UUIDs (RFC 4122, section 4.4).
constexpr auto version_5 = R"sql(
  ALTER TABLE users ADD COLUMN uuid TEXT NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
  UPDATE users SET uuid = lower(
      hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-'
      || substr('89ab', 1 + (random() & 3), 1) || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))
    WHERE id > 0;

  INSERT INTO meta (name, value) VALUES ('next_feed_seqno', 1), ('next_feed_arrival', 1);

  CREATE TABLE feed (
    arrival INTEGER PRIMARY KEY,
    project INTEGER NOT NULL,
    srv_id INTEGER NOT NULL,
    seqno INTEGER NOT NULL,
    kind TEXT NOT NULL,
    uuid TEXT NOT NULL,
    members TEXT NOT NULL,
    UNIQUE (project, srv_id, seqno)
  ) STRICT;
  CREATE INDEX feed_by_project ON feed (project, arrival);
  CREATE INDEX feed_by_uuid ON feed (project, kind, uuid);

  CREATE TABLE feed_links (
    url TEXT NOT NULL,
    project INTEGER NOT NULL REFERENCES sessions (id) DEFERRABLE INITIALLY DEFERRED,
    PRIMARY KEY (url, project)
  ) WITHOUT ROWID, STRICT;
)sql";

constexpr std::array migrations_known{version_1, version_2, version_3, version_4, version_5};

} // namespace

std::span<const char* const> schema_migrations() noexcept {
  return migrations_known;
}

schema_version read_schema_version(sqlite_database& database, std::size_t known_migrations) {
  const auto application = database.number("PRAGMA application_id");
  const auto version = database.number("PRAGMA user_version");
  if (application == database_application_id)
    return {version > static_cast<std::int64_t>(known_migrations) ? schema_state::newer : schema_state::ours, version};
  const auto tables = database.number("SELECT count(*) FROM sqlite_schema");
  return {application == 0 && version == 0 && tables == 0 ? schema_state::empty : schema_state::foreign, version};
}

void migrate(sqlite_database& database, std::span<const char* const> migrations, std::int64_t from) {
  for (const auto* migration : migrations.subspan(static_cast<std::size_t>(from)))
    database.execute(migration);
  database.execute("PRAGMA application_id = " + std::to_string(database_application_id));
  database.execute("PRAGMA user_version = " + std::to_string(migrations.size()));
}

} // namespace atelier
