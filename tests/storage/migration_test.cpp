#include "storage/schema.hpp"
#include "storage/sqlite_statement.hpp"
#include "tests/storage/faulty_disk.hpp"
#include "tests/storage/old_databases.hpp"
#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <vector>

using namespace atelier;
using namespace atelier::test;

namespace {

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

/// How many calls that change a file it takes to open a folder of an old version.
int changes_of_a_migration(int version) {
  const temporary_folder at;
  write_old_database(at.path(), version);
  faulty_disk disk;
  check_old_database(*open_folder(at.path(), on(disk)), version);
  return disk.changes();
}

/// That a start which failed has left an old database as it was, and the next one takes it over.
void check_untouched(const std::filesystem::path& path, int version) {
  CHECK(number_in(path, "PRAGMA user_version") == version);
  CHECK(number_in(path, "SELECT value FROM meta WHERE name = 'clean'") == 1);
  CHECK(number_in(path, "SELECT count(*) FROM sqlite_schema WHERE name IN ('messages', 'users')")
        == (version == 1 ? 0 : 2));
  const auto has_games = version >= 4 ? 1 : 0;
  CHECK(number_in(path, "SELECT count(*) FROM sqlite_schema WHERE name IN ('teams', 'games', 'server_ops')")
        == 3 * has_games);
  CHECK(number_in(path, "SELECT count(*) FROM pragma_table_info('sessions') WHERE name = 'metadata'") == has_games);
  CHECK(number_in(path, "SELECT count(*) FROM meta WHERE name = 'next_event_seqno'") == has_games);
  CHECK(number_in(path, "SELECT count(*) FROM sqlite_schema WHERE name IN ('feed', 'feed_links')") == 0);
  CHECK(number_in(path, "SELECT count(*) FROM pragma_table_info('users') WHERE name = 'uuid'") == 0);
  CHECK(number_in(path, "SELECT count(*) FROM meta WHERE name IN ('next_feed_seqno', 'next_feed_arrival')") == 0);
  check_old_database(*open_folder(path), version);
}

} // namespace

TEST_CASE("a database of an old version is taken over with all that is in it") {
  for (const auto version : old_versions) {
    CAPTURE(version);
    const temporary_folder at;
    write_old_database(at.path(), version);
    const session_id six{6};
    seqno_t next = 0;
    seqno_t next_event = 0;
    std::vector<player_record> players;
    {
      const auto folder = open_folder(at.path());
      check_old_database(*folder, version);
      const auto state = recover(*folder);
      CHECK(state.epoch == 1);
      next = state.next_chat_seqno;
      next_event = state.next_event_seqno;
      players = state.players;
      REQUIRE(commit(*folder, {sample_message(next, "hello", six), sample_team(six, 0, "red"), sample_game(six, 1),
                               sample_event(next_event, six), sample_feed_message(1, 1, six), stopped_cleanly{}}));
    }
    const auto folder = open_folder(at.path());
    CHECK(recover(*folder).next_chat_seqno == next + 1);
    CHECK(recover(*folder).games.size() == 1);
    CHECK(open_events(*folder)->first_events(six, next_event - 1, 10)->size() == 1);
    CHECK(recover(*folder).feed.size() == 1);
    CHECK(recover(*folder).players == players);
    CHECK(number_in(at.path(), "PRAGMA user_version") == static_cast<std::int64_t>(schema_migrations().size()));
  }
}

TEST_CASE("everybody unidentified is one user") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  CHECK(number_in(at.path(), "SELECT count(*) FROM users WHERE id = 0 AND handle = 'anonymous' "
                             "AND uuid = '00000000-0000-0000-0000-000000000000'")
        == 1);
}

TEST_CASE("a migration runs once and keeps what was there") {
  const temporary_folder at;
  REQUIRE(commit(*open_folder(at.path()), {config_record{"a", "1"}, stopped_cleanly{}}));
  const auto migrations = and_then({"CREATE TABLE more (x INTEGER); INSERT INTO more VALUES (5);"});
  folder_options newer;
  newer.migrations = migrations;
  for (auto start = 0; start < 2; ++start)
    CHECK(recover(*open_folder(at.path(), newer)).config.at("a") == "1");
  CHECK(number_in(at.path(), "PRAGMA user_version") == static_cast<std::int64_t>(migrations.size()));
  CHECK(number_in(at.path(), "SELECT sum(x) FROM more") == 5);
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
  CHECK(number_in(at.path(), "PRAGMA user_version") == static_cast<std::int64_t>(schema_migrations().size()));
}

TEST_CASE("a migration that fails in a later one leaves the old version as it was") {
  for (const auto version : old_versions) {
    CAPTURE(version);
    const temporary_folder at;
    write_old_database(at.path(), version);
    const auto migrations = and_then({"DELETE FROM ops; INSERT INTO nowhere VALUES (1);"});
    CHECK(failure_with(at.path(), migrations).message.find("nowhere") != std::string::npos);
    check_untouched(at.path(), version);
  }
}

TEST_CASE("a migration that fails half way leaves the old version as it was") {
  for (const auto& [version, table] : {std::pair{1, "messages"}, std::pair{1, "events"}, std::pair{2, "events"},
                                       std::pair{2, "feed"}, std::pair{4, "feed_links"}}) {
    CAPTURE(version);
    CAPTURE(table);
    const temporary_folder at;
    write_old_database(at.path(), version);
    const auto file = at.path() / "atelier.db";
    sqlite_database{file}.execute("CREATE TABLE " + std::string{table} + " (x INTEGER)");
    const auto failed = failure_with(at.path(), schema_migrations());
    CHECK(failed.message.find(std::string{table} + " already exists") != std::string::npos);
    sqlite_database{file}.execute("DROP TABLE " + std::string{table});
    check_untouched(at.path(), version);
  }
}

TEST_CASE("after any one failed write or sync of a migration the next start takes the database over") {
  for (const auto version : old_versions) {
    const auto changes = changes_of_a_migration(version);
    for (auto failing = 1; failing <= changes; ++failing) {
      CAPTURE(version);
      CAPTURE(failing);
      const temporary_folder at;
      write_old_database(at.path(), version);
      {
        faulty_disk disk;
        disk.fail_change(failing);
        (void)sqlite_folder::open(at.path(), sample_time(), on(disk));
      }
      check_old_database(*open_folder(at.path()), version);
    }
  }
}

TEST_CASE("after a power cut in a migration the next start takes the database over") {
  for (const auto version : old_versions) {
    const auto changes = changes_of_a_migration(version);
    for (auto cut = 1; cut <= changes; ++cut) {
      CAPTURE(version);
      CAPTURE(cut);
      std::mt19937 chance{static_cast<unsigned>(cut)};
      const temporary_folder at;
      write_old_database(at.path(), version);
      {
        faulty_disk disk;
        disk.cut_power_at(cut);
        (void)sqlite_folder::open(at.path(), sample_time(), on(disk));
        disk.leave_only_what_survives(chance);
      }
      check_old_database(*open_folder(at.path()), version);
    }
  }
}

TEST_CASE("on a full disk a migration says so, and the database stays as it was") {
  for (const auto version : old_versions) {
    CAPTURE(version);
    const temporary_folder at;
    write_old_database(at.path(), version);
    {
      faulty_disk disk;
      disk.fill();
      const auto folder = sqlite_folder::open(at.path(), sample_time(), on(disk));
      REQUIRE_FALSE(folder);
      CHECK(folder.error().kind == open_failure::not_writable);
      CHECK(folder.error().message.find("full") != std::string::npos);
    }
    check_untouched(at.path(), version);
  }
}
