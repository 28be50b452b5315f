#include "io_actors/feed_item.hpp"

#include "protocol/feed_limits.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace atelier;

namespace {

constexpr auto upper = "AAAAAAAA-0000-4000-8000-000000000001";
constexpr auto lower = "aaaaaaaa-0000-4000-8000-000000000001";

result<feed_message> read(feed_kind kind, const std::string& text) {
  return read_feed_item(kind, text, parse_json(text).value());
}

std::string refusal(feed_kind kind, const std::string& text) {
  const auto came = read(kind, text);
  REQUIRE_FALSE(came);
  CHECK(came.error().code == errc::malformed);
  return came.error().message;
}

} // namespace

TEST_CASE("a message keeps its members in their order, without its envelope") {
  const auto came =
      read(feed_kind::comment,
           std::string{R"({"type":"comment","mux_id":4,"zebra":[1,{"b":2,"a":null}],"srv_id":7,"seqno":15,)"}
               + R"("proj_id":3,"comment_uuid":")" + upper + R"(","body":"\u00e9\n","archivetime":null})");
  REQUIRE(came);
  CHECK(came->srv_id == 7);
  CHECK(came->seqno == 15);
  CHECK(came->kind == feed_kind::comment);
  CHECK(came->uuid == lower);
  CHECK(came->members
        == std::string{R"("zebra":[1,{"b":2,"a":null}],"comment_uuid":")"} + upper
               + R"(","body":"é\n","archivetime":null)");
  CHECK(came->arrival == 0);
}

TEST_CASE("each kind has its own UUID, and one that is none is kept as it came") {
  const auto text = [](const std::string& name, const std::string& uuid) {
    return R"({"srv_id":0,"seqno":1,")" + name + R"(":")" + uuid + "\"}";
  };
  CHECK(read(feed_kind::entry, text("version_uuid", upper)).value().uuid == lower);
  CHECK(read(feed_kind::thread, text("thread_uuid", upper)).value().uuid == lower);
  CHECK(read(feed_kind::comment, text("comment_uuid", "None At All")).value().uuid == "None At All");
  CHECK(refusal(feed_kind::entry, text("entry_uuid", upper)).find("\"version_uuid\" is null") == 0);
}

TEST_CASE("what has no place in any feed is refused with the value") {
  const auto text = [](const std::string& srv_id, const std::string& seqno) {
    return R"({"srv_id":)" + srv_id + R"(,"seqno":)" + seqno + R"(,"thread_uuid":")" + lower + "\"}";
  };
  CHECK(read(feed_kind::thread, text("4294967295", "9007199254740992")));
  CHECK(refusal(feed_kind::thread, text("4294967296", "1")).find("\"srv_id\" is 4294967296") == 0);
  CHECK(refusal(feed_kind::thread, text("null", "1")).find("\"srv_id\" is null") == 0);
  CHECK(refusal(feed_kind::thread, text("-1", "1")).find("\"srv_id\" is -1") == 0);
  CHECK(refusal(feed_kind::thread, text("1", "0")).find("\"seqno\" is 0") == 0);
  CHECK(refusal(feed_kind::thread, text("1", "1.5")).find("\"seqno\" is 1.5") == 0);
  CHECK(refusal(feed_kind::thread, text("1", "\"x\"")).find("\"seqno\" is \"x\"") == 0);
  CHECK(refusal(feed_kind::thread, text("1", "9007199254740993")).find("\"seqno\"") == 0);
}

TEST_CASE("a message may be as large as one that is kept, and no larger") {
  const auto text = [](std::size_t body) {
    return R"({"type":"thread","srv_id":1,"seqno":1,"thread_uuid":")" + std::string{lower} + R"(","x":")"
           + std::string(body, 'x') + "\"}";
  };
  // "thread_uuid":"…36…","x":"…"
  constexpr std::size_t rest = 16 + 36 + 5 + 2;
  const auto largest = read(feed_kind::thread, text(feed_limits::foreign_message_bytes_max - rest));
  REQUIRE(largest);
  CHECK(largest->members.size() == feed_limits::foreign_message_bytes_max);
  CHECK(refusal(feed_kind::thread, text(feed_limits::foreign_message_bytes_max - rest + 1)).find("131073 bytes")
        != std::string::npos);
}
