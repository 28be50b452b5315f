#include "client/cli/script_parser.hpp"

#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace atelier::cli::script {

namespace {

using namespace std::chrono_literals;

std::vector<statement> parsed(std::string_view text) {
  auto out = parse_script(text);
  CAPTURE((out ? "" : out.error().message));
  REQUIRE(out);
  return std::move(*out);
}

/// The only statement after a client was opened.
template <class Statement>
Statement only(const std::string& line) {
  const auto all = parsed("client ada unix:x\n" + line);
  REQUIRE(all.size() == 2);
  REQUIRE(std::holds_alternative<Statement>(all[1].what));
  return std::get<Statement>(all[1].what);
}

std::string problem(const std::string& line) {
  const auto out = parse_script("client ada unix:x\n" + line);
  REQUIRE_FALSE(out);
  CHECK(out.error().line == 2);
  return out.error().message;
}

} // namespace

TEST_CASE("comments and empty lines are passed over, and continued lines joined under their first number") {
  const auto lines = lines_of("# one\n\n  a b \\\n   c\\\n d \n#x\ne # no comment\n");
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].line == 3);
  CHECK(lines[0].text == "a b c d");
  CHECK(lines[1].line == 7);
  CHECK(lines[1].text == "e # no comment");
}

TEST_CASE("every statement is read with its parts") {
  const auto opened = std::get<open_client>(parsed("client ada ws://h:1/ws raw")[0].what);
  CHECK(opened.connection == "ada");
  CHECK(opened.url == "ws://h:1/ws");
  CHECK(opened.raw);
  CHECK(only<send_message>(R"(ada > {"a":1})").body == R"({"a":1})");
  CHECK(only<send_message>("ada send-text not { json").body == "not { json");
  CHECK(only<send_message>("ada send-blocks 00 ff").what == send_message::form::blocks);
  CHECK(only<send_message>("ada send-bytes 00").what == send_message::form::bytes);
  CHECK(only<send_message>("ada send-frame J 7b7d").kind == "J");
  const auto drawn = only<draw_ops>("ada draw $p 7: pixel 1 2 #000000; fill 0 0 #ffffff");
  CHECK(drawn.picture == "$p");
  CHECK(drawn.first_client_seq == "7");
  CHECK(drawn.ops == "pixel 1 2 #000000; fill 0 0 #ffffff");
  CHECK(only<expect_json>("ada < {\"a\":$p}").pattern.text() == "{\"a\":$p}");
  CHECK(only<expect_json>("ada ~ *").in_any_order);
  const auto block =
      only<expect_block>("ada < UPDATES picture=$p first_seq=1 ops=2: pixel 1 2 #000000; pixel 1 3 #000000");
  CHECK(block.kind == "UPDATES");
  CHECK(block.fields.size() == 3);
  CHECK(block.ops == "pixel 1 2 #000000; pixel 1 3 #000000");
  CHECK(only<expect_nothing>("ada nothing 200ms").length == 200ms);
  CHECK(only<expect_closed>("ada expect-closed too_slow").reason == "too_slow");
  CHECK(only<set_ignored>("ada ignore presence DURABLE").kinds == std::vector<std::string>{"presence", "DURABLE"});
  CHECK_FALSE(only<set_ignored>("ada heed presence").ignored);
  CHECK(only<cut>("ada cut").connection == "ada");
  CHECK(only<reconnect>("ada reconnect raw").raw);
  CHECK(only<wait_until>("ada wait durable 3").seq.empty());
  CHECK(only<wait_until>("ada wait seq 3 9").seq == "9");
  CHECK(only<check_pixel>("ada pixel 3 1 2 #ffffff").colour == "#ffffff");
  CHECK(only<compare_picture>("ada picture-png 3 a b.png").target == "a b.png");
  CHECK(only<pause>("sleep 1s").length == 1s);
  CHECK(only<set_variable>("set x a b").value == "a b");
  CHECK(only<needs_transport>("needs $CONNECT unix tcp").kinds.size() == 2);
  CHECK(only<same_picture>("same-picture ada ada 4").picture == "4");
}

TEST_CASE("what is wrong in a script is told with its line and what would be right") {
  const std::pair<std::string, std::string> cases[]{
      {"bob > {}", "\"bob\" is neither a client"},
      {"ada fly", "can't \"fly\""},
      {"ada > {", "JSON"},
      {"ada < {\"a\"", "\":\""},
      {"ada ~ DURABLE seq=1", "with <"},
      {"ada < UPDATES colour=1", "no field \"colour\""},
      {"ada < UPDATES ops=many", "must be a number"},
      {"ada < DURABLE seq=1: pixel 1 1 #000000", "only UPDATES"},
      {"ada draw 1 1 pixel 0 0 #000000", "write for instance"},
      {"ada draw 1 1: pixel 0", "ends too early"},
      {"ada draw one 1: pixel 0 0 #000000", "must be numbers"},
      {"ada nothing long", "\"long\""},
      {"ada send-bytes 0", "pairs of hexadecimal"},
      {"ada send-frame Jay 00", "letter"},
      {"ada wait rain 1", "\"rain\""},
      {"ada wait seq 1", "write: ada wait seq"},
      {"ada reconnect now", "\"now\""},
      {"ada ignore", "name what"},
      {"client ada unix:y", "already"},
      {"client b-b unix:y", "letters"},
      {"client bob", "address is missing"},
      {"client bob here", "no known kind"},
      {"client bob unix:y loud", "\"loud\""},
      {"needs $CONNECT", "write for instance"},
      {"needs $CONNECT pigeon", "\"pigeon\""},
      {"same-picture ada bob 1", "\"bob\""},
      {"set", "set NAME VALUE"},
  };
  for (const auto& [line, words] : cases) {
    CAPTURE(line);
    const auto message = problem(line);
    CAPTURE(message);
    CHECK(message.find(words) != std::string::npos);
  }
}

TEST_CASE("the project's scripts can all be read") {
  std::size_t count = 0;
  for (const auto& each : std::filesystem::directory_iterator{ATELIER_SOURCE_DIR "/tests/scripts"}) {
    if (each.path().extension() != ".script")
      continue;
    ++count;
    CAPTURE(each.path().filename().string());
    std::ifstream in{each.path()};
    const std::string text{std::istreambuf_iterator<char>{in}, {}};
    const auto out = parse_script(text);
    CAPTURE((out ? 0 : out.error().line));
    CAPTURE((out ? "" : out.error().message));
    CHECK(out);
  }
  CHECK(count > 10);
}

} // namespace atelier::cli::script
