#include "protocol/limits.hpp"
#include "storage/search_query.hpp"
#include "storage/sqlite_statement.hpp"
#include "tests/storage/chat_folder.hpp"

#include <array>
#include <doctest/doctest.h>
#include <limits>
#include <random>

using namespace atelier;
using namespace atelier::test;

namespace {

using numbers = std::vector<seqno_t>;

struct library : chat_folder {
  numbers find(const std::string& query, seqno_t before = every_seqno, std::size_t count = 100,
               session_id session = lobby) {
    const auto found = chats->search(session, query, before, count);
    CAPTURE(query);
    INFO((found ? "" : found.error().message));
    REQUIRE(found);
    numbers all;
    for (const auto& message : *found)
      all.push_back(message.seqno);
    return all;
  }

  /// Throws where the index does not say what the messages say.
  void check_index() {
    sqlite_database{at.path() / "atelier.db"}.execute(
        "INSERT INTO message_search (message_search, rank) VALUES ('integrity-check', 1)");
  }
};

} // namespace

TEST_CASE("messages are found by the beginnings of their words, the latest first") {
  library of;
  of.put({sample_message(1, "The quick brown fox"), sample_message(2, "a fox, quickly drawn"),
          sample_message(3, "nothing here")});
  CHECK(of.find("fox") == numbers{2, 1});
  CHECK(of.find("quick") == numbers{2, 1});
  CHECK(of.find("quickl") == numbers{2});
  CHECK(of.find("q f") == numbers{2, 1});
  CHECK(of.find("fo bro") == numbers{1});
  CHECK(of.find("fox nothing").empty());
  CHECK(of.find("uick").empty());
  CHECK(of.find("foxes").empty());
}

TEST_CASE("messages are found by file name and handle, and by words that are spread over them") {
  library of;
  auto image = sample_message(1, "my cat");
  image.handle = "Ada";
  image.author = player_id{1};
  image.kind = message_kind::image;
  image.attachment = attachment_note{std::string(64, 'c'), "sunset-2026.png", 10, "image/png", 4, 4};
  of.put({image, sample_message(2, "a cat")});
  CHECK(of.find("cat") == numbers{2, 1});
  CHECK(of.find("sunset") == numbers{1});
  CHECK(of.find("sunset-2026.p") == numbers{1});
  CHECK(of.find("2026") == numbers{1});
  CHECK(of.find("ada cat png") == numbers{1});
  CHECK(of.find(std::string(64, 'c')).empty());
}

TEST_CASE("letters are found in either case and without their marks") {
  library of;
  of.put({sample_message(1, "Über den Wolken"), sample_message(2, "naïve Ångström"), sample_message(3, "ПРИВЕТ, мир"),
          sample_message(4, "e\xcc\x81t\xc3\xa9")});
  CHECK(of.find("über") == numbers{1});
  CHECK(of.find("UBER wolk") == numbers{1});
  CHECK(of.find("angstrom") == numbers{2});
  CHECK(of.find("привет") == numbers{3});
  CHECK(of.find("ete") == numbers{4});
}

TEST_CASE("a search goes on before a message and ends after so many") {
  library of;
  for (seqno_t seqno = 1; seqno <= 9; ++seqno)
    of.put({sample_message(seqno, "fox", seqno % 2 == 0 ? of.other : lobby)});
  CHECK(of.find("fox", every_seqno, 2) == numbers{9, 7});
  CHECK(of.find("fox", 7, 2) == numbers{5, 3});
  CHECK(of.find("fox", 3, 2) == numbers{1});
  CHECK(of.find("fox", 1, 2).empty());
  CHECK(of.find("fox", 0).empty());
  CHECK(of.find("fox", every_seqno, 0).empty());
}

TEST_CASE("only the messages of the session are found, and not by its number") {
  library of;
  of.put({sample_message(1, "fox"), sample_message(2, "fox", of.other)});
  CHECK(of.find("fox") == numbers{1});
  CHECK(of.find("fox", every_seqno, 9, of.other) == numbers{2});
  CHECK(of.find("1").empty());
  CHECK(of.find("session").empty());
  CHECK(of.find("fox", every_seqno, 9, session_id{99}).empty());
}

TEST_CASE("of an edited message only the latest version is found, of a deleted one none") {
  library of;
  const auto first = sample_message(1, "red fox");
  const auto second = sample_message(2, "red hen");
  of.put({first, second});
  of.put({edited(first, 3, "blue fox")});
  CHECK(of.find("red") == numbers{2});
  CHECK(of.find("blue") == numbers{3});
  CHECK(of.find("fox") == numbers{3});
  of.put({deleted(second, 4), edited(first, 5, "blue whale"), deleted(first, 6), edited(second, 7, "red again")});
  CHECK(of.find("blue").empty());
  CHECK(of.find("hen").empty());
  CHECK(of.find("anonymous") == numbers{7});
  CHECK(of.find("red") == numbers{7});
  of.check_index();
}

