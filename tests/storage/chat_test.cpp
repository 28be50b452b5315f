#include "storage/sqlite_statement.hpp"
#include "tests/storage/chat_folder.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr auto no_limit = std::numeric_limits<std::size_t>::max();

struct place : chat_folder {
  void start_again() {
    chats.reset();
    folder.reset();
    folder = open_folder(at.path());
    chats = open_chats(*folder);
  }

  chat_archive::page read(seqno_t after = 0, seqno_t until = every_seqno, std::size_t bytes_max = no_limit,
                          session_id session = lobby) {
    const auto page = chats->read(session, after, until, bytes_max);
    REQUIRE(page);
    return *page;
  }

  std::vector<seqno_t> numbers(seqno_t after = 0, seqno_t until = every_seqno) {
    std::vector<seqno_t> found;
    for (const auto& message : read(after, until).messages)
      found.push_back(message.seqno);
    return found;
  }

  std::optional<chat_message> find(seqno_t id) {
    const auto found = chats->find(id);
    REQUIRE(found);
    return *found;
  }

  std::vector<chat_message> versions(seqno_t id) {
    const auto found = chats->versions(id);
    REQUIRE(found);
    return *found;
  }

  /// Why the batch was refused.
  std::string refusal(std::vector<record> records) {
    return test::refusal(*folder, std::move(records));
  }
};

bool mentions(const std::string& text, const std::string& what) {
  INFO(text);
  return text.find(what) != std::string::npos;
}

using numbers = std::vector<seqno_t>;

} // namespace

