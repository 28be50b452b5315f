#include "client/cli/exit_codes.hpp"
#include "tests/client/chat_samples.hpp"
#include "tests/client/cli/chat_talk.hpp"

#include <doctest/doctest.h>

namespace atelier::cli::chat {

using client::fault_kind;
using client::samples::chat_item_json;
using client::samples::said_answer;
using namespace std::chrono_literals;

namespace {

using strings = std::vector<std::string>;

} // namespace

TEST_CASE("a session is looked up by name, page by page, then subscribed to and entered") {
  chat_talk talk;
  CHECK(talk.take_connects() == 1);
  talk.open();
  CHECK(talk.take_sent().at(0).at("action") == "sessions");
  talk.answer("sessions", {{"sessions", {{{"id", 1}, {"name", "attic"}}}}, {"more", true}});
  CHECK(talk.take_sent().at(0).at("args") == json{{"after", 1}});
  talk.answer("sessions", {{"sessions", {{{"id", 3}, {"name", "lobby"}}}}});
  const auto sent = talk.take_sent();
  REQUIRE(sent.size() == 2);
  CHECK(sent[0] == json{{"type", "subscribe"}, {"mux_id", 1}, {"chat", 3}});
  CHECK(sent[1].at("action") == "enter_session");
  CHECK(sent[1].at("session") == 3);
}

TEST_CASE("a session that is not there ends it") {
  chat_talk talk;
  talk.open();
  talk.answer("sessions", {{"sessions", json::array()}});
  REQUIRE(talk.left());
  CHECK(talk.left()->code == exit_refused);
  CHECK(talk.left()->why->message.find("\"lobby\"") != std::string::npos);
}

TEST_CASE("a server that was never there is not waited for") {
  chat_talk talk;
  talk.lose({fault_kind::unreachable, "nobody listens"});
  REQUIRE(talk.left());
  CHECK(talk.left()->code == exit_no_connection);
}

TEST_CASE("the past is shown at sync, what comes later at once") {
  chat_talk talk;
  talk.open();
  talk.answer("sessions", {{"sessions", {{{"id", 3}, {"name", "lobby"}}}}});
  for (std::uint64_t i = 1; i <= 22; ++i)
    talk.deliver(chat_item_json(i, std::to_string(i)));
  CHECK(talk.take_shown().empty());
  talk.sync();
  CHECK(talk.take_shown().size() == 20);
  CHECK(talk.take_remarks() == strings{"2 earlier messages; .history N shows more"});
  talk.deliver(chat_item_json(23, "live"));
  CHECK(talk.take_shown() == strings{"14:23 ada: live"});
}

TEST_CASE("when the server goes it is said once, tried again ever more slowly, and gone on with where it was") {
  chat_talk talk;
  talk.join();
  talk.deliver(chat_item_json(7, "seen"));
  static_cast<void>(talk.take_connects());
  static_cast<void>(talk.take_shown());
  talk.lose();
  CHECK(talk.take_remarks() == strings{"the server is gone; trying again"});
  CHECK(talk.take_connects() == 0);
  talk.pass(75ms);
  CHECK(talk.take_connects() == 1);
  talk.lose({fault_kind::unreachable, "nobody listens"});
  talk.pass(75ms);
  CHECK(talk.take_connects() == 0);
  talk.pass(75ms);
  CHECK(talk.take_connects() == 1);
  CHECK(talk.take_remarks().empty());
  static_cast<void>(talk.take_sent());
  talk.open();
  CHECK(talk.take_sent().at(0).at("since") == json{{1, 7}});
  talk.deliver(chat_item_json(7, "seen"));
  talk.deliver(chat_item_json(8, "missed"));
  talk.sync();
  CHECK(talk.take_shown() == strings{"14:08 ada: missed"});
  CHECK(talk.take_remarks() == strings{"the server is back"});
}

TEST_CASE("a server that forbids to come back, or stays away too long, ends it") {
  chat_talk kicked;
  kicked.join();
  client::fault why{fault_kind::lost, "the server said goodbye: kicked", "kicked"};
  why.may_return = false;
  kicked.core().received(client::farewell{why}, {});
  kicked.lose();
  REQUIRE(kicked.left());
  CHECK(kicked.left()->why->code == "kicked");

  chat_talk patient{false, true, 1'000ms};
  patient.join();
  patient.lose();
  for (int i = 0; i < 20 && !patient.left(); ++i) {
    patient.pass(200ms);
    if (patient.take_connects() > 0)
      patient.lose({fault_kind::unreachable, "nobody listens"});
  }
  REQUIRE(patient.left());
  CHECK(patient.left()->code == exit_no_connection);
}

TEST_CASE("what is typed while the server is away is said once it is back, and what was not answered is said again") {
  chat_talk talk;
  talk.join();
  talk.type("one");
  talk.type("two");
  const auto first = talk.take_sent();
  talk.answer("say", said_answer(2, "two"));
  talk.lose();
  talk.type("three");
  CHECK(talk.take_said().empty());
  talk.pass(1s);
  talk.open();
  talk.sync();
  const auto again = talk.take_sent();
  const auto key_of = [](const json& each) {
    return each.at("key").get<std::string>();
  };
  strings keys;
  strings texts;
  for (const auto& each : again)
    if (each.value("action", "") == "say") {
      keys.push_back(key_of(each));
      texts.push_back(each.at("args").at("text"));
      CHECK(each.at("session") == 3);
    }
  CHECK(texts == strings{"one", "three"});
  REQUIRE(first.size() >= 2);
  CHECK(keys.at(0) == "run-1");
  CHECK(keys.at(1) == "run-3");
}

TEST_CASE("a server that refuses since it is going down has the message again from the next") {
  chat_talk talk;
  talk.join();
  talk.type("one");
  talk.refuse("say", "shutting_down");
  CHECK(talk.take_complaints().empty());
  static_cast<void>(talk.take_sent());
  talk.lose();
  talk.pass(1s);
  talk.open();
  talk.sync();
  CHECK(talk.take_said() == strings{"one"});
}

TEST_CASE("a silent server is asked whether it is there, then given up for lost") {
  chat_talk talk;
  talk.join();
  static_cast<void>(talk.take_sent());
  talk.pass(29s);
  CHECK(talk.take_sent().empty());
  talk.pass(1s);
  CHECK(talk.take_sent().at(0).at("action") == "ping");
  talk.answer("ping", json::object());
  talk.pass(29s);
  CHECK(talk.take_sent().empty());
  talk.pass(1s);
  CHECK(talk.take_sent().size() == 1);
  talk.pass(30s);
  CHECK(talk.take_disconnects() == 1);
  CHECK_FALSE(talk.core().next_tick());
  talk.lose({fault_kind::lost, "this side closed the connection"});
  CHECK(talk.take_remarks() == strings{"the server has said nothing for 60 s; trying again"});
}

TEST_CASE("a removed session ends it, any other end of the stream is a lost connection") {
  chat_talk removed;
  removed.join();
  removed.deliver({{"type", "closed"}, {"mux_id", 1}, {"reason", "removed"}});
  REQUIRE(removed.left());
  CHECK(removed.left()->code == exit_refused);

  chat_talk closed;
  closed.join();
  closed.deliver({{"type", "closed"}, {"mux_id", 1}, {"reason", "tired"}});
  CHECK_FALSE(closed.left());
  CHECK(closed.take_disconnects() == 1);
}

TEST_CASE("a subscription that is refused ends it, and an error of nothing is only told") {
  chat_talk talk;
  talk.open();
  talk.answer("sessions", {{"sessions", {{{"id", 3}, {"name", "lobby"}}}}});
  talk.deliver({{"type", "error"}, {"error", {{"code", "malformed"}, {"message", "what\x1b"}}}});
  CHECK(talk.take_complaints() == strings{"malformed: what\xEF\xBF\xBD"});
  talk.deliver({{"type", "error"}, {"mux_id", 1}, {"error", {{"code", "not_found"}, {"message", "no\x1b"}}}});
  REQUIRE(talk.left());
  CHECK(talk.left()->code == exit_refused);
  CHECK(talk.left()->why->message == "no\xEF\xBF\xBD");
}

TEST_CASE("a person sees who comes and goes, a program does not") {
  const json came{{"type", "broadcast"},
                  {"session", 3},
                  {"event", "came"},
                  {"data", {{"handle", "bob"}, {"player", 8}, {"identity", "claimed"}}}};
  chat_talk person;
  person.join();
  person.deliver(came);
  auto elsewhere = came;
  elsewhere["session"] = 4;
  person.deliver(elsewhere);
  CHECK(person.take_remarks() == strings{"bob (claimed) came"});
  chat_talk program{false};
  program.join();
  program.deliver(came);
  CHECK(program.take_remarks().empty());
}

} // namespace atelier::cli::chat
