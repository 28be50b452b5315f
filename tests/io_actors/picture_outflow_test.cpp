#include "io_actors/picture_outflow.hpp"

#include "tests/io_actors/twins.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr mux_id mux{5};
constexpr picture_id id{12};
constexpr std::size_t room = 64 * 1024;
const std::string sync_at_3 = R"({"type":"sync","mux_id":5,"picture":12,"seq":3,"epoch":1,"author":3,"client_seq":0})";

struct viewer {
  explicit viewer(std::size_t backlog_bytes_max = 1024 * 1024) : flow{mux, id, backlog_bytes_max} {}

  /// Everything that there is now.
  std::vector<std::string> take_all(std::size_t at_a_time = room) {
    std::vector<std::string> out;
    while (true) {
      auto piece = flow.take(at_a_time);
      if (piece.empty())
        return out;
      if (piece.text)
        out.push_back(*piece.text);
      for (const auto& slice : piece.blocks)
        describe(frame_kind::blocks, slice.data, out);
      last = piece.what;
      if (piece.what == picture_outflow::event::fell_behind)
        out.emplace_back("fell behind");
    }
  }

  picture_outflow flow;
  picture_outflow::event last = picture_outflow::event::none;
};

using lines = std::vector<std::string>;

} // namespace

TEST_CASE("a viewer gets the snapshot, the tail, what is durable, the sync, and then what is new") {
  picture_twin picture{id};
  viewer one;
  const auto start = picture.log().end();
  picture.grow(1);
  picture.grow(2);
  picture.commit(1);
  one.flow.join(picture.join(mux, start, 0));
  picture.grow(4);
  CHECK_EQ(one.take_all(), lines{"SNAPSHOT 12: 0", "UPDATES 12: 1-1", "UPDATES 12: 2-3", "DURABLE 12: 1",
                                 "DURABLE 12: 1", sync_at_3, "UPDATES 12: 4-7"});
  CHECK(picture.commit(7));
  CHECK_EQ(one.take_all(), lines{"DURABLE 12: 7"});
}

TEST_CASE("a viewer with nothing to take sleeps, and is woken once") {
  picture_twin picture{id};
  viewer one;
  one.flow.join(picture.join(mux));
  CHECK_FALSE(picture.grow(1));
  (void)one.take_all();
  CHECK(picture.grow(1));
  CHECK_FALSE(picture.grow(1));
  CHECK_EQ(one.take_all(), lines{"UPDATES 12: 2-2", "UPDATES 12: 3-3"});
  CHECK(picture.grow(1));
}

TEST_CASE("a live viewer who sleeps takes a whole tail, and sleeps again") {
  picture_twin picture{id};
  viewer one;
  one.flow.join(picture.join(mux));
  (void)one.take_all();
  const auto from = picture.log().end();
  REQUIRE(picture.grow(2));
  CHECK(one.flow.take(*picture.tail(from)));
  CHECK(one.flow.sleeps());
  CHECK(one.take_all().empty());
  CHECK(picture.grow(1));
  CHECK_EQ(one.take_all(), lines{"UPDATES 12: 3-3"});
}

TEST_CASE("a viewer who took a tail while the log grew on does not sleep, and takes the rest") {
  picture_twin picture{id};
  viewer one;
  one.flow.join(picture.join(mux));
  (void)one.take_all();
  const auto from = picture.log().end();
  REQUIRE(picture.grow(2));
  const auto tail = picture.tail(from);
  picture.grow(1);
  CHECK(one.flow.take(*tail));
  CHECK_FALSE(one.flow.sleeps());
  CHECK_EQ(one.take_all(), lines{"UPDATES 12: 3-3"});
}

TEST_CASE("a tail is not taken by a viewer to whom it is not all and the next that there is to send") {
  picture_twin picture{id};
  viewer one;
  auto from = picture.log().end();
  picture.grow(1);
  CHECK_FALSE(one.flow.take(*picture.tail(from)));
  one.flow.join(picture.join(mux));
  from = picture.log().end();
  SUBCASE("who is joining") {}
  SUBCASE("whose position is another") {
    (void)one.take_all();
    picture.grow(1);
    from = picture.log().end();
  }
  SUBCASE("of another log") {
    (void)one.take_all();
    picture_twin other{id};
    other.grow(1);
    other.grow(1);
    REQUIRE(other.log().end() > from);
    CHECK_FALSE(one.flow.take(*other.tail(from)));
    picture.grow(1);
    from = picture.log().end();
  }
  SUBCASE("who is to be told something else") {
    (void)one.take_all();
    one.flow.say(std::make_shared<const std::string>("a text"));
  }
  SUBCASE("who is to see cursors") {
    (void)one.take_all();
    one.flow.show_cursors(std::make_shared<const bytes>(1));
  }
  SUBCASE("who is to see others") {
    (void)one.take_all();
    one.flow.show_presence(std::make_shared<const std::string>("[]"));
  }
  SUBCASE("who is leaving") {
    (void)one.take_all();
    one.flow.end("removed");
  }
  SUBCASE("who is stopped") {
    (void)one.take_all();
    one.flow.stop();
  }
  SUBCASE("to whom it is handed without its bytes") {
    (void)one.take_all();
    picture.grow(2000);
  }
  picture.grow(1);
  CHECK_FALSE(one.flow.take(*picture.tail(from)));
}