TEST_CASE("nothing in a query has a meaning of its own") {
  library of;
  of.put({sample_message(1, "say \"hello\" AND wave"), sample_message(2, "rock*star -5 C++ text:fox NEAR(a)"),
          sample_message(3, "hello")});
  CHECK(of.find("\"hello\"") == numbers{3, 1});
  CHECK(of.find("hello AND wave") == numbers{1});
  CHECK(of.find("hello and say") == numbers{1});
  CHECK(of.find("hello OR rock").empty());
  CHECK(of.find("hello NOT say").empty());
  CHECK(of.find("text:hello").empty());
  CHECK(of.find("text:fox") == numbers{2});
  CHECK(of.find("rock*star") == numbers{2});
  CHECK(of.find("-5") == numbers{2});
  CHECK(of.find("c++") == numbers{2});
  CHECK(of.find("NEAR(a)") == numbers{2});
  CHECK(of.find("^hello") == numbers{3, 1});
  CHECK(of.find("hello '; DROP TABLE messages; --").empty());
}

TEST_CASE("a query without a word finds nothing, and signs among words are passed over") {
  library of;
  of.put({sample_message(1, "hello")});
  for (const auto* query : {"", " ", "\t\n", "\"", "\"\"", "***", "( )", "-- :-)", "\xc2\xa0\xe3\x80\x80", "😀"})
    CHECK(of.find(query).empty());
  CHECK(of.find("*** hello :-)") == numbers{1});
}

TEST_CASE("words are parted by any white space, zero bytes included") {
  library of;
  of.put({sample_message(1, "hello big world")});
  CHECK(of.find("world\thello") == numbers{1});
  CHECK(of.find("world\xc2\xa0hello") == numbers{1});
  CHECK(of.find("world\xe3\x80\x80hello\xe2\x80\xa8") == numbers{1});
  CHECK(of.find(std::string{"world\0hello", 11}) == numbers{1});
  CHECK(of.find(std::string{"\"\0hello", 7}) == numbers{1});
}

TEST_CASE("no query is an error for what it says") {
  library of;
  of.put({sample_message(1, "hello world")});
  constexpr std::array<std::string_view, 24> pieces{"\"",
                                                    "'",
                                                    "*",
                                                    "-",
                                                    "+",
                                                    "^",
                                                    ":",
                                                    "(",
                                                    ")",
                                                    "{",
                                                    "}",
                                                    "AND",
                                                    "OR",
                                                    "NOT",
                                                    "NEAR",
                                                    " ",
                                                    "hello",
                                                    "\\",
                                                    "\xff",
                                                    "\xc3",
                                                    "\xe3\x80",
                                                    "text",
                                                    std::string_view{"\0", 1},
                                                    ","};
  std::mt19937 chance{4};
  for (auto round = 0; round < 3'000; ++round) {
    std::string query;
    for (auto left = chance() % 12; left > 0; --left)
      query += pieces[chance() % pieces.size()];
    const auto found = of.chats->search(lobby, query, every_seqno, 10);
    CAPTURE(round);
    CHECK(found);
  }
}

TEST_CASE("a query with too many words is refused with their number") {
  library of;
  std::string query;
  for (std::size_t i = 0; i < limits::search_words_max; ++i)
    query += "w ";
  CHECK(of.find(query).empty());
  const auto refused = of.chats->search(lobby, query + "w", every_seqno, 10);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == errc::bad_data);
  CHECK(refused.error().message == "a search has 33 words; at most 32 are looked up at once");
}

TEST_CASE("a query quotes its words") {
  CHECK(to_search_query(session_id{3}, R"(say "hi")")
        == R"(session : "3" AND {text attachment_name handle} : ("say" * """hi""" * ))");
  CHECK(to_search_query(session_id{3}, " \n ") == std::string{});
}

TEST_CASE("the index says what the messages say after many changes") {
  library of;
  std::mt19937 chance{5};
  std::vector<chat_message> latest;
  seqno_t seqno = 0;
  for (auto round = 0; round < 40; ++round) {
    std::vector<record> batch;
    for (auto left = chance() % 20; left > 0; --left) {
      ++seqno;
      const auto word = "word" + std::to_string(chance() % 50);
      if (latest.empty() || chance() % 3 == 0) {
        latest.push_back(sample_message(seqno, word + " \xc3\xa9t\xc3\xa9", chance() % 2 == 0 ? of.other : lobby));
        batch.emplace_back(latest.back());
        continue;
      }
      auto& which = latest[chance() % latest.size()];
      which = chance() % 4 == 0 ? deleted(which, seqno) : edited(which, seqno, word);
      batch.emplace_back(which);
    }
    of.put(std::move(batch));
  }
  of.check_index();
  for (auto word = 0; word < 50; ++word) {
    const auto text = "word" + std::to_string(word);
    numbers expected;
    for (const auto& message : latest)
      if (!message.deleted && message.session == lobby && message.text.starts_with(text))
        expected.push_back(message.seqno);
    std::ranges::sort(expected, std::greater{});
    CHECK(of.find(text, every_seqno, 1'000) == expected);
  }
}