TEST_CASE("a message is found again as it was put") {
  place in;
  auto plain = sample_message(1, std::string{"Grüße 😀\n\0'\"%", 18});
  auto image = sample_message(2, "my cat");
  image.author = player_id{1};
  image.handle = "Ada";
  image.identity = author_identity::verified;
  image.kind = message_kind::image;
  image.attachment = attachment_note{std::string(64, 'a'), "cat.png", 3'000'000'000, "image/png", 640, 480};
  auto file = sample_message(3, "");
  file.identity = author_identity::claimed;
  file.kind = message_kind::file;
  file.attachment = attachment_note{std::string(64, 'b'), "notes.txt", 0, "text/plain", 0, 0};
  in.put({plain, image, file});
  in.start_again();
  CHECK(in.read().messages == std::vector{plain, image, file});
  CHECK(recover(*in.folder).next_chat_seqno == 4);
}

TEST_CASE("a chat is read between two numbers") {
  place in;
  for (seqno_t seqno = 1; seqno <= 9; ++seqno)
    in.put({sample_message(seqno, "hello", seqno % 3 == 0 ? in.other : lobby)});
  CHECK(in.numbers() == numbers{1, 2, 4, 5, 7, 8});
  CHECK(in.numbers(2, 7) == numbers{4, 5, 7});
  CHECK(in.numbers(3, 6) == numbers{4, 5});
  CHECK(in.numbers(8).empty());
  CHECK(in.numbers(5, 5).empty());
  CHECK(in.numbers(7, 4).empty());
  CHECK(in.numbers(every_seqno).empty());
  CHECK(in.read(0, every_seqno, no_limit, session_id{99}).messages.empty());
  CHECK_FALSE(in.read().more);
}

TEST_CASE("a page ends before it grows beyond its bytes, and has at least one message") {
  place in;
  for (seqno_t seqno = 1; seqno <= 10; ++seqno)
    in.put({sample_message(seqno, std::string(seqno == 7 ? 50'000 : 1'000, 'x'))});
  numbers seen;
  std::vector<std::size_t> sizes;
  for (auto more = true; more;) {
    const auto page = in.read(seen.empty() ? 0 : seen.back(), every_seqno, 4'000);
    for (const auto& message : page.messages)
      seen.push_back(message.seqno);
    sizes.push_back(page.messages.size());
    more = page.more;
  }
  CHECK(seen == numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  CHECK(sizes == std::vector<std::size_t>{3, 3, 1, 3});
  CHECK(in.read(0, 3, 4'000).more == false);
  CHECK(in.read(0, 4, 4'000).more == true);
}

TEST_CASE("a message that was edited or deleted stands where it was last changed") {
  place in;
  const auto first = sample_message(1, "helo");
  const auto second = sample_message(2, "to be deleted");
  const auto corrected = edited(first, 4, "hello");
  const auto gone = deleted(second, 5);
  in.put({first, second, sample_message(3, "hi")});
  in.put({corrected, gone});
  const auto again = edited(corrected, 6, "hello!");
  in.put({again});
  in.start_again();
  CHECK(in.read().messages == std::vector{sample_message(3, "hi"), gone, again});
  CHECK(in.numbers(0, 2).empty());
  CHECK(in.find(1) == again);
  CHECK(in.find(2) == gone);
  CHECK(in.versions(1) == std::vector{first, corrected, again});
  CHECK(in.versions(2) == std::vector{second, gone});
  CHECK(in.versions(3).size() == 1);
}

TEST_CASE("what is no first version of a message is not found") {
  place in;
  const auto first = sample_message(1, "helo");
  in.put({first, edited(first, 2, "hello")});
  for (const auto id : {seqno_t{0}, seqno_t{2}, seqno_t{3}, every_seqno}) {
    CHECK_FALSE(in.find(id).has_value());
    CHECK(in.versions(id).empty());
  }
}

TEST_CASE("a message may be edited in the batch that brings it") {
  place in;
  const auto first = sample_message(1, "helo");
  in.put({first, edited(first, 2, "hello"), edited(first, 3, "hello!")});
  CHECK(in.numbers() == numbers{3});
}

TEST_CASE("what is committed is seen by an archive that was open before") {
  place in;
  CHECK(in.numbers().empty());
  in.put({sample_message(1, "hello")});
  CHECK(in.numbers() == numbers{1});
}

TEST_CASE("numbers of messages may leave gaps and never go back, not after a start either") {
  place in;
  in.put({sample_message(5, "five")});
  in.start_again();
  CHECK(recover(*in.folder).next_chat_seqno == 6);
  SUBCASE("the same") {
    CHECK(mentions(in.refusal({sample_message(5, "again")}), "message 5 does not follow the last stored one, 5"));
  }
  SUBCASE("an earlier one") {
    CHECK(mentions(in.refusal({sample_message(4, "again", in.other)}), "message 4 does not follow"));
  }
  SUBCASE("in one batch") {
    CHECK(mentions(in.refusal({sample_message(7, "seven"), sample_message(6, "six")}), "message 6 does not follow"));
  }
  in.start_again();
  CHECK(in.numbers() == numbers{5});
  in.put({sample_message(6, "six")});
}

TEST_CASE("a version of a message that is not in its session is refused") {
  place in;
  const auto first = sample_message(1, "hello");
  in.put({first});
  auto stray = edited(first, 2, "hi");
  SUBCASE("of no message") {
    stray.id = 9;
    stray.seqno = 10;
    CHECK(mentions(in.refusal({stray}), "message 10 is a version of message 9"));
  }
  SUBCASE("of another session's") {
    stray.session = in.other;
    CHECK(mentions(in.refusal({stray}), "message 1, which is not in session 2"));
  }
  in.start_again();
  CHECK(in.find(1) == first);
}

TEST_CASE("a message in a session that was never stored is refused") {
  place in;
  CHECK(mentions(in.refusal({sample_message(1, "hello", session_id{3})}), "session 3 was never stored"));
}

TEST_CASE("a message of a user that was never stored is refused") {
  place in;
  auto message = sample_message(1, "hello");
  message.author = player_id{99};
  CHECK_FALSE(commit(*in.folder, {message}));
}

TEST_CASE("a message that this program could not have stored is an error that names it") {
  place in;
  in.put({sample_message(1, "hello"), sample_message(2, "hello")});
  sqlite_database{in.at.path() / "atelier.db"}.execute("UPDATE messages SET kind = 'song' WHERE seqno = 2");
  const auto page = in.chats->read(lobby, 0, every_seqno, no_limit);
  REQUIRE_FALSE(page);
  CHECK(page.error().code == errc::storage_failure);
  CHECK(mentions(page.error().message, "message 2 is stored as \"song\""));
  CHECK(in.numbers(0, 1) == numbers{1});
}
