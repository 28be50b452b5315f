#include "protocol/server_messages.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace atelier;

namespace {

const error example{errc::team_exists, "a team named \"Reds\" is already in session 3"};
const json example_json{{"code", "team_exists"}, {"message", "a team named \"Reds\" is already in session 3"}};

std::chrono::system_clock::time_point unix_time(std::int64_t milliseconds) {
  return std::chrono::system_clock::time_point{std::chrono::milliseconds{milliseconds}};
}

/// The message as JSON; its type stands first.
json parsed(const std::string& text) {
  CHECK(text.starts_with("{\"type\":\""));
  return json::parse(text);
}

} // namespace

TEST_CASE("hello and goodbye are what the contract shows") {
  CHECK_EQ(hello_text(connection_id{17}, 1),
           R"({"type":"hello","protocol":1,"server":"atelier 0.1.0","connection":17,"srv_id":1})");
  CHECK_EQ(goodbye_text(goodbye_reason::shutting_down), R"({"type":"goodbye","reason":"shutting_down","retry":true})");
}

TEST_CASE("every reason to say goodbye has its name and whether to come back") {
  const auto text = [](goodbye_reason reason) {
    return std::string{name_of(reason)} + (may_retry(reason) ? " retry" : "");
  };
  CHECK_EQ(text(goodbye_reason::shutting_down), "shutting_down retry");
  CHECK_EQ(text(goodbye_reason::too_slow), "too_slow retry");
  CHECK_EQ(text(goodbye_reason::idle), "idle retry");
  CHECK_EQ(text(goodbye_reason::kicked), "kicked");
  CHECK_EQ(text(goodbye_reason::malformed), "malformed");
  CHECK_EQ(text(goodbye_reason::frame_too_large), "frame_too_large");
  CHECK_EQ(text(goodbye_reason::rate_limited), "rate_limited retry");
  CHECK_EQ(text(goodbye_reason::internal_error), "internal_error retry");
}

TEST_CASE("errors stand where they belong") {
  CHECK_EQ(to_json(example), example_json);
  CHECK_EQ(parsed(error_text(example)), json{{"type", "error"}, {"error", example_json}});
  CHECK_EQ(parsed(stream_error_text(mux_id{99}, example)),
           json{{"type", "error"}, {"mux_id", 99}, {"error", example_json}});
  CHECK_EQ(parsed(response_text(7, example)), json{{"type", "response"}, {"id", 7}, {"error", example_json}});
}

TEST_CASE("an error that quotes what is not UTF-8 is valid JSON all the same") {
  const auto text = error_text({errc::bad_data, "a \xFF\x01\" b"});
  CHECK_EQ(json::parse(text)["error"]["message"], "a \uFFFD\x01\" b");
}

TEST_CASE("a response carries its id and its result") {
  const json result{{"team", {{"id", 0}, {"name", "Reds"}}}};
  CHECK_EQ(parsed(response_text(9007199254740992, result)),
           json{{"type", "response"}, {"id", 9007199254740992}, {"result", result}});
}

TEST_CASE("a broadcast names its session, unless it is for all") {
  const auto at = unix_time(1795209243120);
  CHECK_EQ(parsed(broadcast_text(session_id{3}, "started", at, {{"round", 1}})),
           json{{"type", "broadcast"},
                {"session", 3},
                {"event", "started"},
                {"at", "2026-11-20T21:14:03.120Z"},
                {"data", {{"round", 1}}}});
  CHECK_FALSE(parsed(broadcast_text(std::nullopt, "started", at, json::object())).contains("session"));
}

TEST_CASE("a sync says where the picture and its author stand") {
  CHECK_EQ(picture_sync_text(mux_id{5}, picture_id{12}, 1042, 3, author_id{9}, 88),
           R"({"type":"sync","mux_id":5,"picture":12,"seq":1042,"epoch":3,"author":9,"client_seq":88})");
  CHECK_EQ(parsed(picture_sync_text(mux_id{0}, picture_id{4294967295}, std::numeric_limits<seq_t>::max(), 4294967295,
                                    author_id{4294967295}, 4294967295))["seq"],
           std::numeric_limits<seq_t>::max());
}

TEST_CASE("a closed stream has a reason only where it has one") {
  CHECK_EQ(closed_text(mux_id{5}, ""), R"({"type":"closed","mux_id":5})");
  CHECK_EQ(closed_text(mux_id{5}, "removed"), R"({"type":"closed","mux_id":5,"reason":"removed"})");
}

TEST_CASE("refused ops are counted from the first") {
  CHECK_EQ(parsed(rejected_text(picture_id{12}, 88, 5, example)),
           json{{"type", "rejected"}, {"picture", 12}, {"client_seq", 88}, {"count", 5}, {"error", example_json}});
}

TEST_CASE("presence carries the viewers as they are") {
  CHECK_EQ(presence_text(mux_id{5}, picture_id{12}, R"([{"author":3,"player":7,"handle":"ada"}])"),
           R"({"type":"presence","mux_id":5,"picture":12,"viewers":[{"author":3,"player":7,"handle":"ada"}]})");
}

TEST_CASE("times are ISO 8601 in UTC with milliseconds, rounded down") {
  CHECK_EQ(to_iso8601(unix_time(0)), "1970-01-01T00:00:00.000Z");
  CHECK_EQ(to_iso8601(unix_time(-1)), "1969-12-31T23:59:59.999Z");
  CHECK_EQ(to_iso8601(unix_time(1709164799999)), "2024-02-28T23:59:59.999Z");
  CHECK_EQ(to_iso8601(unix_time(1709164800000)), "2024-02-29T00:00:00.000Z");
  CHECK_EQ(to_iso8601(unix_time(0) + std::chrono::microseconds{1999}), "1970-01-01T00:00:00.001Z");
}
