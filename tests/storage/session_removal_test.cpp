#include "storage/sqlite_statement.hpp"
#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr session_id removed{2};
constexpr seqno_t everything = std::numeric_limits<seqno_t>::max();

std::int64_t count(const temporary_folder& at, const char* sql) {
  return sqlite_database{at.path() / "atelier.db"}.number(sql);
}

/// A folder with session 2, which has the odd messages up to `last`; the even ones are the lobby's.
std::unique_ptr<sqlite_folder> with_chats(const temporary_folder& at, seqno_t last) {
  auto folder = open_folder(at.path());
  std::vector<record> records{sample_session(2)};
  for (seqno_t seqno = 1; seqno <= last; ++seqno)
    records.emplace_back(sample_message(seqno, "hello", seqno % 2 == 1 ? removed : lobby));
  REQUIRE(commit(*folder, std::move(records)));
  return folder;
}

} // namespace

TEST_CASE("a removed session is gone at once, and its messages piece by piece") {
  const temporary_folder at;
  const auto folder = with_chats(at, 2'000);
  std::vector<record> edits;
  for (seqno_t seqno = 2'001; seqno <= 2'600; ++seqno)
    edits.emplace_back(
        edited(sample_message(seqno % 2 == 1 ? 7 : 8, {}, seqno % 2 == 1 ? removed : lobby), seqno, "hi"));
  REQUIRE(commit(*folder, std::move(edits)));
  REQUIRE(commit(*folder, {session_removed{removed}}));
  CHECK(recover(*folder).sessions.size() == 1);
  constexpr auto of_session = "SELECT count(*) FROM messages WHERE session = 2";
  auto pieces = 0;
  for (auto left = count(at, of_session); folder->tidy(); ++pieces) {
    const auto now_left = count(at, of_session);
    CHECK(left - now_left <= 64);
    left = now_left;
  }
  CHECK(pieces >= 20);
  CHECK(count(at, of_session) == 0);
  CHECK(count(at, "SELECT count(*) FROM sessions") == 1);
  CHECK(count(at, "SELECT count(*) FROM messages") == 1'300);
  CHECK(open_chats(*folder)->versions(8)->size() == 301);
}

TEST_CASE("large messages of a removed session are deleted a few at a time") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  std::vector<record> records{sample_session(2)};
  for (seqno_t seqno = 1; seqno <= 50; ++seqno)
    records.emplace_back(sample_message(seqno, std::string(16'000, 'x'), removed));
  REQUIRE(commit(*folder, std::move(records)));
  REQUIRE(commit(*folder, {session_removed{removed}}));
  CHECK(folder->tidy());
  CHECK(count(at, "SELECT count(*) FROM messages") >= 45);
  finish(*folder);
  CHECK(count(at, "SELECT count(*) FROM messages") == 0);
}

TEST_CASE("messages of a removed session leave the search index too") {
  const temporary_folder at;
  const auto folder = with_chats(at, 20);
  const auto first = sample_message(1, "hello", removed);
  REQUIRE(commit(*folder, {edited(first, 21, "hello again"), deleted(sample_message(3, "hello", removed), 22)}));
  REQUIRE(commit(*folder, {session_removed{removed}}));
  finish(*folder);
  sqlite_database{at.path() / "atelier.db"}.execute(
      "INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)");
  const auto chats = open_chats(*folder);
  CHECK(chats->search(removed, "hello", everything, 100)->empty());
  CHECK(chats->search(lobby, "hello", everything, 100)->size() == 10);
  CHECK(chats->read(removed, 0, everything, 1'000'000)->messages.empty());
  CHECK_FALSE(chats->find(1)->has_value());
}

TEST_CASE("what was left of a removed session is deleted by the next run") {
  const temporary_folder at;
  REQUIRE(commit(*with_chats(at, 20), {session_removed{removed}}));
  const auto folder = open_folder(at.path());
  CHECK(recover(*folder).sessions.size() == 1);
  finish(*folder);
  CHECK(count(at, "SELECT count(*) FROM messages") == 10);
  CHECK(count(at, "SELECT count(*) FROM sessions") == 1);
}

TEST_CASE("a session goes with its pictures, which are removed before it") {
  const temporary_folder at;
  const auto folder = with_chats(at, 4);
  auto picture = sample_picture(2);
  picture.session = removed;
  REQUIRE(commit(*folder, {picture, sample_ops(picture.id, 1, 3)}));
  SUBCASE("in the same batch") {
    REQUIRE(commit(*folder, {picture_removed{picture.id}, session_removed{removed}}));
    finish(*folder);
    CHECK(count(at, "SELECT count(*) FROM sessions") == 1);
    CHECK(count(at, "SELECT count(*) FROM pictures") == 1);
    CHECK(count(at, "SELECT count(*) FROM messages") == 2);
  }
  SUBCASE("not at all") {
    CHECK(refusal(*folder, {session_removed{removed}}).find("session 2 still has picture 2") != std::string::npos);
    CHECK(recover(*folder).sessions.size() == 2);
  }
}

TEST_CASE("players of a removed session play nowhere") {
  const temporary_folder at;
  const auto folder = with_chats(at, 4);
  auto ada = sample_player(1, "Ada");
  ada.session = removed;
  REQUIRE(commit(*folder, {ada, session_removed{removed}}));
  ada.session.reset();
  CHECK(recover(*folder).players == std::vector{ada});
  finish(*folder);
  CHECK(recover(*folder).players == std::vector{ada});
}

TEST_CASE("messages that come after the removal of their session are passed over, and their numbers used") {
  const temporary_folder at;
  {
    const auto folder = with_chats(at, 4);
    REQUIRE(commit(*folder, {session_removed{removed}, sample_message(5, "late", removed),
                             edited(sample_message(1, "hello", removed), 6, "late")}));
    finish(*folder);
    REQUIRE(commit(*folder, {sample_message(7, "later", removed)}));
    CHECK(recover(*folder).next_chat_seqno == 8);
  }
  const auto folder = open_folder(at.path());
  REQUIRE(commit(*folder, {sample_message(8, "much later", removed)}));
  CHECK(count(at, "SELECT count(*) FROM messages") == 2);
}

TEST_CASE("the id of a removed session is not used again") {
  const temporary_folder at;
  {
    const auto folder = with_chats(at, 4);
    REQUIRE(commit(*folder, {session_removed{removed}}));
    CHECK(refusal(*folder, {sample_session(2)}).find("session 2 was removed") != std::string::npos);
  }
  const auto folder = open_folder(at.path());
  finish(*folder);
  CHECK(recover(*folder).next_session_id == session_id{3});
}

TEST_CASE("to remove a session that is not there changes nothing") {
  const temporary_folder at;
  const auto folder = with_chats(at, 4);
  REQUIRE(commit(*folder, {session_removed{session_id{99}}}));
  finish(*folder);
  CHECK(recover(*folder).sessions.size() == 2);
}
