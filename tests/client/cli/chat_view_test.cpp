#include "client/cli/chat_view.hpp"

#include "tests/client/chat_samples.hpp"

#include <doctest/doctest.h>

namespace atelier::cli::chat {

using client::samples::chat_item_json;
using client::samples::deleted;
using client::samples::edited;

namespace {

using lines = chat_view::lines;

std::tm utc(std::chrono::system_clock::time_point at) {
  const auto seconds = std::chrono::system_clock::to_time_t(at);
  std::tm out{};
  ::gmtime_r(&seconds, &out);
  return out;
}

view_style plain(std::size_t past_shown = 0) {
  return {.past_shown = past_shown, .local = utc};
}

chat_view synced(view_style style) {
  chat_view out{std::move(style)};
  CHECK(out.synced().shown.empty());
  return out;
}

lines take(chat_view& to, const json& what) {
  return to.take(what).value();
}

} // namespace

TEST_CASE("a message is one plain line, with who it is and when, and shown once") {
  auto view = synced(plain());
  CHECK(take(view, chat_item_json(3, "hello")) == lines{"14:03 ada: hello"});
  CHECK(take(view, chat_item_json(3, "hello")).empty());
  CHECK(take(view, chat_item_json(4, "two\nlines", "bob", "claimed")) == lines{"14:04 bob (claimed): two ↵ lines"});
  CHECK(take(view, chat_item_json(5, "\x1b[31m", "anonymous", "anonymous"))
        == lines{"14:05 anonymous: \xEF\xBF\xBD[31m"});
}

TEST_CASE("edits and deletions are shown as such") {
  auto view = synced(plain());
  const auto first = chat_item_json(3, "helo");
  take(view, first);
  CHECK(take(view, edited(first, 4, "hello")) == lines{"15:30 ada: hello (edited, said at 14:03)"});
  CHECK(take(view, deleted(first, 5)) == lines{"15:30 ada: (deleted, said at 14:03)"});
  CHECK(take(view, deleted(first, 5)).empty());
}

TEST_CASE("what was edited or deleted before anybody here saw it is no change") {
  auto view = synced(plain());
  CHECK(take(view, edited(chat_item_json(3, ""), 4, "hello")) == lines{"14:03 ada: hello (edited)"});
  CHECK(take(view, deleted(chat_item_json(5, ""), 6)).empty());
}

TEST_CASE("of the past the last messages are shown at once, as they now stand, and the rest is counted") {
  chat_view view{plain(2)};
  const auto first = chat_item_json(1, "one");
  CHECK(take(view, first).empty());
  CHECK(take(view, chat_item_json(2, "two")).empty());
  CHECK(take(view, deleted(chat_item_json(3, ""), 4)).empty());
  CHECK(take(view, edited(first, 5, "One")).empty());
  CHECK(take(view, chat_item_json(6, "six")).empty());
  const auto beginning = view.synced();
  CHECK(beginning.shown == lines{"14:02 ada: two", "14:06 ada: six"});
  CHECK(beginning.left_out == 1);
  CHECK(view.history(3) == lines{"14:01 ada: One (edited)", "14:02 ada: two", "14:06 ada: six"});
}

TEST_CASE("what came while the connection was gone is shown as it comes, and nothing again") {
  chat_view view{plain(10)};
  take(view, chat_item_json(1, "one"));
  CHECK(view.synced().shown.size() == 1);
  CHECK(take(view, chat_item_json(1, "one")).empty());
  CHECK(take(view, chat_item_json(2, "two")) == lines{"14:02 ada: two"});
  const auto again = view.synced();
  CHECK(again.shown.empty());
  CHECK(again.left_out == 0);
}

TEST_CASE("a program gets each version as JSON, without what belongs to the stream") {
  auto view = synced({.json = true, .local = utc});
  const auto shown = take(view, edited(chat_item_json(3, ""), 4, "a\nb"));
  REQUIRE(shown.size() == 1);
  auto expected = edited(chat_item_json(3, ""), 4, "a\nb");
  expected.erase("type");
  expected.erase("mux_id");
  CHECK(json::parse(shown[0]) == expected);
  CHECK(shown[0].find('\n') == std::string::npos);
  CHECK(take(view, deleted(chat_item_json(5, ""), 6)).size() == 1);
}

TEST_CASE("a person sees the day where it changes, and no line of a message looks like another's") {
  auto view = synced({.roomy = true, .local = utc});
  CHECK(take(view, chat_item_json(1, "a")) == lines{"-- Friday, 20 November 2026", "14:01 ada: a"});
  CHECK(take(view, chat_item_json(2, "b\n14:03 bob: c")) == lines{"14:02 ada: b\n      14:03 bob: c"});
  auto late = chat_item_json(3, "d");
  late["at"] = "2026-12-01T00:00:00.000Z";
  CHECK(take(view, late) == lines{"-- Tuesday, 1 December 2026", "00:00 ada: d"});
}

TEST_CASE("colours tell who is sure, and are ended") {
  auto view = synced({.colours = true, .local = utc});
  const auto sure = take(view, chat_item_json(1, "a"))[0];
  const auto unsure = take(view, chat_item_json(2, "a", "ada", "claimed"))[0];
  CHECK(sure == "\x1b[2m14:01\x1b[0m \x1b[36mada\x1b[0m: a");
  CHECK(unsure == "\x1b[2m14:02\x1b[0m \x1b[33mada (claimed)\x1b[0m: a");
}

TEST_CASE("files and images are named, with what was said with them") {
  auto view = synced(plain());
  auto image = chat_item_json(1, "look");
  image["kind"] = "image";
  image["attachment"] = {{"hash", "ab"}, {"name", "cat\x1b.png"}, {"bytes", 1200}, {"media_type", "image/png"},
                         {"width", 640}, {"height", 480}};
  CHECK(take(view, image) == lines{"14:01 ada: [image cat\xEF\xBF\xBD.png, 640 × 480, 1200 bytes, id 1] look"});
}

TEST_CASE("messages with attachments are given once each, without those of the past, and can be found by their ids") {
  chat_view view{plain()};
  const auto with_file = [](std::uint64_t seqno) {
    auto out = chat_item_json(seqno, "");
    out["kind"] = "file";
    out["attachment"] = {{"hash", "ab"}, {"name", "cat.bin"}, {"bytes", 7}, {"media_type", "application/octet-stream"}};
    return out;
  };
  take(view, with_file(1));
  static_cast<void>(view.synced());
  CHECK(view.take_attached().empty());
  take(view, with_file(2));
  take(view, chat_item_json(3, "plain"));
  take(view, edited(with_file(2), 4, "edited"));
  take(view, with_file(2));
  const auto attached = view.take_attached();
  REQUIRE(attached.size() == 1);
  CHECK(attached[0].id == 2);
  CHECK(view.take_attached().empty());
  REQUIRE(view.find(1));
  CHECK(view.find(1)->attachment->name == "cat.bin");
  REQUIRE(view.find(2));
  CHECK(view.find(2)->text == "edited");
  CHECK(view.find(4) == nullptr);
  static_cast<void>(view.found(json::array({with_file(90)})));
  REQUIRE(view.find(90));
  static_cast<void>(view.found(json::array()));
  CHECK(view.find(90) == nullptr);
}

TEST_CASE("what a search found is shown from the earliest on") {
  auto view = synced(plain());
  const auto found = view.found({chat_item_json(5, "b"), chat_item_json(2, "a")});
  CHECK(found.value() == lines{"14:02 ada: a", "14:05 ada: b"});
  CHECK(view.found(json::array()).value().empty());
  CHECK_FALSE(view.found(json{{"x", 1}}));
  CHECK_FALSE(view.found({{{"id", 1}}}));
}

TEST_CASE("an item that is no message is a fault") {
  auto view = synced(plain());
  CHECK_FALSE(view.take({{"type", "message"}}));
}

} // namespace atelier::cli::chat
