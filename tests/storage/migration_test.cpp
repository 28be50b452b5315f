#include "storage/posix_file_system.hpp"
#include "storage/schema.hpp"
#include "storage/sqlite_statement.hpp"
#include "storage/sqlite_transaction.hpp"
#include "tests/storage/faulty_disk.hpp"
#include "tests/storage/samples.hpp"
#include "tests/storage/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace atelier;
using namespace atelier::test;

namespace {

/// What the first version left after a clean stop: two sessions, a picture with ops and a snapshot, a client, an answer
/// and a value of the configuration.
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

void write_version_1(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  sqlite_database database{folder / "atelier.db"};
  database.execute("PRAGMA journal_mode = WAL");
  sqlite_transaction transaction{database};
  migrate(database, schema_migrations().first(1), 0);
  database.execute(contents_of_version_1);
  transaction.commit();
}

std::int64_t number(const std::filesystem::path& folder, const char* sql) {
  return sqlite_database{folder / "atelier.db"}.number(sql);
}

/// All that `contents_of_version_1` says is there.
void check_contents(data_folder& folder) {
  const auto state = recover(folder);
  REQUIRE(state.sessions.size() == 2);
  CHECK(state.sessions[0].name == "lobby");
  CHECK(state.sessions[1].id == session_id{6});
  CHECK(state.sessions[1].mode == "place");
  CHECK(state.sessions[1].created_by == player_id{});
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
  CHECK(state.next_player_id == player_id{1});
  CHECK(state.next_chat_seqno == 1);
  CHECK(state.players.empty());
}

/// The real migrations and more.
std::vector<const char*> and_then(std::initializer_list<const char*> more) {
  const auto known = schema_migrations();
  std::vector<const char*> all{known.begin(), known.end()};
  all.insert(all.end(), more);
  return all;
}

open_error failure_with(const std::filesystem::path& path, std::span<const char* const> migrations) {
  folder_options options;
  options.migrations = migrations;
  const auto folder = sqlite_folder::open(path, sample_time(), options);
  REQUIRE_FALSE(folder);
  return folder.error();
}

/// Real files that are never synced: what these tests lose, they lose by themselves.
class unsynced_files final : public posix_file_system {
public:
  result<void> sync_folder(const path&) override {
    return {};
  }
};

folder_options on(const faulty_disk& disk) {
  folder_options options;
  options.files = std::make_shared<unsynced_files>();
  options.vfs = disk.vfs_name();
  return options;
}

/// How many calls that change a file it takes to open a folder of the first version.
int changes_of_a_migration() {
  const temporary_folder at;
  write_version_1(at.path());
  faulty_disk disk;
  check_contents(*open_folder(at.path(), on(disk)));
  return disk.changes();
}

} // namespace

TEST_CASE("a database of the first version is taken over with all that is in it") {
  const temporary_folder at;
  write_version_1(at.path());
  {
    const auto folder = open_folder(at.path());
    check_contents(*folder);
    CHECK(recover(*folder).epoch == 1);
    REQUIRE(commit(*folder, {sample_message(1, "hello", session_id{6}), stopped_cleanly{}}));
  }
  const auto folder = open_folder(at.path());
  CHECK(recover(*folder).next_chat_seqno == 2);
  CHECK(number(at.path(), "PRAGMA user_version") == static_cast<std::int64_t>(schema_migrations().size()));
}

TEST_CASE("everybody unidentified is one user") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  CHECK(number(at.path(), "SELECT count(*) FROM users WHERE id = 0 AND handle = 'anonymous'") == 1);
}

TEST_CASE("a migration runs once and keeps what was there") {
  const temporary_folder at;
  REQUIRE(commit(*open_folder(at.path()), {config_record{"a", "1"}, stopped_cleanly{}}));
  const auto migrations = and_then({"CREATE TABLE more (x INTEGER); INSERT INTO more VALUES (5);"});
  folder_options newer;
  newer.migrations = migrations;
  for (auto start = 0; start < 2; ++start)
    CHECK(recover(*open_folder(at.path(), newer)).config.at("a") == "1");
  CHECK(number(at.path(), "PRAGMA user_version") == static_cast<std::int64_t>(migrations.size()));
  CHECK(number(at.path(), "SELECT sum(x) FROM more") == 5);
  CHECK(failure_with(at.path(), schema_migrations()).kind == open_failure::newer_version);
}