TEST_CASE("a viewer takes no more than there is room for, but one block at least") {
  picture_twin picture{id};
  viewer one;
  one.flow.join(picture.join(mux));
  (void)one.take_all();
  for (int i = 0; i < 10; ++i)
    picture.grow(10);
  const auto block_bytes = picture.log().end().offset / 10;
  lines seen;
  while (true) {
    const auto piece = one.flow.take(block_bytes * 3);
    if (piece.empty())
      break;
    std::size_t size = 0;
    for (const auto& slice : piece.blocks) {
      size += slice.data.size();
      describe(frame_kind::blocks, slice.data, seen);
    }
    CHECK_LE(size, block_bytes * 3);
  }
  CHECK_EQ(seen.size(), 10);
  picture.grow(10);
  CHECK_FALSE(one.flow.take(1).empty());
}

TEST_CASE("what was refused is said after the updates that came before") {
  picture_twin picture{id};
  viewer one;
  one.flow.join(picture.join(mux));
  (void)one.take_all();
  picture.grow(1);
  one.flow.say(std::make_shared<const std::string>("refused"));
  picture.grow(1);
  CHECK_EQ(one.flow.text_bytes(), 7);
  CHECK_EQ(one.take_all(), lines{"UPDATES 12: 1-1", "refused", "UPDATES 12: 2-2"});
  CHECK_EQ(one.flow.text_bytes(), 0);
}

TEST_CASE("closed comes after everything of the stream") {
  picture_twin picture{id};
  viewer one;
  one.flow.join(picture.join(mux));
  (void)one.take_all();
  picture.grow(2);
  one.flow.end("removed");
  CHECK_EQ(one.take_all(), lines{"UPDATES 12: 1-2", R"({"type":"closed","mux_id":5,"reason":"removed"})"});
  CHECK_EQ(one.last, picture_outflow::event::closed);
}

TEST_CASE("a stream that is closed while it joins does without the rest") {
  picture_twin picture{id};
  picture.grow(3);
  viewer one;
  one.flow.join(picture.join(mux));
  CHECK_FALSE(one.flow.take(room).empty());
  one.flow.end("");
  CHECK_EQ(one.take_all(), lines{R"({"type":"closed","mux_id":5})"});

  viewer unjoined;
  unjoined.flow.end("");
  CHECK_EQ(unjoined.take_all(), lines{R"({"type":"closed","mux_id":5})"});
}

TEST_CASE("a viewer that is too far behind loses its backlog and starts over with a snapshot") {
  picture_twin picture{id};
  viewer slow{100};
  slow.flow.join(picture.join(mux));
  (void)slow.take_all();
  picture.grow(5);
  slow.flow.say(std::make_shared<const std::string>("refused"));
  picture.grow(200);
  CHECK_EQ(slow.take_all(), lines{"fell behind", "refused"});
  picture.grow(1);
  CHECK(slow.take_all().empty());
  slow.flow.join(picture.join(mux));
  const auto seen = slow.take_all();
  REQUIRE_EQ(seen.size(), 3);
  CHECK_EQ(seen[0], "SNAPSHOT 12: 206");
  CHECK_NE(seen[2].find("\"sync\""), std::string::npos);
  CHECK(picture.grow(1));
}

TEST_CASE("a tail that the log has dropped before it was sent starts the join over") {
  picture_twin picture{id, 1};
  viewer late;
  const auto start = picture.log().end();
  for (int i = 0; i < 50; ++i)
    picture.grow(2000);
  REQUIRE_GT(picture.log().begin().offset, 0);
  late.flow.join(picture.join(mux, start, 0));
  CHECK_EQ(late.take_all(), lines{"SNAPSHOT 12: 0", "fell behind"});
}

TEST_CASE("a viewer that fell behind and was closed is not asked to start over") {
  picture_twin picture{id};
  viewer slow{100};
  slow.flow.join(picture.join(mux));
  (void)slow.take_all();
  picture.grow(200);
  slow.flow.end("");
  CHECK_EQ(slow.take_all(), lines{R"({"type":"closed","mux_id":5})"});
}

TEST_CASE("only the latest cursors and viewers are shown, and only to a viewer that is live") {
  picture_twin picture{id};
  viewer one;
  const auto block = [] {
    bytes out;
    append_cursors(out, id, std::vector<author_cursor>{{author_id{1}, {2, 3}}});
    return std::make_shared<const bytes>(out);
  }();
  one.flow.show_cursors(block);
  one.flow.show_presence(std::make_shared<const std::string>("[1]"));
  CHECK(one.take_all().empty());
  one.flow.join(picture.join(mux));
  one.flow.show_presence(std::make_shared<const std::string>("[2]"));
  const auto seen = one.take_all();
  REQUIRE_EQ(seen.size(), 4);
  CHECK_EQ(seen[3], R"({"type":"presence","mux_id":5,"picture":12,"viewers":[2]})");
  one.flow.show_cursors(block);
  one.flow.show_cursors(block);
  CHECK_EQ(one.take_all(), lines{"CURSOR 12"});
}

TEST_CASE("a stream that is stopped goes as far as the log went then") {
  picture_twin picture{id};
  viewer one{100};
  one.flow.join(picture.join(mux));
  (void)one.take_all();
  picture.grow(100);
  picture.commit(100);
  one.flow.stop();
  picture.grow(1);
  CHECK_EQ(one.take_all(), lines{"UPDATES 12: 1-100", "DURABLE 12: 100"});
  CHECK(one.take_all().empty());
}

TEST_CASE("a stream that is stopped before its snapshot was sent does without it") {
  picture_twin picture{id};
  viewer one;
  one.flow.join(picture.join(mux));
  one.flow.stop();
  CHECK(one.take_all().empty());
}
