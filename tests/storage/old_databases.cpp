#include "tests/storage/old_databases.hpp"

#include "protocol/uuid.hpp"
#include "storage/schema.hpp"
#include "storage/sqlite_transaction.hpp"
#include "tests/storage/samples.hpp"

#include <doctest/doctest.h>

namespace atelier::test {

namespace {

constexpr auto contents_of_version_1 = R"sql(
  INSERT INTO sessions (id, uuid, name, mode, created_at) VALUES
    (1, '5f0c0f5e-0000-4000-8000-000000000001', 'lobby', 'free', 1000),
    (6, '5f0c0f5e-0000-4000-8000-000000000006', 'six', 'place', 2000);
  INSERT INTO pictures (id, name, created_by, width, height, session, filename, filesystem, created_at)
    VALUES (1, 'welcome', 'atelier', 8, 4, 6, 'welcome_atelier', 'file', 3000);
  INSERT INTO ops (picture, first_seq, last_seq, runs) VALUES (1, 1, 3, x'0102'), (1, 4, 5, x'03');
  INSERT INTO client_seqs (picture, author, client_seq) VALUES (1, 9, 12);
  INSERT INTO snapshots (picture, epoch, seq, file) VALUES (1, 1, 3, 'welcome_atelier/1-3.png');
  INSERT INTO clients (uuid, author) VALUES ('uuid-a', 9);
  INSERT INTO answers (client, key, request, answer, at) VALUES ('uuid-a', 'key', 5, '{"result":1}', 4000);
  INSERT INTO config (name, value) VALUES ('a', '1');
  UPDATE meta SET value = 1 WHERE name IN ('epoch', 'clean');
  UPDATE meta SET value = 2 WHERE name = 'next_picture_id';
  UPDATE meta SET value = 101 WHERE name = 'authors_until';
)sql";

constexpr auto more_of_version_2 = R"sql(
  INSERT INTO users (id, handle, passphrase, session, created_at, removed) VALUES
    (1, 'Ada', '$argon2id$', 6, 5000, 0), (2, 'Ben', '', NULL, 5000, 1);
  INSERT INTO tokens (hash, player, expires) VALUES ('aa', 1, 6000);
  UPDATE sessions SET created_by = 1 WHERE id = 6;
  INSERT INTO messages (seqno, id, session, author, handle, identity, kind, text, attachment_hash, attachment_name,
                        attachment_bytes, attachment_media_type, attachment_width, attachment_height, at, edited_at,
                        deleted, latest) VALUES
    (1, 1, 6, 1, 'Ada', 'verified', 'text', 'helo', NULL, NULL, NULL, NULL, NULL, NULL, 7000, NULL, 0, 0),
    (3, 1, 6, 1, 'Ada', 'verified', 'text', 'hello', NULL, NULL, NULL, NULL, NULL, NULL, 7000, 8000, 0, 1);
  INSERT INTO message_search (rowid, session, text, attachment_name, handle)
    SELECT seqno, session, text, attachment_name, handle FROM messages_shown;
  UPDATE meta SET value = 7 WHERE name = 'next_session_id';
  UPDATE meta SET value = 3 WHERE name = 'next_player_id';
  UPDATE meta SET value = 4 WHERE name = 'next_chat_seqno';
)sql";

constexpr auto more_of_version_4 = R"sql(
  UPDATE sessions SET config = '{"rounds":3}', metadata = '{"a":"b"}' WHERE id = 6;
  INSERT INTO teams (session, id, name, colour, removed) VALUES (6, 0, 'red', '#1e90ff', 0);
  INSERT INTO team_members (session, player, team) VALUES (6, 1, 0);
  INSERT INTO challenges (id, title, description, points, language) VALUES (1, 'stand', 'as it says', 50, 'en');
  INSERT INTO challenge_sets (id, name) VALUES (1, 'all');
  INSERT INTO challenge_set_members (challenge_set, challenge) VALUES (1, 1);
  INSERT INTO games (session, number, mode, setup, started_at, ended_at, outcome, purged)
    VALUES (6, 1, 'place', '{}', 9000, NULL, '', 0);
  INSERT INTO game_values (session, game, name, value) VALUES (6, 1, 'a', '1');
  INSERT INTO events (seqno, session, game, name, at, data) VALUES (2, 6, 1, 'caught', 9000, '{}');
  INSERT INTO server_ops (picture, ops) VALUES (1, x'0102');
  UPDATE meta SET value = 3 WHERE name = 'next_event_seqno';
  UPDATE meta SET value = 2 WHERE name IN ('next_challenge_id', 'next_challenge_set_id');
)sql";

wall_time at_second(int second) {
  return wall_time{std::chrono::seconds{second}};
}

/// What is there from the first version on.
void check_pictures(data_folder& folder, const recovered_state& state) {
  REQUIRE(state.pictures.size() == 1);
  CHECK(state.pictures[0].record.session == session_id{6});
  CHECK(state.pictures[0].seq == 5);
  REQUIRE(state.pictures[0].snapshots.size() == 1);
  CHECK(state.pictures[0].snapshots[0].file == "welcome_atelier/1-3.png");
  CHECK(read_all_ops(*open_archive(folder), welcome).size() == 2);
  REQUIRE(state.clients.size() == 1);
  CHECK(state.clients[0].author == author_id{9});
  REQUIRE(state.answers.size() == 1);
  CHECK(state.config == std::map<std::string, std::string>{{"a", "1"}});
  CHECK(state.authors_until == author_id{101});
  CHECK(state.next_picture_id == picture_id{2});
  CHECK(state.next_session_id == session_id{7});
}

