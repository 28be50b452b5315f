#include "tests/engine/feed/feed_room.hpp"

#include "protocol/feed_limits.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

using seqnos = std::vector<seqno_t>;

} // namespace

TEST_CASE("another server's messages keep their numbers, come once, and in their order") {
  feed_room d;
  d.read(bob, all_of(lobby));
  d.receive({feed_room::foreign(2, 5, 40), feed_room::foreign(2, 5, 40), feed_room::foreign(2, 4, 41)});
  d.commit();
  CHECK(d.seqnos(bob) == seqnos{5});
  CHECK(d.came(bob).front().at("srv_id") == 2);
  CHECK(d.came(bob).front().at("colour") == "odd");
  // Its own number of the same project is no other server's.
  d.receive({feed_room::foreign(1, 9, 42), feed_room::foreign(3, 1, 43)});
  d.receive({feed_room::foreign(2, 5, 40)}, session_id{2});
  d.commit();
  CHECK(d.seqnos(bob) == seqnos{5, 1});
  CHECK(d.stored<feed_message>().size() == 3);
  CHECK(d.stored<feed_message>().back().project == session_id{2});
  std::vector<seqno_t> arrivals;
  for (const auto& each : d.stored<feed_message>())
    arrivals.push_back(each.arrival);
  CHECK(arrivals == seqnos{1, 2, 3});
  const auto line = d.next<log_line>();
  REQUIRE(line);
  CHECK(line->text.find("two servers may not have the same srv_id") != std::string::npos);
  d.receive({feed_room::foreign(1, 9, 42)});
  CHECK_FALSE(d.next<log_line>());
  CHECK(d.thread(10).at("seqno") == 1);
}

TEST_CASE("a link to what is not known yet is kept, and what comes of it is seen by the rules") {
  feed_room d;
  auto orphan = feed_room::foreign(2, 1, 30);
  orphan.kind = feed_kind::comment;
  orphan.members = R"("user_uuid":"x","comment_uuid":")" + uuid_of(30) + R"(","thread_uuid":")" + uuid_of(10)
                   + R"(","body":"early","authortime":"2026-01-01T00:00:00Z")";
  d.receive({orphan});
  d.commit();
  CHECK(d.stored<feed_message>().size() == 1);
  CHECK(d.write(eve, "post_thread", {{"links", {{"comment", uuid_of(30)}}}}).contains("seqno"));
  d.receive({feed_room::foreign(3, 1, 10)});
  d.commit();
  CHECK(d.write(eve, "post_comment", {{"thread_uuid", uuid_of(10)}, {"body", "late"}}).contains("seqno"));
}

TEST_CASE("batches of another server are taken when what they brought is on disk, and also where nobody wants them") {
  feed_room d;
  d.receive({feed_room::foreign(2, 5, 40)});
  CHECK_FALSE(d.next<feed_items_taken>());
  d.commit();
  CHECK(d.next<feed_items_taken>().value().url == peer);
  d.receive({feed_room::foreign(2, 6, 41)}, session_id{9});
  CHECK(d.next<feed_items_taken>().value().url == peer);
  CHECK(d.stored<feed_message>().size() == 1);
  auto large = feed_room::foreign(2, 7, 42);
  large.members += ",\"x\":\"" + std::string(feed_limits::foreign_message_bytes_max, 'x') + "\"";
  d.receive({large, feed_room::foreign(2, 8, 43)});
  d.commit();
  CHECK(d.next<feed_items_taken>());
  CHECK(d.stored<feed_message>().size() == 2);
  CHECK(d.next<log_line>().value().text.find(std::to_string(feed_limits::foreign_message_bytes_max))
        != std::string::npos);
}

TEST_CASE("a link asks from where, and is told what is here, all of its own included") {
  feed_room d;
  d.thread(10);
  d.receive({feed_room::foreign(2, 5, 40)});
  d.give(feed_position_asked{peer, lobby});
  const auto position = d.next<feed_position>();
  REQUIRE(position);
  CHECK(position->url == peer);
  CHECK(position->have == version_vector{{1, limits::client_number_max}, {2, 5}});
}