TEST_CASE("a migration that fails leaves the old database as it was") {
  const temporary_folder at;
  REQUIRE(commit(*open_folder(at.path()), {config_record{"a", "1"}, stopped_cleanly{}}));
  const auto migrations =
      and_then({"CREATE TABLE more (x INTEGER); DELETE FROM config;", "INSERT INTO nowhere VALUES (1);"});
  const auto failed = failure_with(at.path(), migrations);
  CHECK(failed.message.find("nowhere") != std::string::npos);
  const auto state = recover(*open_folder(at.path()));
  CHECK(state.config.at("a") == "1");
  CHECK(state.epoch == 1);
  CHECK(number(at.path(), "PRAGMA user_version") == static_cast<std::int64_t>(schema_migrations().size()));
}

TEST_CASE("a migration that fails half way leaves the first version as it was, and the next start takes it over") {
  const temporary_folder at;
  write_version_1(at.path());
  SUBCASE("in a later migration") {
    const auto migrations = and_then({"DELETE FROM ops; INSERT INTO nowhere VALUES (1);"});
    CHECK(failure_with(at.path(), migrations).message.find("nowhere") != std::string::npos);
  }
  SUBCASE("in the middle of this one") {
    sqlite_database{at.path() / "atelier.db"}.execute("CREATE TABLE messages (x INTEGER)");
    CHECK(failure_with(at.path(), schema_migrations()).message.find("messages already exists") != std::string::npos);
    CHECK(number(at.path(), "SELECT count(*) FROM sqlite_schema WHERE name IN ('users', 'tokens')") == 0);
    sqlite_database{at.path() / "atelier.db"}.execute("DROP TABLE messages");
  }
  CHECK(number(at.path(), "PRAGMA user_version") == 1);
  CHECK(number(at.path(), "SELECT value FROM meta WHERE name = 'clean'") == 1);
  CHECK(number(at.path(), "SELECT count(*) FROM meta WHERE name = 'next_session_id'") == 0);
  check_contents(*open_folder(at.path()));
}

TEST_CASE("after any one failed write or sync of a migration the next start takes the database over") {
  const auto changes = changes_of_a_migration();
  for (auto failing = 1; failing <= changes; ++failing) {
    CAPTURE(failing);
    const temporary_folder at;
    write_version_1(at.path());
    {
      faulty_disk disk;
      disk.fail_change(failing);
      (void)sqlite_folder::open(at.path(), sample_time(), on(disk));
    }
    check_contents(*open_folder(at.path()));
  }
}

TEST_CASE("after a power cut in a migration the next start takes the database over") {
  const auto changes = changes_of_a_migration();
  for (auto cut = 1; cut <= changes; ++cut) {
    CAPTURE(cut);
    std::mt19937 chance{static_cast<unsigned>(cut)};
    const temporary_folder at;
    write_version_1(at.path());
    {
      faulty_disk disk;
      disk.cut_power_at(cut);
      (void)sqlite_folder::open(at.path(), sample_time(), on(disk));
      disk.leave_only_what_survives(chance);
    }
    check_contents(*open_folder(at.path()));
  }
}

TEST_CASE("on a full disk a migration says so, and the database stays as it was") {
  const temporary_folder at;
  write_version_1(at.path());
  {
    faulty_disk disk;
    disk.fill();
    const auto folder = sqlite_folder::open(at.path(), sample_time(), on(disk));
    REQUIRE_FALSE(folder);
    CHECK(folder.error().kind == open_failure::not_writable);
    CHECK(folder.error().message.find("full") != std::string::npos);
  }
  CHECK(number(at.path(), "PRAGMA user_version") == 1);
  check_contents(*open_folder(at.path()));
}
