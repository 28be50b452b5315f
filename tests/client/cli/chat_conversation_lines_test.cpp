#include "client/cli/exit_codes.hpp"
#include "protocol/limits.hpp"
#include "tests/client/chat_samples.hpp"
#include "tests/client/cli/chat_talk.hpp"

#include <doctest/doctest.h>

namespace atelier::cli::chat {

using client::samples::chat_item_json;
using client::samples::said_answer;
using namespace std::chrono_literals;

namespace {

using strings = std::vector<std::string>;

json signed_in_answer(const std::string& identity) {
  return {{"player", {{"id", 7}, {"handle", "ada"}}}, {"identity", identity}, {"token", "secret"}};
}

/// Ada has signed in, the server has gone, and "hello" was typed since; the next try is due.
void cut_off_while_ada_speaks(chat_talk& talk) {
  talk.join();
  talk.type(".sign-in ada");
  talk.give_passphrase("s3cret");
  talk.answer("sign_in", signed_in_answer("verified"));
  talk.lose();
  talk.type("hello");
  talk.pass(1s);
}

} // namespace

TEST_CASE("a registered handle is signed in at once, before what is said next") {
  chat_talk talk;
  talk.join();
  talk.type(".register ada");
  CHECK(talk.take_prompts() == strings{"passphrase for ada (Enter for none): "});
  static_cast<void>(talk.take_sent());
  talk.give_passphrase("s3cret");
  talk.type("hello");
  auto sent = talk.take_sent();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].at("action") == "add_player");
  CHECK(sent[0].at("args") == json{{"handle", "ada"}, {"passphrase", "s3cret"}});
  CHECK_FALSE(sent[0].contains("key"));
  CHECK_FALSE(sent[0].contains("session"));
  talk.answer("add_player", {{"player", {{"id", 7}, {"handle", "ada"}}}, {"similar", {"adam\x1b"}}});
  CHECK(talk.take_remarks() == strings{"this handle is much like \"adam\xEF\xBF\xBD\""});
  sent = talk.take_sent();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].at("action") == "sign_in");
  talk.answer("sign_in", signed_in_answer("verified"));
  CHECK(talk.take_remarks() == strings{"you are ada"});
  CHECK(talk.take_said() == strings{"hello"});
}

TEST_CASE("no passphrase is none, and a question that was not answered asks for nothing") {
  chat_talk talk;
  talk.join();
  static_cast<void>(talk.take_sent());
  talk.type(".sign-in ada");
  talk.give_passphrase(std::nullopt);
  CHECK(talk.take_sent().empty());
  talk.type(".sign-in ada");
  talk.give_passphrase("");
  CHECK(talk.take_sent().at(0).at("args") == json{{"handle", "ada"}});
  talk.answer("sign_in", signed_in_answer("claimed"));
  CHECK(talk.take_remarks() == strings{"you are ada (claimed); without a passphrase anybody may be"});
}

TEST_CASE("what is refused is told, and nothing else happens") {
  chat_talk talk;
  talk.join();
  talk.type(".sign-in ada");
  talk.give_passphrase("wrong");
  talk.refuse("sign_in", "unauthorized");
  CHECK(talk.take_complaints() == strings{"not signed in as ada: unauthorized: words"});
  talk.type(".register ada");
  talk.give_passphrase("x");
  talk.refuse("add_player", "name_taken");
  CHECK(talk.take_complaints() == strings{"ada is not registered: name_taken: words"});
  talk.type("hello");
  talk.refuse("say", "rate_limited");
  CHECK(talk.take_complaints() == strings{"not said: rate_limited: words"});
}

TEST_CASE("a registration whose answer was lost is not taken for somebody else's") {
  chat_talk talk;
  talk.join();
  talk.type(".register ada");
  talk.give_passphrase("s3cret");
  talk.lose();
  talk.pass(1s);
  talk.open();
  talk.sync();
  static_cast<void>(talk.take_sent());
  talk.refuse("add_player", "name_taken");
  CHECK(talk.take_complaints().empty());
  CHECK(talk.take_sent().at(0).at("args") == json{{"handle", "ada"}, {"passphrase", "s3cret"}});
}

TEST_CASE("after a cut somebody who was signed in is again, before anything is said") {
  chat_talk talk;
  cut_off_while_ada_speaks(talk);
  static_cast<void>(talk.take_sent());
  talk.open();
  auto sent = talk.take_sent();
  REQUIRE(sent.size() == 1);
  CHECK(sent[0].at("args") == json{{"token", "secret"}});
  talk.answer("sign_in", signed_in_answer("verified"));
  CHECK(talk.take_sent().at(0).at("type") == "subscribe");
  talk.sync();
  CHECK(talk.take_said() == strings{"hello"});
}

TEST_CASE("a server that has no time for a sign-in is asked again later") {
  chat_talk talk;
  cut_off_while_ada_speaks(talk);
  talk.open();
  talk.refuse("sign_in", "rate_limited");
  CHECK(talk.take_disconnects() == 1);
  talk.lose();
  CHECK_FALSE(talk.left());
  talk.pass(1s);
  talk.open();
  talk.answer("sign_in", signed_in_answer("verified"));
  talk.sync();
  CHECK(talk.take_said() == strings{"hello"});
}

TEST_CASE("when the token has ended, what was typed by somebody is not said by nobody") {
  chat_talk talk;
  cut_off_while_ada_speaks(talk);
  talk.open();
  talk.refuse("sign_in", "unauthorized");
  CHECK(talk.take_complaints()
        == strings{"you are no longer ada: unauthorized: words; .sign-in makes you somebody again", "not said: hello"});
  talk.sync();
  CHECK(talk.take_said().empty());
  talk.type("as nobody");
  CHECK(talk.take_said() == strings{"as nobody"});
}

