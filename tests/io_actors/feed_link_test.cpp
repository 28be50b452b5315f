#include "tests/io_actors/linked.hpp"

#include <doctest/doctest.h>
#include <functional>
#include <string>
#include <vector>

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace {

json last(const linked& l) {
  REQUIRE_FALSE(l.written.empty());
  return json::parse(l.written.back());
}

} // namespace

TEST_CASE("a link connects, hears the hello, asks where it is, and subscribes from there") {
  linked l;
  l.follow(first, first_uuid);
  CHECK(l.opens == 1);
  CHECK(l.state == "connecting");
  l.follow(second, second_uuid);
  CHECK(l.opens == 1);
  l.open();
  CHECK(l.asked.empty());
  l.greet();
  CHECK(l.asked == std::vector{first, second});
  CHECK(l.written.empty());
  l.position(second, {{1, 9007199254740992}, {7, 12}});
  CHECK(last(l)
        == json{{"type", "subscribe"},
                {"mux_id", 1},
                {"project_uuid", second_uuid},
                {"since", {{1, 9007199254740992}, {7, 12}}},
                {"entries", "*"},
                {"threads", "*"},
                {"comments", "*"}});
  l.position(first);
  CHECK(last(l)["mux_id"] == 2);
  CHECK(last(l)["since"] == json::array());
  CHECK(l.state == "catching up");
  // An answer that comes twice brings no second stream.
  l.position(first);
  CHECK(l.written.size() == 2);
  l.comment(1, 5);
  l.sync(1);
  CHECK(l.state == "catching up");
  l.sync(2);
  CHECK(l.state == "in sync");
  REQUIRE(l.items.size() == 1);
  CHECK(l.items[0].url == url);
  CHECK(l.items[0].project == second);
  CHECK(l.items[0].items[0].project == second);
  CHECK(l.items[0].items[0].srv_id == 2);
  CHECK_FALSE(l.link.next_tick());
}

TEST_CASE("a project that is followed later joins the same connection") {
  linked l;
  l.begin();
  l.sync(1);
  l.follow(second, second_uuid);
  CHECK(l.opens == 1);
  CHECK(l.asked.back() == second);
  CHECK(l.state == "catching up");
  l.position(second);
  CHECK(last(l)["mux_id"] == 2);
}

TEST_CASE("two servers with the same srv_id refuse each other, say why, and try again after a minute") {
  linked l;
  l.follow(first, first_uuid);
  l.greet(1);
  CHECK(l.cuts == 1);
  CHECK(l.state == "has the same srv_id 1 as this server; give one of them another with --srv-id on a new data folder");
  CHECK(l.asked.empty());
  CHECK(l.wait() == 60s);
  CHECK(l.opens == 2);
  l.greet(2);
  CHECK(l.state == "catching up");
}

