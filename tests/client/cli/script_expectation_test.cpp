#include "client/cli/script_expectation.hpp"

#include "client/cli/script_parser.hpp"
#include "tests/client/samples.hpp"

#include <doctest/doctest.h>

namespace atelier::cli::script {

namespace {

namespace samples = client::samples;

constexpr author_id ada{9};

client::message text(const json& what) {
  const auto words = atelier::to_text(what);
  const auto raw = as_byte_view(words);
  return {frame_kind::json, {raw.begin(), raw.end()}, {}};
}

client::message blocks(bytes raw) {
  return {frame_kind::blocks, std::move(raw), {}};
}

/// What a client has after it joined the sample picture at `seq`.
inbox joined(seq_t seq) {
  inbox out;
  out.take(blocks(samples::snapshot(seq)));
  out.take(text(samples::sync(seq, 1, ada.value, 0)));
  REQUIRE_FALSE(out.breach());
  out.items().clear();
  return out;
}

verdict judged(const std::string& line, inbox& from, script_variables& variables) {
  const auto script = parse_script("client ada unix:x\nada " + line);
  REQUIRE(script);
  const auto& last = script->back().what;
  if (const auto* expected = std::get_if<expect_json>(&last))
    return judge(*expected, from, variables);
  return judge(std::get<expect_block>(last), from, variables);
}

verdict judged(const std::string& line, inbox& from) {
  script_variables variables;
  return judged(line, from, variables);
}

using state = verdict::state;

} // namespace

TEST_CASE("the next message must match, and is taken when it does") {
  inbox got;
  CHECK(judged("< {\"n\":1}", got).is == state::open);
  got.take(text({{"type", "a"}, {"n", 1}}));
  got.take(text({{"type", "a"}, {"n", 2}}));
  CHECK(judged("< {\"n\":1}", got).is == state::met);
  const auto wrong = judged("< {\"n\":3}", got);
  CHECK(wrong.is == state::failed);
  CHECK(wrong.why.find("n should be 3, but is 2") != std::string::npos);
  CHECK(judged("< {\"n\":2}", got).is == state::met);
  CHECK(got.items().empty());
}

TEST_CASE("what is ignored is passed over, but found where it is asked for") {
  inbox got;
  got.take(text({{"type", "presence"}, {"n", 1}}));
  got.take(text({{"type", "sync"}}));
  got.take(text({{"type", "presence"}, {"n", 2}}));
  CHECK(first_heeded(got) == R"({"type":"sync"})");
  CHECK(judged("< {\"type\":\"sync\"}", got).is == state::met);
  CHECK_FALSE(first_heeded(got));
  CHECK(judged("< {\"type\":\"presence\",\"n\":2}", got).is == state::met);
  got.ignore("presence", false);
  got.take(text({{"type", "presence"}}));
  CHECK(judged("< {\"type\":\"sync\"}", got).is == state::failed);
}

TEST_CASE("in any order, the first message that matches is taken and the others stay") {
  inbox got;
  got.take(text({{"type", "a"}, {"n", 1}}));
  got.take(blocks(samples::snapshot(0)));
  got.take(text({{"type", "a"}, {"n", 2}}));
  CHECK(judged("~ {\"n\":3}", got).is == state::open);
  CHECK(judged("~ {\"n\":2}", got).is == state::met);
  CHECK(judged("< {\"n\":1}", got).is == state::met);
  CHECK(judged("< SNAPSHOT seq=0 width=8 height=4", got).is == state::met);
}

TEST_CASE("ops are expected one by one, however they were joined") {
  auto got = joined(0);
  got.take(blocks(samples::updates(1, ada, 5, 2)));
  CHECK(judged("< UPDATES first_seq=1 ops=3", got).is == state::open);
  got.take(blocks(samples::durable(2)));
  got.take(blocks(samples::updates(3, ada, 7, 2)));
  script_variables variables;
  CHECK(judged("< UPDATES picture=12 first_seq=$s author=$a client_seq=5 ops=3", got, variables).is == state::met);
  CHECK(variables.at("s") == 1);
  CHECK(variables.at("a") == 9);
  CHECK(judged("< UPDATES first_seq=4: pixel 1 0 #ff0000", got).is == state::met);
}

TEST_CASE("an op that is not the expected one is shown") {
  auto got = joined(0);
  got.take(blocks(samples::updates(1, ada, 1, 1)));
  const auto other = judged("< UPDATES first_seq=1: pixel 7 7 #000000", got);
  CHECK(other.is == state::failed);
  CHECK(other.why.find("pixel 0 0 #ff0000ff") != std::string::npos);
  CHECK(judged("< UPDATES author=8", got).is == state::failed);
  got.take(text({{"type", "rejected"}}));
  const auto between = judged("< UPDATES ops=2", got);
  CHECK(between.is == state::failed);
  CHECK(between.why.find("rejected") != std::string::npos);
}

TEST_CASE("DURABLE and CURSOR are found among what is ignored") {
  auto got = joined(0);
  got.take(blocks(samples::updates(1, ada, 1, 1)));
  got.take(blocks(samples::durable(1)));
  CHECK(judged("< UPDATES", got).is == state::met);
  CHECK(judged("< DURABLE picture=12 seq=1", got).is == state::met);
  bytes cursors;
  const author_cursor where{ada, {3, -4}};
  append_cursors(cursors, samples::picture, {&where, 1});
  got.take(blocks(cursors));
  CHECK(judged("< CURSOR author=9 x=3 y=-4", got).is == state::met);
}

TEST_CASE("a breach of the contract is kept, whatever the script looks at") {
  auto gap = joined(0);
  gap.take(blocks(samples::updates(2, ada, 1, 1)));
  REQUIRE(gap.breach());
  CHECK(gap.breach()->find("due is op 1") != std::string::npos);

  inbox before_snapshot;
  before_snapshot.take(blocks(samples::updates(1, ada, 1, 1)));
  CHECK(before_snapshot.breach());

  inbox damaged;
  damaged.take(blocks(bytes(5)));
  CHECK(damaged.breach());

  inbox no_json;
  no_json.take({frame_kind::json, bytes(1, std::byte{'x'}), {}});
  CHECK(no_json.breach());
}

TEST_CASE("after a cut a picture goes on with the `since` where it stands, and is not followed with another") {
  auto got = joined(0);
  got.take(blocks(samples::updates(1, ada, 1, 3)));
  got.disconnected();
  CHECK(got.items().empty());
  got.subscribed({{"type", "subscribe"}, {"picture", 12}, {"since", 3}, {"epoch", 1}});
  REQUIRE(got.picture(samples::picture) != nullptr);
  got.take(blocks(samples::updates(4, ada, 4, 1)));
  CHECK_FALSE(got.breach());
  got.disconnected();
  got.subscribed({{"type", "subscribe"}, {"picture", 12}, {"since", 1}, {"epoch", 1}});
  CHECK(got.picture(samples::picture) == nullptr);
  got.take(blocks(samples::updates(2, ada, 2, 3)));
  CHECK_FALSE(got.breach());
  CHECK(judged("< UPDATES first_seq=2 ops=3", got).is == state::met);
}

} // namespace atelier::cli::script