TEST_CASE("who is here is told on one line, with how often") {
  chat_talk talk;
  talk.join();
  talk.type(".who");
  const json nobody{{"player", nullptr}, {"handle", "anonymous"}, {"identity", "anonymous"}};
  talk.answer("who", {{"who", {nobody, {{"player", 7}, {"handle", "ada"}, {"identity", "verified"}}, nobody}}});
  CHECK(talk.take_remarks() == strings{"here: ada, anonymous × 2"});
}

TEST_CASE("a search shows what was found, the earliest first, or says that it is nothing") {
  chat_talk talk;
  talk.join();
  static_cast<void>(talk.take_sent());
  talk.type(".search red boat");
  CHECK(talk.take_sent().at(0).at("args") == json{{"query", "red boat"}});
  talk.answer("search_messages", {{"messages", {chat_item_json(5, "b"), chat_item_json(2, "a")}}});
  CHECK(talk.take_remarks() == strings{"what holds the words \"red boat\":"});
  CHECK(talk.take_shown() == strings{"14:02 ada: a", "14:05 ada: b"});
  talk.type(".search red");
  talk.answer("search_messages", {{"messages", json::array()}});
  CHECK(talk.take_remarks() == strings{"nothing holds the words \"red\""});
}

TEST_CASE("the history is shown from what has come") {
  chat_talk talk;
  talk.join();
  for (std::uint64_t i = 1; i <= 3; ++i)
    talk.deliver(chat_item_json(i, std::to_string(i)));
  static_cast<void>(talk.take_shown());
  talk.type(".history 2");
  CHECK(talk.take_shown() == strings{"14:02 ada: 2", "14:03 ada: 3"});
}

TEST_CASE("a message that is too long is not sent, in words that name both lengths") {
  chat_talk talk;
  talk.join();
  static_cast<void>(talk.take_sent());
  talk.type(std::string(limits::message_text_bytes_max + 1, 'x'));
  CHECK(talk.take_sent().empty());
  const auto told = talk.take_complaints().at(0);
  CHECK(told.find(std::to_string(limits::message_text_bytes_max + 1)) != std::string::npos);
  CHECK(told.find("at most " + std::to_string(limits::message_text_bytes_max)) != std::string::npos);
  talk.type(std::string(limits::message_text_bytes_max, 'x'));
  CHECK(talk.take_said().size() == 1);
}

TEST_CASE("a person may type far ahead of a server that is away, but not without end") {
  chat_talk talk;
  talk.join();
  talk.lose();
  for (int i = 0; i < 1'000; ++i)
    talk.type("x");
  CHECK(talk.take_complaints().empty());
  talk.type("x");
  CHECK(talk.take_complaints().size() == 1);
}

TEST_CASE("leaving waits until what was said is answered, while the server is there") {
  chat_talk talk;
  talk.join();
  talk.type("hello");
  talk.type(".quit");
  CHECK_FALSE(talk.left());
  talk.answer("say", said_answer(1, "hello"));
  CHECK_FALSE(talk.left());
  talk.deliver(chat_item_json(1, "hello"));
  REQUIRE(talk.left());
  CHECK(talk.left()->code == exit_done);
  CHECK(talk.take_shown() == strings{"14:01 ada: hello"});
}

TEST_CASE("leaving while the server is away gives back what was not said") {
  chat_talk talk;
  talk.join();
  talk.lose();
  talk.type("hello");
  talk.end_input();
  REQUIRE(talk.left());
  CHECK(talk.left()->code == exit_no_connection);
  CHECK(talk.core().take_unsaid() == strings{"hello"});
}

TEST_CASE("from a pipe every line is said as it is, and the end comes when all of it has come back") {
  chat_talk talk{false};
  for (const auto* each : {".who", "", "..x", "last"})
    talk.type(each);
  talk.end_input();
  talk.join();
  CHECK(talk.take_said() == strings{".who", "..x", "last"});
  talk.deliver(chat_item_json(1, ".who"));
  talk.deliver(chat_item_json(2, "..x"));
  for (int i = 0; i < 3; ++i) {
    CHECK_FALSE(talk.left());
    talk.core().received(client::response{3 + i, said_answer(static_cast<std::uint64_t>(i) + 1, "")}, {});
  }
  CHECK_FALSE(talk.left());
  talk.deliver(chat_item_json(3, "last"));
  REQUIRE(talk.left());
  CHECK(talk.left()->code == exit_done);
  CHECK(talk.take_shown() == strings{"14:01 ada: .who", "14:02 ada: ..x", "14:03 ada: last"});
}

TEST_CASE("a pipe is read no faster than the server takes it, and its exit code tells of a refusal") {
  chat_talk talk{false};
  talk.join();
  int lines = 0;
  while (talk.core().wants_input()) {
    talk.type("x");
    ++lines;
  }
  CHECK(lines == 64);

  chat_talk refused{false};
  refused.join();
  refused.type("x");
  refused.end_input();
  refused.refuse("say", "bad_data");
  REQUIRE(refused.left());
  CHECK(refused.left()->code == exit_refused);
  CHECK(refused.take_complaints().size() == 1);
}

TEST_CASE("a pipe that follows goes on after the end of its input") {
  chat_talk talk{false, true};
  talk.join();
  talk.end_input();
  CHECK_FALSE(talk.left());
  CHECK_FALSE(talk.core().wants_input());
  talk.deliver(chat_item_json(1, "later"));
  CHECK(talk.take_shown().size() == 1);
}

} // namespace atelier::cli::chat
