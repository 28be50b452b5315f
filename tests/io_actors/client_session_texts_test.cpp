#include "protocol/server_messages.hpp"
#include "tests/io_actors/session_twin.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr mux_id mux{5};

text_items page(const std::vector<std::string>& items, text_items::then what_follows = text_items::then::nothing) {
  text_items out{mux, {}, what_follows};
  for (const auto& each : items)
    out.items.push_back({"message", std::make_shared<const std::string>(each)});
  return out;
}

void subscribe(session_twin& one, const std::string& number = "5") {
  one.session.text(R"({"type":"subscribe","mux_id":)" + number + R"(,"chat":3})");
}

void close(session_twin& one) {
  one.session.text(R"({"type":"close","mux_id":5})");
}

} // namespace

TEST_CASE(
    "a chat's past comes in pages, each asked for when the last is on its way, then the sync, then what happens") {
  session_twin one;
  subscribe(one);
  const auto asked = one.take_sent<texts_requested>();
  REQUIRE_EQ(asked.size(), 1);
  CHECK_EQ(asked[0].source.session, session_id{3});
  one.session.on(page({R"("seqno":1)", R"("seqno":2)"}, text_items::then::next_page));
  CHECK_EQ(one.take_sent<text_page_taken>().size(), 1);
  one.session.on(page({R"("seqno":3)"}, text_items::then::sync));
  one.session.on(page({R"("seqno":4)"}));
  CHECK_EQ(one.take_all(), std::vector<std::string>{item_text("message", mux, R"("seqno":1)"),
                                                    item_text("message", mux, R"("seqno":2)"),
                                                    item_text("message", mux, R"("seqno":3)"), sync_text(mux),
                                                    item_text("message", mux, R"("seqno":4)")});
  CHECK(one.take_sent<text_page_taken>().empty());
}

TEST_CASE("a feed's items come as what they are, and its sync hands back what the client gave") {
  session_twin one;
  one.session.text(R"({"type":"subscribe","mux_id":5,"project_id":7,"entries":"*","syncid":[1,"x"]})");
  const auto asked = one.take_sent<texts_requested>();
  REQUIRE_EQ(asked.size(), 1);
  CHECK(asked[0].source.kind == text_kind::feed);
  CHECK_EQ(asked[0].source.session, session_id{7});
  CHECK(asked[0].source.kinds.entries);
  CHECK_FALSE(asked[0].source.kinds.comments);
  text_items all{mux, {}, text_items::then::sync};
  for (const auto* type : {"entry", "thread", "comment"})
    all.items.push_back({type, std::make_shared<const std::string>(R"("seqno":1)")});
  one.session.on(all);
  CHECK_EQ(one.take_all(),
           std::vector<std::string>{item_text("entry", mux, R"("seqno":1)"), item_text("thread", mux, R"("seqno":1)"),
                                    item_text("comment", mux, R"("seqno":1)"),
                                    R"({"type":"sync","mux_id":5,"syncid":[1,"x"]})"});
}

TEST_CASE("the next page waits while the client takes nothing") {
  limits bounds;
  bounds.outbox_bytes_max = 16'000;
  session_twin one{bounds};
  subscribe(one);
  one.session.on(page({std::string(2'000, 'x')}, text_items::then::next_page));
  CHECK(one.take_sent<text_page_taken>().empty());
  CHECK_EQ(one.take_all().size(), 1);
  CHECK_EQ(one.take_sent<text_page_taken>().size(), 1);
}

TEST_CASE("a stream that ends while its next page has to wait keeps no other one waiting") {
  limits bounds;
  bounds.outbox_bytes_max = 16'000;
  session_twin one{bounds};
  subscribe(one);
  subscribe(one, "6");
  one.session.on(page({std::string(2'000, 'x')}, text_items::then::next_page));
  one.session.on(text_stream_ended{mux, "removed"});
  (void)one.take_all();
  CHECK(one.take_sent<text_page_taken>().empty());
  text_items other{mux_id{6}, {}, text_items::then::next_page};
  one.session.on(other);
  const auto asked = one.take_sent<text_page_taken>();
  REQUIRE_EQ(asked.size(), 1);
  CHECK_EQ(asked[0].mux, mux_id{6});
}

TEST_CASE("a stream of texts is closed once, and its mux is free after the closed") {
  session_twin one;
  subscribe(one);
  subscribe(one);
  CHECK_EQ(json::parse(one.take_all().at(0)).at("error").at("code"), "already_exists");
  one.session.on(page({}, text_items::then::next_page));
  static_cast<void>(one.take_sent<text_page_taken>());
  close(one);
  CHECK_EQ(one.take_sent<text_stream_left>().size(), 1);
  close(one);
  CHECK_EQ(json::parse(one.take_all().at(0)).at("error").at("code"), "not_found");
  // What was on its way when the client closed.
  one.session.on(page({R"("seqno":1)"}, text_items::then::sync));
  one.session.on(text_stream_ended{mux, ""});
  CHECK_EQ(one.take_all(),
           std::vector<std::string>{item_text("message", mux, R"("seqno":1)"), sync_text(mux), closed_text(mux, "")});
  one.session.on(page({R"("seqno":2)"}));
  CHECK(one.take_all().empty());
  static_cast<void>(one.take_sent<texts_requested>());
  subscribe(one);
  CHECK_EQ(one.take_sent<texts_requested>().size(), 1);
}

TEST_CASE("a chat that is not there leaves the mux free, and one that is removed says so") {
  session_twin one;
  subscribe(one);
  one.session.on(stream_refused{mux, {errc::not_found, "there is no session 3"}});
  subscribe(one);
  CHECK_EQ(one.take_sent<texts_requested>().size(), 2);
  one.session.on(text_stream_ended{mux, "removed"});
  CHECK_EQ(one.take_all().back(), closed_text(mux, "removed"));
}

TEST_CASE("a client that has nothing more to say gets the past to its end") {
  session_twin one;
  subscribe(one);
  one.session.input_ended();
  one.session.on(page({R"("seqno":1)"}, text_items::then::next_page));
  CHECK_EQ(one.take_all().size(), 1);
  CHECK_FALSE(one.last);
  CHECK_EQ(one.take_sent<text_page_taken>().size(), 1);
  one.session.on(page({}, text_items::then::sync));
  static_cast<void>(one.take_all());
  CHECK_EQ(one.take_sent<text_stream_left>().size(), 1);
  one.session.on(text_stream_ended{mux, ""});
  CHECK_EQ(one.take_all(), std::vector<std::string>{closed_text(mux, "")});
  CHECK(one.last);
}

TEST_CASE("streams of texts count among the streams of a connection") {
  limits bounds;
  bounds.streams_max = 2;
  session_twin one{bounds};
  subscribe(one, "1");
  subscribe(one, "2");
  subscribe(one, "3");
  CHECK_EQ(json::parse(one.take_all().at(0)).at("error").at("code"), "rate_limited");
}
