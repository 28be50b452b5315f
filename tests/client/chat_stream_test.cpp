#include "client/chat_stream.hpp"

#include "tests/client/chat_samples.hpp"

#include <doctest/doctest.h>

namespace atelier::client {

using news = chat_stream::news;
using samples::chat_item_json;
using samples::deleted;
using samples::edited;

namespace {

news take(chat_stream& to, const json& what) {
  return to.take(to_chat_item(what).value());
}

std::string texts(const chat_stream& of, std::size_t count = 100) {
  std::string out;
  for (const auto* each : of.latest(count))
    out += each->what.text + " ";
  return out;
}

} // namespace

TEST_CASE("the first subscription asks for everything, the next for what is newer of each server") {
  chat_stream chat;
  CHECK(chat.subscription(mux_id{1}, session_id{3}) == json{{"type", "subscribe"}, {"mux_id", 1}, {"chat", 3}});
  take(chat, chat_item_json(4, "a"));
  take(chat, chat_item_json(9, "b"));
  auto other = chat_item_json(2, "c");
  other["srv_id"] = 5;
  take(chat, other);
  CHECK(chat.subscription(mux_id{1}, session_id{3})["since"] == json{{1, 9}, {5, 2}});
  CHECK(chat.has(1, 9));
  CHECK_FALSE(chat.has(1, 10));
  CHECK_FALSE(chat.has(2, 1));
}

TEST_CASE("what comes again is taken once, and later versions take the place of the earlier") {
  chat_stream chat;
  const auto first = chat_item_json(4, "a");
  CHECK(take(chat, first) == news::said);
  CHECK(take(chat, chat_item_json(5, "b")) == news::said);
  CHECK(take(chat, first) == news::repeat);
  CHECK(take(chat, edited(first, 6, "A")) == news::changed);
  CHECK(take(chat, edited(first, 6, "A")) == news::repeat);
  CHECK(texts(chat) == "A b ");
  CHECK(take(chat, edited(chat_item_json(3, ""), 7, "edited while nobody looked")) == news::said);
  CHECK(take(chat, deleted(first, 8)) == news::changed);
  CHECK(texts(chat) == "edited while nobody looked b ");
  CHECK(chat.said() == 2);
}

TEST_CASE("only the latest messages are kept, and all are counted") {
  chat_stream chat;
  const auto all = chat_stream::kept_max + 10;
  for (std::size_t i = 1; i <= all; ++i)
    take(chat, chat_item_json(i, std::to_string(i)));
  CHECK(chat.said() == all);
  CHECK(chat.latest(all).size() == chat_stream::kept_max);
  CHECK(texts(chat, 2) == std::to_string(all - 1) + " " + std::to_string(all) + " ");
  CHECK(take(chat, edited(chat_item_json(1, ""), all + 1, "long ago")) == news::changed);
  CHECK(chat.said() == all);
  CHECK(chat.latest(all).size() == chat_stream::kept_max);
}

} // namespace atelier::client
