#include "storage/schema.hpp"
#include "storage/sqlite_failure.hpp"
#include "storage/sqlite_statement.hpp"
#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <sys/stat.h>

using namespace atelier;
using namespace atelier::test;

namespace {

open_error failure_of(const std::filesystem::path& path, const folder_options& options = {}) {
  const auto folder = sqlite_folder::open(path, sample_time(), options);
  REQUIRE_FALSE(folder);
  return folder.error();
}

bool mentions(const open_error& what, const std::string& text) {
  INFO(what.message);
  return what.message.find(text) != std::string::npos;
}

unsigned mode_of(const std::filesystem::path& path) {
  struct stat about {};
  REQUIRE(::stat(path.c_str(), &about) == 0);
  return about.st_mode & 0777u;
}

void stop_cleanly(std::unique_ptr<sqlite_folder> folder) {
  REQUIRE(commit(*folder, {stopped_cleanly{}}));
}

} // namespace

TEST_CASE("a new data folder has the lobby and the welcome picture") {
  const temporary_folder at;
  const auto state = recover(*open_folder(at.path() / "data"));
  CHECK(state.srv_id == 1);
  CHECK(state.epoch == 1);
  CHECK(state.authors_until == author_id{1});
  CHECK(state.next_picture_id == picture_id{2});
  CHECK(state.next_session_id == session_id{2});
  CHECK(state.next_player_id == player_id{1});
  CHECK(state.next_chat_seqno == 1);
  CHECK(state.players.empty());
  CHECK(state.tokens.empty());
  CHECK(state.next_event_seqno == 1);
  CHECK(state.next_feed_seqno == 1);
  CHECK(state.next_feed_arrival == 1);
  CHECK(state.feed.empty());
  CHECK(state.feed_links.empty());
  CHECK(state.next_challenge_id == challenge_id{1});
  CHECK(state.next_challenge_set_id == challenge_set_id{1});
  CHECK(state.games.empty());
  CHECK(state.last_games.empty());
  REQUIRE(state.sessions.size() == 1);
  CHECK(state.sessions[0].name == "lobby");
  CHECK(state.sessions[0].mode == "free");
  CHECK(state.sessions[0].uuid.size() == 36);
  CHECK(state.sessions[0].config == "{}");
  CHECK(state.sessions[0].metadata == "{}");
  REQUIRE(state.pictures.size() == 1);
  const auto& picture = state.pictures[0];
  CHECK(picture.record.name == "welcome");
  CHECK(picture.record.created_by == "atelier");
  CHECK(picture.record.width == 1000);
  CHECK(picture.record.height == 1000);
  CHECK(picture.record.session == state.sessions[0].id);
  CHECK(picture.record.folder == "welcome_atelier_20261120T211403.120Z");
  CHECK(picture.record.filesystem == "file");
  CHECK(picture.record.created_at == sample_time());
  CHECK(picture.seq == 0);
  CHECK(picture.snapshots.empty());
}