void check_sessions(const recovered_state& state, int version) {
  const session_record lobby_session{session_id{1}, "5f0c0f5e-0000-4000-8000-000000000001", "lobby", "free",
                                     at_second(1)};
  session_record six{session_id{6}, "5f0c0f5e-0000-4000-8000-000000000006", "six", "place", at_second(2)};
  if (version >= 2)
    six.created_by = player_id{1};
  if (version >= 4) {
    six.config = R"({"rounds":3})";
    six.metadata = R"({"a":"b"})";
  }
  CHECK(state.sessions == std::vector{lobby_session, six});
}

/// What the first version knows nothing of.
void check_nobody_is_there(const recovered_state& state) {
  CHECK(state.players.empty());
  CHECK(state.tokens.empty());
  CHECK(state.next_player_id == player_id{1});
  CHECK(state.next_chat_seqno == 1);
}

/// RFC 4122, section 4.4.
bool is_random_uuid(const std::string& text) {
  return canonical_uuid(text) == text && text[14] == '4'
         && std::string_view{"89ab"}.find(text[19]) != std::string::npos;
}

void check_players(data_folder& folder, const recovered_state& state) {
  player_record ada{player_id{1}, "Ada", "$argon2id$", session_id{6}, at_second(5)};
  player_record ben{player_id{2}, "Ben", "", {}, at_second(5), true};
  REQUIRE(state.players.size() == 2);
  ada.uuid = state.players[0].uuid;
  ben.uuid = state.players[1].uuid;
  CHECK(state.players == std::vector{ada, ben});
  CHECK(is_random_uuid(ada.uuid));
  CHECK(is_random_uuid(ben.uuid));
  CHECK(ada.uuid != ben.uuid);
  CHECK(state.tokens == std::vector{token_record{"aa", player_id{1}, at_second(6)}});
  CHECK(state.next_player_id == player_id{3});
  CHECK(state.next_chat_seqno == 4);
  const auto chats = open_chats(folder);
  const auto versions = chats->versions(1);
  REQUIRE(versions);
  REQUIRE(versions->size() == 2);
  CHECK(versions->front().text == "helo");
  CHECK(versions->back().edited_at == at_second(8));
  CHECK(chats->search(session_id{6}, "hello", 100, 10) == std::vector{versions->back()});
}

/// What the first ones know nothing of.
void check_nothing_was_played(data_folder& folder, const recovered_state& state) {
  CHECK(state.teams.empty());
  CHECK(state.members.empty());
  CHECK(state.challenges.empty());
  CHECK(state.challenge_sets.empty());
  CHECK(state.games.empty());
  CHECK(state.last_games.empty());
  CHECK(state.server_ops.empty());
  CHECK(state.next_event_seqno == 1);
  CHECK(state.next_challenge_id == challenge_id{1});
  CHECK(state.next_challenge_set_id == challenge_set_id{1});
  CHECK(open_events(folder)->first_events(session_id{6}, 0, 10)->empty());
}

void check_game(data_folder& folder, const recovered_state& state) {
  const session_id six{6};
  CHECK(state.teams == std::vector{team_record{six, team_id{0}, "red", "#1e90ff", false}});
  CHECK(state.members == std::vector{team_member_record{six, player_id{1}, team_id{0}}});
  CHECK(state.challenges == std::vector{challenge_record{challenge_id{1}, "stand", "as it says", 50, "en"}});
  REQUIRE(state.challenge_sets.size() == 1);
  CHECK(state.challenge_sets[0].challenges == std::vector{challenge_id{1}});
  REQUIRE(state.games.size() == 1);
  CHECK(state.games[0].record.mode == "place");
  CHECK(state.games[0].values.size() == 1);
  CHECK(state.server_ops.size() == 1);
  CHECK(state.next_event_seqno == 3);
  CHECK(state.next_challenge_id == challenge_id{2});
  CHECK(state.next_challenge_set_id == challenge_set_id{2});
  CHECK(*open_events(folder)->first_events(six, 0, 10)
        == std::vector{event_record{2, six, 1, "caught", at_second(9), "{}"}});
}

/// What all of them know nothing of.
void check_feeds_are_empty(data_folder& folder, const recovered_state& state) {
  CHECK(state.feed.empty());
  CHECK(state.feed_links.empty());
  CHECK(state.next_feed_seqno == 1);
  CHECK(state.next_feed_arrival == 1);
  const auto page = open_feeds(folder)->read_feed(session_id{6}, {{}, {true, true, true}}, 0, 100, 1'000);
  REQUIRE(page);
  CHECK(page->messages.empty());
}

} // namespace

void write_old_database(const std::filesystem::path& folder, int version) {
  std::filesystem::create_directories(folder);
  sqlite_database database{folder / "atelier.db"};
  database.execute("PRAGMA journal_mode = WAL");
  sqlite_transaction transaction{database};
  migrate(database, schema_migrations().first(static_cast<std::size_t>(version)), 0);
  database.execute(contents_of_version_1);
  if (version >= 2)
    database.execute(more_of_version_2);
  if (version >= 4)
    database.execute(more_of_version_4);
  transaction.commit();
}

void check_old_database(data_folder& folder, int version) {
  const auto state = recover(folder);
  check_pictures(folder, state);
  check_sessions(state, version);
  if (version >= 2)
    check_players(folder, state);
  else
    check_nobody_is_there(state);
  if (version >= 4)
    check_game(folder, state);
  else
    check_nothing_was_played(folder, state);
  check_feeds_are_empty(folder, state);
}

} // namespace atelier::test
