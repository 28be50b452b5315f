#include "io_actors/client_session.hpp"

#include "protocol/server_messages.hpp"
#include "tests/io_actors/session_twin.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

using lines = std::vector<std::string>;

constexpr mux_id mux{5};
constexpr picture_id id{12};

std::string subscription(int mux_number, int picture) {
  return R"({"type":"subscribe","mux_id":)" + std::to_string(mux_number) + R"(,"picture":)" + std::to_string(picture)
         + "}";
}

std::string closing(int mux_number) {
  return R"({"type":"close","mux_id":)" + std::to_string(mux_number) + "}";
}

/// The code of the one error that there is, with its stream.
std::string only_error(session_twin& of) {
  const auto seen = of.take_all();
  REQUIRE_EQ(seen.size(), 1);
  const auto text = json::parse(seen[0]);
  return text.value("mux_id", json{}).dump() + " " + text["error"]["code"].get<std::string>();
}

} // namespace

TEST_CASE("a subscription goes to the engine, and its join comes out in order") {
  session_twin one;
  picture_twin picture{id};
  one.session.text(subscription(5, 12));
  const auto asked = one.take_sent<stream_requested>();
  REQUIRE_EQ(asked.size(), 1);
  CHECK_EQ(asked[0].mux, mux);
  CHECK_EQ(asked[0].source.picture, id);
  one.session.on(picture.join(mux));
  const auto seen = one.take_all();
  REQUIRE_EQ(seen.size(), 3);
  CHECK_EQ(seen[0], "SNAPSHOT 12: 0");
  CHECK_EQ(seen[1], "DURABLE 12: 0");
}

TEST_CASE("a mux_id in use, a second stream of a picture and a stream too many are refused") {
  session_twin one{tight_limits()};
  one.session.text(subscription(5, 12));
  one.session.text(subscription(5, 13));
  CHECK_EQ(only_error(one), "5 already_exists");
  one.session.text(subscription(6, 12));
  CHECK_EQ(only_error(one), "6 already_exists");
  one.session.text(subscription(6, 13));
  one.session.text(subscription(7, 14));
  CHECK_EQ(only_error(one), "7 rate_limited");
  CHECK_EQ(one.take_sent<stream_requested>().size(), 2);
}

TEST_CASE("a mux_id is free again after its closed was handed to the transport, and not before") {
  session_twin one;
  picture_twin picture{id};
  one.subscribe(mux, picture);
  one.session.text(closing(5));
  const auto left = one.take_sent<stream_left>();
  REQUIRE_EQ(left.size(), 1);
  CHECK_EQ(left[0].mux, mux);
  CHECK_EQ(left[0].picture, id);
  one.session.text(subscription(5, 13));
  CHECK_EQ(only_error(one), "5 already_exists");
  one.session.on(stream_ended{mux, id, ""});
  one.session.text(subscription(5, 13));
  const auto seen = one.take_all();
  REQUIRE_EQ(seen.size(), 2);
  CHECK_EQ(seen[1], closed_text(mux, ""));
  one.session.text(subscription(5, 12));
  CHECK(one.take_all().empty());
  CHECK_EQ(one.take_sent<stream_requested>().size(), 1);
}

TEST_CASE("closing what is not open, or twice, is not found") {
  session_twin one;
  picture_twin picture{id};
  one.session.text(closing(5));
  CHECK_EQ(only_error(one), "5 not_found");
  one.subscribe(mux, picture);
  one.session.text(closing(5));
  one.session.text(closing(5));
  CHECK_EQ(only_error(one), "5 not_found");
  CHECK_EQ(one.take_sent<stream_left>().size(), 1);
}

TEST_CASE("a close that crosses the end of its stream is answered by that end alone") {
  session_twin one;
  picture_twin picture{id};
  one.subscribe(mux, picture);
  one.session.on(stream_ended{mux, id, "removed"});
  one.session.text(closing(5));
  CHECK_EQ(one.take_all(), lines{closed_text(mux, "removed")});
  CHECK(one.take_sent<stream_left>().empty());

  one.subscribe(mux, picture);
  one.session.text(closing(5));
  one.session.on(stream_ended{mux, id, "removed"});
  one.session.on(stream_ended{mux, id, ""});
  CHECK_EQ(one.take_all(), lines{closed_text(mux, "removed")});
}

