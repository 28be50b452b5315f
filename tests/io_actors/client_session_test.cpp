#include "io_actors/client_session.hpp"

#include "protocol/server_messages.hpp"
#include "tests/io_actors/session_twin.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;
using namespace std::chrono_literals;

namespace {

using lines = std::vector<std::string>;

deliver response(int id) {
  return {std::make_shared<const std::string>(response_text(id, json::object())), true};
}

bool mentions(const lines& in, std::string_view text) {
  for (const auto& line : in)
    if (line.find(text) != std::string::npos)
      return true;
  return false;
}

} // namespace

TEST_CASE("the server speaks first and says hello") {
  client_session session{connection_id{17}, 4, std::make_shared<const limits>()};
  session.opened();
  const auto batch = session.gather(1000);
  CHECK_EQ(describe(batch.messages), lines{hello_text(connection_id{17}, 4)});
  CHECK_FALSE(batch.last);
}

TEST_CASE("a command goes to the engine and its response comes back") {
  session_twin one;
  one.session.text(R"({"type":"command","id":7,"session":3,"action":"say","args":{"text":"hi"}})");
  const auto sent = one.take_sent<command_received>();
  REQUIRE_EQ(sent.size(), 1);
  CHECK_EQ(sent[0].from, connection_id{17});
  CHECK_EQ(sent[0].what.id, 7);
  CHECK_EQ(sent[0].what.action, "say");
  one.session.on(response(7));
  CHECK_EQ(one.take_all(), lines{R"({"type":"response","id":7,"result":{}})"});
}

TEST_CASE("what cannot be read is answered where it belongs, and the connection goes on") {
  session_twin one;
  one.session.text("no json");
  CHECK(mentions(one.take_all(), R"({"type":"error","error":{"code":"malformed")"));
  one.session.text(R"({"type":"dance"})");
  CHECK(mentions(one.take_all(), R"({"type":"error","error":{"code":"unknown_type")"));
  one.session.text(R"({"type":"command","id":8,"action":5})");
  CHECK(mentions(one.take_all(), R"({"type":"response","id":8,"error":{"code":"bad_data")"));
  one.session.text(R"({"type":"subscribe","mux_id":4})");
  CHECK(mentions(one.take_all(), R"({"type":"error","mux_id":4,"error":{)"));
  one.session.unreadable({errc::malformed, "a frame of kind 7"});
  CHECK(mentions(one.take_all(), "a frame of kind 7"));
  one.session.blocks({});
  CHECK(mentions(one.take_all(), R"("code":"malformed")"));
  CHECK(one.take_sent<command_received>().empty());
  CHECK(one.session.wants_input());
}

TEST_CASE("reading pauses while as many commands wait as may, and goes on with a response") {
  session_twin one{tight_limits()};
  one.command(1);
  CHECK(one.session.wants_input());
  one.command(2);
  CHECK_FALSE(one.session.wants_input());
  one.session.on(deliver{std::make_shared<const std::string>("a broadcast"), false});
  CHECK_FALSE(one.session.wants_input());
  one.session.on(response(1));
  CHECK(one.session.wants_input());
}

TEST_CASE("reading pauses while too many texts wait to be written") {
  session_twin one{tight_limits()};
  one.session.on(deliver{std::make_shared<const std::string>(2500, 'x'), false});
  CHECK_FALSE(one.session.wants_input());
  (void)one.take_all();
  CHECK(one.session.wants_input());
}

TEST_CASE("a client whose texts grow past their limit is told that it is too slow, and nothing else") {
  session_twin one{tight_limits()};
  for (int i = 0; i < 3; ++i)
    one.session.on(deliver{std::make_shared<const std::string>(1500, 'x'), false});
  CHECK_EQ(one.take_all(), lines{goodbye_text(goodbye_reason::too_slow)});
  CHECK(one.last);
}

TEST_CASE("a client that takes nothing for too long is given up, then cut off, and one that takes a little is not") {
  session_twin one;
  CHECK_FALSE(one.session.deadline().has_value());
  one.session.on(response(1));
  (void)one.session.gather(1000);
  one.session.blocked(one.now);
  REQUIRE_EQ(one.session.deadline(), one.now + limits{}.stall_max);
  one.session.advanced(one.now + 6s);
  one.session.check(one.now + 10s);
  CHECK_FALSE(one.session.is_cut());
  CHECK_EQ(one.session.deadline(), one.now + 16s);
  one.session.check(one.now + 16s);
  CHECK_FALSE(one.session.is_cut());
  CHECK_FALSE(one.session.wants_input());
  CHECK_EQ(one.session.deadline(), one.now + 16s + limits{}.linger_max);
  one.session.check(one.now + 16s + limits{}.linger_max);
  CHECK(one.session.is_cut());

  session_twin other;
  other.session.on(response(1));
  (void)other.session.gather(1000);
  other.session.blocked(other.now);
  other.session.written();
  other.session.check(other.now + 1h);
  CHECK_FALSE(other.session.is_cut());
}