TEST_CASE("a lost connection is tried again, later each time up to half a minute, and soon after one that worked") {
  linked l{7};
  l.follow(first, first_uuid);
  auto whole = 250ms;
  std::vector<std::chrono::milliseconds> pauses;
  for (int i = 0; i < 10; ++i, whole = std::min(whole * 2, 30'000ms)) {
    l.link.lost("can't reach it: Connection refused", l.now);
    l.settle();
    CHECK(l.state == "can't reach it: Connection refused");
    pauses.push_back(l.wait());
    CHECK(pauses.back() >= whole / 2);
    CHECK(pauses.back() <= whole);
    CHECK(l.opens == i + 2);
  }
  linked other{8};
  other.follow(first, first_uuid);
  other.lose();
  CHECK(other.wait() != pauses.front());
  l.greet();
  l.position(first);
  l.sync(1);
  l.lose();
  CHECK(l.wait() <= 250ms);
  // Everything is asked for anew, as a stream of its own.
  const auto asked = l.asked.size();
  l.greet();
  CHECK(l.asked.size() == asked + 1);
  l.position(first, {{2, 5}});
  CHECK(last(l)["mux_id"] == 2);
}

TEST_CASE("a server that does not answer, or says no hello, is given up in time") {
  linked l;
  l.follow(first, first_uuid);
  CHECK(l.wait() == feed_link::connect_max);
  CHECK(l.cuts == 1);
  CHECK(l.state == "can't reach it: no answer within 30 s");
  l.wait();
  CHECK(l.opens == 2);
  l.open();
  CHECK(l.wait() == feed_link::hello_max);
  CHECK(l.state == "it said no hello within 10 s");
  CHECK(l.cuts == 2);
}

TEST_CASE("a goodbye is the link's state, and a server that does not want it back is left alone") {
  linked l;
  l.begin();
  l.hear({{"type", "goodbye"}, {"reason", "shutting_down"}, {"retry", true}});
  CHECK(l.cuts == 1);
  CHECK(l.state == "it said goodbye: \"shutting_down\"");
  // What the socket says after that is no news.
  l.lose();
  CHECK(l.state == "it said goodbye: \"shutting_down\"");
  CHECK(l.wait() <= 250ms);
  l.greet();
  l.hear({{"type", "goodbye"}, {"reason", "kicked"}, {"retry", false}});
  CHECK(l.wait() == 60s);
}

TEST_CASE("a project that the other server does not have is asked for again, and the others go on") {
  linked l;
  l.begin();
  l.follow(second, second_uuid);
  l.position(second);
  l.sync(2);
  l.hear({{"type", "error"}, {"mux_id", 1}, {"error", {{"code", "not_found"}, {"message", "there is no such"}}}});
  CHECK(l.state == "in sync with 1 of 2 projects; it says of " + std::string{first_uuid} + ": there is no such");
  const auto asked = l.asked.size();
  CHECK(l.wait() == 10s);
  CHECK(l.asked.size() == asked + 1);
  CHECK(l.asked.back() == first);
  // No flicker while it is asked again.
  CHECK(l.state.starts_with("in sync with 1 of 2"));
  l.position(first);
  CHECK(last(l)["mux_id"] == 3);
  l.sync(3);
  CHECK(l.state == "in sync");
  l.hear({{"type", "closed"}, {"mux_id", 3}, {"reason", "removed"}});
  CHECK(l.state.ends_with(": its stream ended: \"removed\""));
  CHECK(l.wait() == 10s);
  CHECK(l.cuts == 0);
}

TEST_CASE("of a project that is no longer followed nothing more is passed on") {
  linked l;
  l.begin();
  l.follow(second, second_uuid);
  l.position(second);
  l.comment(1, 1);
  // Gathered, since the engine has not taken the first yet.
  l.comment(1, 2);
  l.tell(unfollow_project{url, first});
  CHECK(last(l) == json{{"type", "close"}, {"mux_id", 1}});
  l.comment(1, 3);
  l.hear({{"type", "closed"}, {"mux_id", 1}});
  l.comment(1, 4);
  l.tell(feed_items_taken{url});
  l.comment(2, 9);
  CHECK(l.seqnos() == std::vector<seqno_t>{1, 9});
  CHECK(l.cuts == 0);
  // It may come back, as another stream.
  l.follow(first, first_uuid);
  l.position(first);
  CHECK(last(l)["mux_id"] == 3);
}

TEST_CASE("a project that was dropped before its position came is not subscribed to") {
  linked l;
  l.follow(first, first_uuid);
  l.follow(second, second_uuid);
  l.greet();
  l.tell(unfollow_project{url, first});
  l.position(first);
  CHECK(l.written.empty());
}

TEST_CASE("while the engine is at work messages gather, and past its limit nothing more is read") {
  linked l;
  l.begin();
  seqno_t next = 0;
  l.comment(1, ++next);
  REQUIRE(l.items.size() == 1);
  std::size_t more = 0;
  while (l.link.wants_input() && more < 10 * feed_limits::batch_messages_max) {
    l.comment(1, ++next);
    ++more;
  }
  CHECK(more == (feed_limits::batches_waiting_max - 1) * feed_limits::batch_messages_max);
  CHECK(l.items.size() == feed_limits::batches_waiting_max);
  CHECK(l.items.back().items.size() == feed_limits::batch_messages_max);
  // One read was under way.
  l.comment(1, ++next);
  l.tell(feed_items_taken{url});
  CHECK(l.link.wants_input());
  l.comment(1, ++next);
  CHECK(l.items.size() == feed_limits::batches_waiting_max);
  for (std::size_t i = 1; i < feed_limits::batches_waiting_max; ++i)
    l.tell(feed_items_taken{url});
  std::vector<seqno_t> all(next);
  for (seqno_t i = 0; i < next; ++i)
    all[i] = i + 1;
  CHECK(l.seqnos() == all);
  // What nobody gave can't be taken.
  for (int i = 0; i < 3; ++i)
    l.tell(feed_items_taken{url});
  CHECK(l.link.wants_input());
}

TEST_CASE("large messages are handed over in smaller numbers") {
  linked l;
  l.begin();
  l.comment(1, 1);
  const std::string body(100'000, 'x');
  for (seqno_t i = 2; i <= 12; ++i)
    l.hear(
        {{"type", "comment"}, {"mux_id", 1}, {"srv_id", 2}, {"seqno", i}, {"comment_uuid", item_uuid}, {"body", body}});
  REQUIRE(l.items.size() == 2);
  CHECK(l.items[1].items.size() == 11);
}

TEST_CASE("what came before a sync, or before the connection went, is handed over") {
  linked l;
  l.begin();
  l.comment(1, 1);
  l.comment(1, 2);
  CHECK(l.items.size() == 1);
  l.sync(1);
  CHECK(l.items.size() == 2);
  CHECK(l.state == "in sync");
  l.comment(1, 3);
  l.lose();
  CHECK(l.seqnos() == std::vector<seqno_t>{1, 2, 3});
}

TEST_CASE("messages of two projects do not mix in a batch") {
  linked l;
  l.begin();
  l.follow(second, second_uuid);
  l.position(second);
  l.comment(1, 1);
  l.comment(1, 2);
  l.comment(2, 3);
  REQUIRE(l.items.size() == 2);
  CHECK(l.items[1].project == first);
  l.sync(1);
  REQUIRE(l.items.size() == 3);
  CHECK(l.items[2].project == second);
}

TEST_CASE("what is malformed ends the connection, and the state says what it was") {
  const auto ends_with = [](const std::function<void(linked&)>& wrong, const std::string& words) {
    linked l;
    l.begin();
    wrong(l);
    CAPTURE(words);
    CHECK(l.cuts == 1);
    CHECK_MESSAGE(l.state.find(words) != std::string::npos, l.state);
    CHECK(l.wait() == 60s);
  };
  const auto says = [](const json& what) {
    return [what](linked& l) {
      l.hear(what);
    };
  };
  const auto comment = [](const json& changed) {
    json out{{"type", "comment"}, {"mux_id", 1}, {"srv_id", 2}, {"seqno", 1}, {"comment_uuid", item_uuid}};
    out.update(changed);
    return out;
  };
  ends_with([](linked& l) { l.hear_text("{\"type\":"); }, "it sent what is no message");
  ends_with([](linked& l) { l.hear_text(std::string(100, '[')); }, "it sent what is no message");
  ends_with([](linked& l) { l.hear_text("[1]"); }, "it sent a message without a type");
  ends_with(says({{"mux_id", 1}}), "it sent a message without a type");
  ends_with(says(comment({{"srv_id", nullptr}})), "\"srv_id\" is null");
  ends_with(says(comment({{"seqno", -3}})), "\"seqno\" is -3");
  ends_with(says(comment({{"comment_uuid", 5}})), "\"comment_uuid\" is 5");
  ends_with(says(comment({{"mux_id", 99}})), "\"mux_id\" 99, which it was not asked for");
  ends_with(says(comment({{"mux_id", "1"}})), "which it was not asked for");
  ends_with(says({{"type", "sync"}}), "\"mux_id\" null");
  ends_with(says(comment({{"body", std::string(feed_limits::foreign_message_bytes_max, 'x')}})), "bytes; at most");
  ends_with(says({{"type", "error"}, {"error", {{"code", "malformed"}, {"message", "no such thing"}}}}),
            "it refused something: no such thing");
  ends_with(
      [](linked& l) {
        l.link.received_nonsense("a binary message", l.now);
        l.settle();
      },
      "it sent a binary message");
}

TEST_CASE("a first message that is no hello of this protocol ends the connection") {
  const auto state_after = [](const json& said) {
    linked l;
    l.follow(first, first_uuid);
    l.open();
    l.hear(said);
    CHECK(l.cuts == 1);
    CHECK(l.wait() == 60s);
    return l.state;
  };
  CHECK(state_after({{"type", "sync"}, {"mux_id", 1}}) == "it sent \"sync\" where its hello should have come");
  CHECK(state_after({{"type", "hello"}, {"protocol", 2}, {"srv_id", 2}})
        == "it speaks protocol 2; this server speaks 1");
  CHECK(state_after({{"type", "hello"}, {"srv_id", 2}}) == "it speaks protocol null; this server speaks 1");
  CHECK(state_after({{"type", "hello"}, {"protocol", 1}, {"srv_id", "2"}})
        == "it sent a hello whose \"srv_id\" is \"2\"");
}

TEST_CASE("what a link has no use for is passed over") {
  linked l;
  l.begin();
  l.hear({{"type", "broadcast"}, {"event", "session_added"}, {"data", {{"session", 1}}}});
  l.hear({{"type", "of tomorrow"}, {"mux_id", 70}});
  l.sync(1);
  CHECK(l.state == "in sync");
  CHECK(l.cuts == 0);
}