TEST_CASE("a refused subscription says so and frees its mux_id and its picture") {
  session_twin one;
  one.session.text(subscription(5, 12));
  one.session.on(stream_refused{mux, {errc::not_found, "no picture 12"}});
  CHECK_EQ(only_error(one), "5 not_found");
  one.session.text(subscription(5, 12));
  CHECK_EQ(one.take_sent<stream_requested>().size(), 2);
}

TEST_CASE("what a log has grown by is taken at once where nothing else waits") {
  session_twin one;
  picture_twin picture{id};
  one.subscribe(mux, picture);
  auto from = picture.log().end();
  REQUIRE(picture.grow(1));
  CHECK(one.session.gather(*picture.tail(from)));
  one.session.written();
  CHECK_FALSE(one.session.has_more());
  CHECK(one.take_all().empty());

  from = picture.log().end();
  REQUIRE(picture.grow(1));
  one.session.on(deliver{std::make_shared<const std::string>("a broadcast"), false});
  CHECK(one.session.has_more());
  CHECK_FALSE(one.session.gather(*picture.tail(from)));
  one.session.on(log_grown{id});
  CHECK_EQ(one.take_all(), lines{"a broadcast", "UPDATES 12: 2-2"});
}

TEST_CASE("of two pictures each has its own tail, and one that is not viewed has none") {
  session_twin one;
  picture_twin picture{id};
  picture_twin other{picture_id{13}};
  picture_twin third{picture_id{14}};
  one.subscribe(mux, picture);
  one.subscribe(mux_id{6}, other);
  for (auto* each : {&picture, &other}) {
    const auto from = each->log().end();
    REQUIRE(each->grow(1));
    CHECK(one.session.gather(*each->tail(from)));
    one.session.written();
  }
  const auto from = third.log().end();
  third.grow(1);
  CHECK_FALSE(one.session.gather(*third.tail(from)));
}

TEST_CASE("one who is told goodbye takes no tail") {
  session_twin one;
  picture_twin picture{id};
  one.subscribe(mux, picture);
  const auto from = picture.log().end();
  REQUIRE(picture.grow(1));
  one.session.leave(goodbye_reason::shutting_down);
  CHECK_FALSE(one.session.gather(*picture.tail(from)));
  CHECK_EQ(one.take_all().front(), "UPDATES 12: 1-1");
}

TEST_CASE("a backlog past its limit is thrown away, and one resync is asked for") {
  session_twin one{tight_limits()};
  picture_twin picture{id};
  one.subscribe(mux, picture);
  REQUIRE(picture.grow(1000));
  one.session.on(log_grown{id});
  CHECK(one.take_all().empty());
  const auto asked = one.take_sent<resync_requested>();
  REQUIRE_EQ(asked.size(), 1);
  CHECK_EQ(asked[0].mux, mux);
  CHECK_EQ(asked[0].picture, id);
  one.session.on(log_grown{id});
  (void)one.take_all();
  CHECK(one.take_sent<resync_requested>().empty());
  one.session.on(picture.join(mux));
  const auto seen = one.take_all();
  REQUIRE_EQ(seen.size(), 3);
  CHECK_EQ(seen[0], "SNAPSHOT 12: 1000");
}

TEST_CASE("a viewer that waits for its resync may draw on") {
  session_twin one{tight_limits()};
  picture_twin picture{id};
  one.subscribe(mux, picture);
  picture.grow(1000);
  one.session.on(log_grown{id});
  (void)one.take_all();
  one.session.blocks(draw_message(id, 1, pixels(1)));
  one.session.end_of_read();
  CHECK_EQ(one.take_sent<draws_received>().size(), 1);
}

TEST_CASE("what the engine refused comes after the updates before it") {
  session_twin one;
  picture_twin picture{id};
  one.subscribe(mux, picture);
  picture.grow(1);
  one.session.on(ops_rejected{id, 2, 3, {errc::too_costly, "too many pixels"}});
  CHECK_EQ(one.take_all(), lines{"UPDATES 12: 1-1", rejected_text(id, 2, 3, {errc::too_costly, "too many pixels"})});
}

TEST_CASE("a join that is late for its stream is passed over") {
  session_twin one;
  picture_twin picture{id};
  one.session.on(picture.join(mux));
  CHECK(one.take_all().empty());
  one.session.text(subscription(5, 12));
  one.session.text(closing(5));
  one.session.on(stream_ended{mux, id, ""});
  one.session.on(picture.join(mux));
  CHECK_EQ(one.take_all(), lines{closed_text(mux, "")});
}