TEST_CASE("a client that is given up hears why if it still takes the rest, and its streams are left at once") {
  session_twin one;
  picture_twin picture{picture_id{12}};
  one.subscribe(mux_id{5}, picture);
  one.session.on(response(1));
  (void)one.session.gather(1000);
  one.session.blocked(one.now);
  one.session.on(response(2));
  one.session.check(one.now + limits{}.stall_max);
  CHECK_EQ(one.take_sent<stream_left>().size(), 1);
  one.session.written();
  CHECK_EQ(one.take_all(), lines{goodbye_text(goodbye_reason::too_slow)});
  CHECK(one.last);
}

TEST_CASE("a goodbye of the engine lets what waits out, then says why, and is the end") {
  session_twin one;
  picture_twin picture{picture_id{12}};
  one.subscribe(mux_id{5}, picture);
  picture.grow(3);
  picture.commit(3);
  one.session.on(deliver{std::make_shared<const std::string>("a broadcast"), false});
  one.session.on(say_goodbye{goodbye_reason::shutting_down});
  CHECK_FALSE(one.session.wants_input());
  CHECK_EQ(one.take_all(),
           lines{"a broadcast", "UPDATES 12: 1-3", "DURABLE 12: 3", goodbye_text(goodbye_reason::shutting_down)});
  CHECK(one.last);
  CHECK(one.session.gather(1000).messages.empty());
}

TEST_CASE("every command that was sent on gets its response before the goodbye") {
  session_twin one;
  one.command(1);
  one.session.on(say_goodbye{goodbye_reason::shutting_down});
  CHECK(one.take_all().empty());
  CHECK_FALSE(one.last);
  one.session.on(response(1));
  const auto seen = one.take_all();
  REQUIRE_EQ(seen.size(), 2);
  CHECK_EQ(seen[1], goodbye_text(goodbye_reason::shutting_down));
}

TEST_CASE("a frame too large is answered, and nothing is read after it") {
  session_twin one;
  one.session.unreadable({errc::frame_too_large, "5 MB"});
  one.session.leave(goodbye_reason::frame_too_large);
  one.command(1);
  one.session.blocks(draw_message(picture_id{1}, 1, pixels(1)));
  const auto seen = one.take_all();
  REQUIRE_EQ(seen.size(), 2);
  CHECK(mentions(seen, R"("code":"frame_too_large")"));
  CHECK_EQ(seen[1], goodbye_text(goodbye_reason::frame_too_large));
  CHECK(one.last);
  one.collect();
  CHECK(one.sent.empty());
}

TEST_CASE("a client that says goodbye gets what it asked for, and no goodbye back") {
  session_twin one;
  one.command(1);
  one.session.text(R"({"type":"goodbye"})");
  CHECK_FALSE(one.session.wants_input());
  CHECK(one.take_all().empty());
  CHECK_FALSE(one.last);
  one.session.on(response(1));
  CHECK_EQ(one.take_all().size(), 1);
  CHECK(one.last);
}

TEST_CASE("a client that only reads any more gets the picture that it asked for, and then its stream ends") {
  session_twin one;
  picture_twin picture{picture_id{12}};
  one.session.text(R"({"type":"subscribe","mux_id":5,"picture":12})");
  one.session.input_ended();
  CHECK(one.take_all().empty());
  CHECK_FALSE(one.last);
  one.session.on(picture.join(mux_id{5}));
  CHECK_EQ(one.take_all().size(), 3);
  const auto left = one.take_sent<stream_left>();
  REQUIRE_EQ(left.size(), 1);
  CHECK_EQ(left[0].picture, picture_id{12});
  one.session.on(stream_ended{mux_id{5}, picture_id{12}, ""});
  CHECK_EQ(one.take_all(), lines{closed_text(mux_id{5}, "")});
  CHECK(one.last);
}

TEST_CASE("a client that leaves has all that it drew taken before it is over") {
  session_twin one;
  picture_twin picture{picture_id{12}};
  one.subscribe(mux_id{5}, picture);
  one.session.blocks(draw_message(picture.id(), 1, pixels(2)));
  one.session.input_ended();
  CHECK_EQ(one.take_sent<draws_received>().size(), 1);
  (void)one.take_all();
  one.session.on(stream_ended{mux_id{5}, picture_id{12}, ""});
  (void)one.take_all();
  CHECK_FALSE(one.last);
  one.session.on(draws_taken{});
  (void)one.take_all();
  CHECK(one.last);
}
