#include "client/picture_stream.hpp"

#include "tests/client/samples.hpp"

#include <doctest/doctest.h>

namespace atelier::client {

namespace {

constexpr author_id ada{9};

/// Applies a message of one block; the fault's words where it is refused, else nothing.
std::string applied(picture_stream& to, const bytes& message) {
  const auto done = to.apply(samples::only_block(message));
  return done ? "" : done.error().message;
}

std::string synced(picture_stream& to, const json& message) {
  const auto done = to.apply_sync(message);
  return done ? "" : done.error().message;
}

bool mentions(const std::string& text, std::string_view words) {
  CAPTURE(text);
  return text.find(words) != std::string::npos;
}

picture_stream joined_at(seq_t seq, epoch_t epoch = 3) {
  picture_stream out{samples::picture, "client"};
  REQUIRE(applied(out, samples::snapshot(seq)) == "");
  REQUIRE(applied(out, samples::durable(seq)) == "");
  REQUIRE(synced(out, samples::sync(seq, epoch, ada.value, 0)) == "");
  return out;
}

} // namespace

TEST_CASE("ops are handed on with their numbers in the order in which they came") {
  auto stream = joined_at(10);
  std::vector<std::tuple<seq_t, std::uint32_t, client_seq_t>> seen;
  bytes runs = samples::run_of(ada, 5, 2);
  append(runs, samples::run_of(author_id{4}, 77, 1));
  bytes message;
  append_updates(message, samples::picture, 11, runs);
  REQUIRE(stream.apply(samples::only_block(message), [&](const ordered_op& each) {
    seen.emplace_back(each.seq, each.author.value, each.client_seq);
    CHECK(each.op.size() == 9);
  }));
  CHECK(seen == decltype(seen){{11, 9, 5}, {12, 9, 6}, {13, 4, 77}});
  CHECK(stream.seq() == 13);
}

TEST_CASE("a gap in the order is a breach that names both numbers") {
  auto stream = joined_at(10);
  CHECK(mentions(applied(stream, samples::updates(12, ada, 1, 1)), "begin with op 12; due is op 11"));
}

TEST_CASE("an op that comes twice is a breach") {
  auto stream = joined_at(10);
  CHECK(applied(stream, samples::updates(11, ada, 1, 2)) == "");
  CHECK(mentions(applied(stream, samples::updates(12, ada, 2, 1)), "due is op 13"));
}

TEST_CASE("UPDATES before anything else are a breach") {
  picture_stream stream{samples::picture};
  CHECK(mentions(applied(stream, samples::updates(1, ada, 1, 1)), "before any SNAPSHOT"));
}

TEST_CASE("DURABLE is never ahead of what was sent and never goes back") {
  auto stream = joined_at(10);
  CHECK(mentions(applied(stream, samples::durable(11)), "only ops up to 10"));
  CHECK(mentions(applied(stream, samples::durable(9)), "went back"));
  CHECK(applied(stream, samples::updates(11, ada, 1, 1)) == "");
  CHECK(applied(stream, samples::durable(11)) == "");
  CHECK(stream.durable() == 11);
}

TEST_CASE("a sync must stand where the stream stands") {
  picture_stream stream{samples::picture};
  REQUIRE(applied(stream, samples::snapshot(5)) == "");
  CHECK(mentions(synced(stream, samples::sync(6, 1, 9, 0)), "sync is at op 6"));
  CHECK(mentions(synced(stream, {{"type", "sync"}, {"seq", 5}}), "lacks"));
  CHECK(mentions(synced(stream, {{"seq", 5}, {"epoch", -1}, {"author", 1}, {"client_seq", 0}}), "lacks"));
  CHECK(synced(stream, samples::sync(5, 1, 9, 88)) == "");
  REQUIRE(stream.synced());
  CHECK(stream.synced()->client_seq == 88);
  CHECK(stream.synced()->author == ada);
}

TEST_CASE("a subscription after a cut asks for what comes after the last op, in its epoch") {
  auto stream = joined_at(10, 3);
  REQUIRE(applied(stream, samples::updates(11, ada, 1, 1)) == "");
  stream.disconnected();
  CHECK_FALSE(stream.synced());
  const json expected{{"type", "subscribe"}, {"mux_id", 5}, {"picture", 12},
                      {"client", "client"},  {"since", 11}, {"epoch", 3}};
  CHECK(stream.subscription(mux_id{5}) == expected);
  CHECK_FALSE(stream.subscription(mux_id{5}, false).contains("since"));
  CHECK(applied(stream, samples::updates(12, ada, 2, 1)) == "");
}

TEST_CASE("a first subscription asks for everything and names nobody that has no name") {
  const picture_stream stream{samples::picture};
  const json expected{{"type", "subscribe"}, {"mux_id", 5}, {"picture", 12}};
  CHECK(stream.subscription(mux_id{5}) == expected);
}

TEST_CASE("a snapshot may be older than what came before, where the ops after it follow before the sync") {
  auto stream = joined_at(10);
  REQUIRE(applied(stream, samples::snapshot(8)) == "");
  CHECK_FALSE(stream.synced());
  REQUIRE(applied(stream, samples::updates(9, ada, 1, 4)) == "");
  CHECK(synced(stream, samples::sync(12, 3, 9, 4)) == "");
}

TEST_CASE("a durable op that is gone after a restart is a breach") {
  auto stream = joined_at(10);
  stream.disconnected();
  REQUIRE(applied(stream, samples::snapshot(9)) == "");
  CHECK(mentions(synced(stream, samples::sync(9, 4, 9, 0)), "the ops up to 10 were durable"));
}

TEST_CASE("an op that was not durable may be gone in a later epoch, but epochs never go back") {
  auto stream = joined_at(10);
  REQUIRE(applied(stream, samples::updates(11, ada, 1, 5)) == "");
  stream.disconnected();
  REQUIRE(applied(stream, samples::snapshot(12)) == "");
  CHECK(synced(stream, samples::sync(12, 4, 9, 2)) == "");
  stream.disconnected();
  REQUIRE(applied(stream, samples::snapshot(12)) == "");
  CHECK(mentions(synced(stream, samples::sync(12, 3, 9, 2)), "went back from 4 to 3"));
}

TEST_CASE("damaged blocks are breaches that say what is wrong") {
  auto stream = joined_at(10);
  const bytes short_payload(3);
  for (const auto kind : {block_kind::updates, block_kind::snapshot, block_kind::durable, block_kind::draw})
    CHECK_FALSE(stream.apply({kind, samples::picture, short_payload}));
  CHECK(stream.apply({block_kind::cursor, samples::picture, short_payload}));
}

} // namespace atelier::client