TEST_CASE("a new data folder takes the number that it is given, and keeps it") {
  for (const std::uint32_t number : {0u, 7u, 4'294'967'295u}) {
    CAPTURE(number);
    const temporary_folder at;
    folder_options numbered;
    numbered.srv_id = number;
    CHECK(recover(*open_folder(at.path(), numbered)).srv_id == number);
    CHECK(recover(*open_folder(at.path())).srv_id == number);
    CHECK(recover(*open_folder(at.path(), numbered)).srv_id == number);
  }
}

TEST_CASE("data of another server's number is refused and left as it is") {
  const temporary_folder at;
  stop_cleanly(open_folder(at.path()));
  folder_options other;
  other.srv_id = 7;
  const auto refused = failure_of(at.path(), other);
  CHECK(refused.kind == open_failure::of_another_server);
  CHECK(mentions(refused, "atelier.db is of the server with the number 1, not 7: a server's number is set once"));
  CHECK(number_in(at.path(), "SELECT value FROM meta WHERE name = 'clean'") == 1);
  CHECK(recover(*open_folder(at.path())).srv_id == 1);
}

TEST_CASE("two new data folders have different lobbies") {
  const temporary_folder at;
  CHECK(recover(*open_folder(at.path() / "a")).sessions[0].uuid
        != recover(*open_folder(at.path() / "b")).sessions[0].uuid);
}

TEST_CASE("a removed welcome picture does not come back") {
  const temporary_folder at;
  REQUIRE(commit(*open_folder(at.path()), {picture_removed{welcome}}));
  CHECK(recover(*open_folder(at.path())).pictures.empty());
}

TEST_CASE("folders are made for their owner alone, the ones above them too") {
  const temporary_folder at;
  const auto folder = open_folder(at.path() / "a" / "b");
  CHECK(mode_of(at.path() / "a") == 0700);
  CHECK(mode_of(at.path() / "a" / "b") == 0700);
  CHECK(mode_of(at.path() / "a" / "b" / "pictures") == 0700);
}

TEST_CASE("a folder given with a slash at its end is the same folder") {
  const temporary_folder at;
  const auto folder = open_folder(at.path() / "data" / "");
  CHECK(std::filesystem::exists(at.path() / "data" / "atelier.db"));
  CHECK(failure_of(at.path() / "data").kind == open_failure::in_use);
}

TEST_CASE("a clean stop keeps the epoch, any other raises it") {
  const temporary_folder at;
  stop_cleanly(open_folder(at.path()));
  CHECK(recover(*open_folder(at.path())).epoch == 1);
  CHECK(recover(*open_folder(at.path())).epoch == 2);
  auto folder = open_folder(at.path());
  CHECK(recover(*folder).epoch == 3);
  stop_cleanly(std::move(folder));
  CHECK(recover(*open_folder(at.path())).epoch == 3);
}

TEST_CASE("a folder that is in use is refused, with the process that uses it") {
  const temporary_folder at;
  auto folder = open_folder(at.path());
  const auto refused = failure_of(at.path());
  CHECK(refused.kind == open_failure::in_use);
  CHECK(mentions(refused, at.path().string()));
  CHECK(mentions(refused, "process " + std::to_string(::getpid())));
  folder.reset();
  CHECK(open_folder(at.path()) != nullptr);
}

TEST_CASE("a path below a file is not writable") {
  const temporary_folder at;
  std::ofstream{at.path() / "file"} << "not a folder";
  for (const auto& path : {at.path() / "file", at.path() / "file" / "data"}) {
    const auto refused = failure_of(path);
    CHECK(refused.kind == open_failure::not_writable);
    CHECK(mentions(refused, (at.path() / "file").string()));
  }
}

TEST_CASE("a name that is too long is not writable") {
  const temporary_folder at;
  CHECK(mentions(failure_of(at.path() / std::string(300, 'x') / "data"), "File name too long"));
}

TEST_CASE("a place where nothing can be made is not writable") {
  CHECK(failure_of("/proc/atelier-data").kind == open_failure::not_writable);
}

TEST_CASE("a database of a newer version is refused and left as it is") {
  const temporary_folder at;
  stop_cleanly(open_folder(at.path()));
  {
    sqlite_database database{at.path() / "atelier.db"};
    database.execute("PRAGMA user_version = 99");
  }
  const auto refused = failure_of(at.path());
  CHECK(refused.kind == open_failure::newer_version);
  CHECK(mentions(refused, "version 99"));
  sqlite_database database{at.path() / "atelier.db"};
  CHECK(database.number("PRAGMA user_version") == 99);
  CHECK(database.number("SELECT value FROM meta WHERE name = 'clean'") == 1);
}

TEST_CASE("a database of another application is refused and left as it is") {
  const temporary_folder at;
  {
    sqlite_database database{at.path() / "atelier.db"};
    database.execute("CREATE TABLE theirs (x)");
  }
  const auto refused = failure_of(at.path());
  CHECK(refused.kind == open_failure::damaged);
  CHECK(mentions(refused, "another application"));
  sqlite_database database{at.path() / "atelier.db"};
  CHECK(database.number("SELECT count(*) FROM sqlite_schema") == 1);
}

TEST_CASE("a file that is no database is damaged") {
  const temporary_folder at;
  std::ofstream{at.path() / "atelier.db"} << std::string(8192, 'x');
  const auto refused = failure_of(at.path());
  CHECK(refused.kind == open_failure::damaged);
  CHECK(mentions(refused, "atelier.db"));
}

TEST_CASE("a database whose pages are overwritten is damaged, not a crash") {
  const temporary_folder at;
  stop_cleanly(open_folder(at.path()));
  {
    std::fstream file{at.path() / "atelier.db", std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(200);
    file << std::string(16'000, '\x7f');
  }
  CHECK(failure_of(at.path()).kind == open_failure::damaged);
}

TEST_CASE("a database without a table is damaged") {
  const temporary_folder at;
  stop_cleanly(open_folder(at.path()));
  {
    sqlite_database database{at.path() / "atelier.db"};
    database.execute("DROP TABLE config");
  }
  CHECK(failure_of(at.path()).kind == open_failure::damaged);
}

TEST_CASE("a database that was made but never filled is filled") {
  const temporary_folder at;
  {
    sqlite_database database{at.path() / "atelier.db"};
    database.execute("PRAGMA journal_mode = WAL");
  }
  CHECK(recover(*open_folder(at.path())).pictures.size() == 1);
}

TEST_CASE("the database's header says whose it is") {
  const temporary_folder at;
  stop_cleanly(open_folder(at.path()));
  sqlite_database database{at.path() / "atelier.db"};
  CHECK(database.number("PRAGMA application_id") == database_application_id);
}

TEST_CASE("snapshots beside a database that is missing are not taken over by a new one") {
  const temporary_folder at;
  REQUIRE(open_folder(at.path())->write_snapshot("old/1-3.png", sample_png(2, 2, white)));
  std::filesystem::remove(at.path() / "atelier.db");
  for (auto attempt = 0; attempt < 2; ++attempt) {
    const auto refused = failure_of(at.path());
    CHECK(refused.kind == open_failure::damaged);
    CHECK(mentions(refused, "atelier.db is missing or empty"));
  }
  std::filesystem::rename(at.path() / "pictures", at.path() / "moved");
  CHECK(open_folder(at.path()) != nullptr);
  CHECK(std::filesystem::exists(at.path() / "moved" / "old" / "1-3.png"));
}
