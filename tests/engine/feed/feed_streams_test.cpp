#include "tests/engine/feed/feed_room.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

using seqnos = std::vector<seqno_t>;

} // namespace

TEST_CASE("a stream sends what its reader lacks of each server, and of the kinds that he asked for") {
  feed_room d;
  d.read(ada, all_of(lobby));
  d.thread(10);
  d.receive({feed_room::foreign(2, 5, 40), feed_room::foreign(3, 2, 41), feed_room::foreign(2, 9, 42)});
  d.entry(20);
  d.read(bob, all_of(lobby, {{1, 1}, {2, 5}}));
  CHECK(d.seqnos(bob) == seqnos{2, 9, 2});
  auto entries = all_of(lobby);
  entries.kinds = {true, false, false};
  d.read(bob, entries, mux_id{6});
  CHECK(d.seqnos(bob, mux_id{6}) == seqnos{2});
  d.thread(11);
  d.entry(22);
  CHECK(d.seqnos(bob) == seqnos{2, 9, 2, 3, 4});
  CHECK(d.seqnos(bob, mux_id{6}) == seqnos{2, 4});
  // What he has already of what comes later is not sent either.
  d.read(bob, all_of(lobby, {{2, 20}}), mux_id{7});
  const auto before = d.came(bob, mux_id{7}).size();
  d.receive({feed_room::foreign(2, 20, 43), feed_room::foreign(2, 21, 44)});
  d.commit();
  CHECK(d.came(bob, mux_id{7}).size() == before + 1);
  CHECK(d.came(bob, mux_id{7}).back().at("thread_uuid") == uuid_of(44));
  CHECK(d.seqnos(ada) == seqnos{1, 5, 2, 9, 2, 3, 4, 20, 21});
}

TEST_CASE("a stream's past is asked for by what its reader lacks, and goes on live without a gap") {
  auto state = two_projects();
  state.next_feed_arrival = 10;
  feed_room d{std::move(state)};
  d.read(bob, all_of(lobby, {{2, 5}}));
  d.give(text_page_taken{bob, mux});
  const auto page = d.next<read_texts>();
  REQUIRE(page);
  CHECK(page->kind == text_kind::feed);
  CHECK(page->after == 0);
  CHECK(page->until == 9);
  REQUIRE(page->selection);
  CHECK(page->selection->since == version_vector{{2, 5}});
  d.thread(10);
  CHECK(d.came(bob).empty());
  d.give(texts_read{bob, mux, text_kind::feed, std::vector<text_item>{}, page->until});
  d.commit();
  CHECK(d.seqnos(bob) == seqnos{1});
}

TEST_CASE("a project is subscribed by its UUID too, and what is none is refused by name") {
  feed_room d;
  auto source = all_of({});
  source.project_uuid = uuid_of(1'002);
  d.read(bob, source);
  d.entry(20, session_id{2});
  CHECK(d.came(bob).size() == 1);
  source.project_uuid = uuid_of(1'003);
  d.read(bob, source, mux_id{6});
  REQUIRE(d.heard<stream_refused>(bob).size() == 1);
  CHECK(d.heard<stream_refused>(bob).front().what.message == "there is no project with the UUID " + uuid_of(1'003));
  d.give(text_stream_left{bob, mux});
  d.entry(22, session_id{2});
  CHECK(d.came(bob).size() == 1);
  CHECK(d.heard<text_stream_ended>(bob).size() == 1);
}
