#include "client/pending_commands.hpp"
#include "client/routing.hpp"

#include <doctest/doctest.h>

namespace atelier::client {

using namespace std::chrono_literals;

TEST_CASE("a response with a result carries it under its id") {
  const auto known = route(R"({"type":"response","id":7,"result":{"pictures":[]}})");
  REQUIRE(known);
  const auto* answer = std::get_if<response>(&*known);
  REQUIRE(answer != nullptr);
  CHECK(answer->id == 7);
  CHECK(answer->what.value() == json{{"pictures", json::array()}});
}

TEST_CASE("a response with an error is a refusal with the server's code and words") {
  const auto known = route(R"({"type":"response","id":0,"error":{"code":"new_code","message":"not today"}})");
  REQUIRE(known);
  const auto* answer = std::get_if<response>(&*known);
  REQUIRE(answer != nullptr);
  REQUIRE_FALSE(answer->what);
  CHECK(answer->what.error().kind == fault_kind::refused);
  CHECK(answer->what.error().code == "new_code");
  CHECK(answer->what.error().message == "not today");
}

TEST_CASE("a goodbye says why and whether one may return") {
  const auto known = route(R"({"type":"goodbye","reason":"too_slow","retry":true})");
  REQUIRE(known);
  const auto* said = std::get_if<farewell>(&*known);
  REQUIRE(said != nullptr);
  CHECK(said->why.code == "too_slow");
  CHECK(said->why.may_return == true);
  CHECK(said->why.message.find("too_slow") != std::string::npos);
}

TEST_CASE("broadcasts, messages of streams and types of later versions are delivered") {
  for (const auto* type : {"broadcast", "sync", "closed", "rejected", "error", "entry", "something_new"}) {
    CAPTURE(type);
    const auto known = route(to_text({{"type", type}}));
    REQUIRE(known);
    CHECK(std::holds_alternative<delivery>(*known));
  }
}

TEST_CASE("what is no message of the contract is a breach that shows it") {
  for (const auto* text : {"", "nonsense", "[]", "{}", R"({"type":7})", R"({"type":"response"})",
                           R"({"type":"response","id":"x","result":{}})", R"({"type":"response","id":3})"}) {
    CAPTURE(text);
    const auto known = route(text);
    REQUIRE_FALSE(known);
    CHECK(known.error().kind == fault_kind::broken_contract);
  }
}

TEST_CASE("a server of another protocol version is refused") {
  CHECK(check_greeting({{"protocol", 1}}));
  const auto newer = check_greeting({{"protocol", 2}});
  REQUIRE_FALSE(newer);
  CHECK(newer.error().message.find("protocol 2") != std::string::npos);
  CHECK_FALSE(check_greeting(json::object()));
}

TEST_CASE("each waiting command is completed once and by its own id") {
  pending_commands pending;
  std::string trace;
  const auto at = [&](char name) {
    return [&trace, name](outcome<json> result) {
      trace += result ? name : '!';
    };
  };
  const auto start = pending_commands::time_point{};
  const auto a = pending.add(start + 1s, at('a'));
  const auto b = pending.add(start + 2s, at('b'));
  CHECK(a != b);
  CHECK_FALSE(pending.take(b + 1));
  (*pending.take(b))(json{});
  CHECK_FALSE(pending.take(b));
  (*pending.take(a))(json{});
  CHECK(trace == "ba");
  CHECK(pending.size() == 0);
}

TEST_CASE("only commands whose time is up expire") {
  pending_commands pending;
  const auto start = pending_commands::time_point{};
  const auto early = pending.add(start + 1s, [](auto) {});
  const auto late = pending.add(start + 3s, [](auto) {});
  CHECK(pending.take_expired(start + 500ms).empty());
  CHECK(pending.take_expired(start + 1s).size() == 1);
  CHECK_FALSE(pending.take(early));
  CHECK(pending.take(late));
}

} // namespace atelier::client
