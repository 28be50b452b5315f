#include "tests/engine/chat/desk.hpp"

#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace atelier;
using namespace atelier::test;

namespace {

chat_message stored(seqno_t seqno) {
  chat_message out;
  out.seqno = out.id = seqno;
  out.session = lobby;
  out.handle = "anonymous";
  out.text = "as it was";
  return out;
}

} // namespace

TEST_CASE("a stream that ends as its client closes it ends once, and its mux serves the next") {
  desk d;
  d.subscribe(ada, session_id{2});
  d.ask(bob, "remove_session", {}, session_id{2});
  d.give(text_stream_left{ada, mux});
  d.commit();
  REQUIRE(d.heard<text_stream_ended>(ada).size() == 1);
  CHECK(d.heard<text_stream_ended>(ada).front().reason == "removed");
  d.subscribe(ada, lobby);
  d.ask(bob, "say", {{"text", "still here"}});
  d.commit();
  CHECK(d.heard<text_stream_ended>(ada).size() == 1);
  CHECK(d.heard<text_items>(ada).back().items.size() == 1);
  d.give(disconnected{ada});
  d.ask(bob, "who", {});
  d.commit();
  CHECK(d.response(bob).at("result").at("who").empty());
}

TEST_CASE("a page of a chat that was removed meanwhile does not reach the next stream of its mux") {
  auto state = two_sessions();
  state.next_chat_seqno = 10;
  desk d{std::move(state)};
  d.subscribe(ada, session_id{2});
  d.give(text_page_taken{ada, mux});
  const auto page = d.next<read_texts>();
  REQUIRE(page);
  d.ask(bob, "remove_session", {}, session_id{2});
  d.commit();
  CHECK(d.heard<text_stream_ended>(ada).empty());
  std::vector<text_item> items{{"message", std::make_shared<const std::string>("\"seqno\":1")}};
  d.give(texts_read{ada, mux, text_kind::chat, std::move(items), page->until});
  REQUIRE(d.heard<text_stream_ended>(ada).size() == 1);
  CHECK(d.heard<text_stream_ended>(ada).front().reason == "removed");
  for (const auto& each : d.heard<text_items>(ada))
    CHECK(each.items.empty());
}

TEST_CASE("a change that is asked twice with one key while the disk is asked happens once") {
  auto state = two_sessions();
  state.next_chat_seqno = 10;
  desk d{std::move(state)};
  for (int i = 0; i < 2; ++i)
    d.ask(ada, "edit_message", {{"message", 7U}, {"text", "better"}}, lobby, "once");
  const auto first = d.next<find_messages>();
  const auto second = d.next<find_messages>();
  REQUIRE((first && second));
  d.give(messages_found{first->request, std::vector<chat_message>{stored(7)}});
  d.give(messages_found{second->request, std::vector<chat_message>{stored(7)}});
  d.commit();
  std::vector<json> answers;
  for (const auto& each : d.heard<deliver>(ada))
    if (each.response)
      answers.push_back(json::parse(*each.text).at("result").at("message").at("seqno"));
  CHECK(answers == std::vector<json>{10, 10});
}

TEST_CASE("a change whose client is gone before the disk answers is not made, and can be asked again") {
  auto state = two_sessions();
  state.next_chat_seqno = 10;
  desk d{std::move(state)};
  d.ask(ada, "edit_message", {{"message", 7U}, {"text", "better"}}, lobby, "later");
  const auto asked = d.next<find_messages>();
  d.give(disconnected{ada});
  d.give(messages_found{asked.value().request, std::vector<chat_message>{stored(7)}});
  d.ask(bob, "edit_message", {{"message", 7U}, {"text", "better"}}, lobby, "later");
  const auto again = d.next<find_messages>();
  d.give(messages_found{again.value().request, std::vector<chat_message>{stored(7)}});
  d.commit();
  CHECK(d.response(bob).at("result").at("message").at("seqno") == 10);
}

TEST_CASE("what an admin changes of what somebody verified said is no longer known to be theirs") {
  desk d;
  auto said = stored(1);
  said.identity = author_identity::verified;
  said.author = player_id{3};
  d.ask(ada, "edit_message", {{"message", 1U}, {"text", "other words"}});
  d.give(messages_found{d.next<find_messages>().value().request, std::vector<chat_message>{said}});
  d.commit();
  CHECK(d.response(ada).at("result").at("message").at("identity") == "claimed");
}

TEST_CASE("a picture whose session is removed while it is made is not made") {
  desk d;
  d.give(picture_posted{ada, 1, {"late", "", {}, {}, session_id{2}, {}, std::make_shared<const bytes>(3)}});
  const auto upload = d.next<decode_upload>();
  REQUIRE(upload);
  raster pixels{8, 8};
  d.give(png_decoded{upload->request, pixels.view()});
  const auto write = d.next<write_snapshot>();
  REQUIRE(write);
  d.ask(bob, "remove_session", {}, session_id{2});
  d.give(snapshot_written{write->picture, write->snapshot, {}});
  d.commit();
  CHECK(d.response(ada).at("error").at("code") == "not_found");
  CHECK(d.next<drop_snapshots>());
}

TEST_CASE("who waits for the disk or for a passphrase when the server stops is told so") {
  desk d;
  d.ask(ada, "search_messages", {{"query", "x"}});
  d.ask(bob, "add_player", {{"handle", "bob"}, {"passphrase", "secret"}}, std::nullopt);
  d.give(shutdown_requested{"test", false});
  d.commit();
  CHECK(d.response(ada).at("error").at("code") == "shutting_down");
  CHECK(d.response(bob).at("error").at("code") == "shutting_down");
}

TEST_CASE("so many searches of one client wait and no more, and others may search meanwhile") {
  limits bounds;
  bounds.client_lookups_max = 2;
  desk d{two_sessions(), bounds};
  for (int i = 0; i < 3; ++i)
    d.ask(ada, "search_messages", {{"query", "tree"}});
  d.commit();
  CHECK(d.response(ada).at("error").at("code") == "rate_limited");
  d.ask(bob, "search_messages", {{"query", "tree"}});
  const auto first = d.next<find_messages>();
  REQUIRE(first);
  d.give(messages_found{first->request, std::vector<chat_message>{}});
  d.commit();
  CHECK(d.response(ada).contains("result"));
  d.ask(ada, "search_messages", {{"query", "tree"}});
  d.commit();
  CHECK(d.response(ada).contains("result"));
}
