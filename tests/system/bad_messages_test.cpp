#include "client/connection.hpp"
#include "tests/system/studio.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <utility>
#include <vector>

using namespace atelier;
using namespace atelier::test;

namespace {

std::string global(const std::string& action, const std::string& args) {
  return R"({"type":"command","id":1,"action":")" + action + R"(","args":)" + args + "}";
}

std::string in_lobby(const std::string& action, const std::string& args) {
  return R"({"type":"command","id":1,"session":1,"action":")" + action + R"(","args":)" + args + "}";
}

std::string nested(std::size_t depth) {
  return global("ping", std::string(depth, '[') + std::string(depth, ']'));
}

std::vector<std::pair<std::string, std::string>> bad_messages() {
  return {
      {"nonsense", "malformed"},
      {"{", "malformed"},
      {"[1,2]", "malformed"},
      {"null", "malformed"},
      {"{\"type\":\"command\",\"id\":1,}", "malformed"},
      {"{\"type\":\"comm\\ud800and\"}", "malformed"},
      {"{'type':'command'}", "malformed"},
      {"{\"type\":NaN}", "malformed"},
      {"{\"type\":\"command\",\"id\":1e999,\"action\":\"ping\"}", "malformed"},
      {std::string(1000, '['), "malformed"},
      {std::string(500'000, '['), "malformed"},
      {nested(100'000), "malformed"},
      {R"({"no":"type"})", "malformed"},
      {R"({"type":"sing"})", "unknown_type"},
      {R"({"type":""})", "unknown_type"},
      {R"({"type":"command","id":-1,"action":"ping"})", "bad_data"},
      {R"({"type":"command","id":9007199254740993,"action":"ping"})", "bad_data"},
      {R"({"type":"command","id":99999999999999999999999,"action":"ping"})", "bad_data"},
      {R"({"type":"command","id":"1","action":"ping"})", "bad_data"},
      {R"({"type":"command","id":1,"action":"dance"})", "unknown_action"},
      {R"({"type":"command","id":1,"action":"ping","key":""})", "bad_data"},
      {R"({"type":"command","id":1,"action":"ping","key":")" + std::string(65, 'k') + R"("})", "bad_data"},
      {R"({"type":"command","id":1,"action":"ping","key":"k","client":"me"})", "bad_data"},
      {R"({"type":"command","id":1,"session":-1,"action":"enter_session"})", "bad_data"},
      {R"({"type":"command","id":1,"session":4294967296,"action":"enter_session"})", "bad_data"},
      {R"({"type":"command","id":1,"session":4294967295,"action":"enter_session"})", "not_found"},
      {global("picture", R"({"picture":0})"), "not_found"},
      {global("picture", R"({"picture":4294967295})"), "not_found"},
      {global("picture", R"({"picture":4294967296})"), "bad_data"},
      {global("picture", R"({"picture":-1})"), "bad_data"},
      {global("picture", R"({"picture":1.5})"), "bad_data"},
      {global("picture", R"({"picture":1e300})"), "bad_data"},
      {global("picture", "{}"), "bad_data"},
      {global("add_picture", R"({"name":"x"})"), "no_session_supplied"},
      {in_lobby("ping", "{}"), "session_supplied"},
      {in_lobby("add_picture", R"({"name":"x","width":0,"height":5})"), "bad_data"},
      {in_lobby("add_picture", R"({"name":"x","width":5,"height":0})"), "bad_data"},
      {in_lobby("add_picture", R"({"name":"x","width":1000000000,"height":1000000000})"), "bad_data"},
      {in_lobby("add_picture", R"({"name":"x","width":4097,"height":1})"), "bad_data"},
      {in_lobby("add_picture", R"({"name":"x","width":65537,"height":65537})"), "bad_data"},
      {in_lobby("add_picture", R"({"name":"x","width":"wide"})"), "bad_data"},
      {in_lobby("add_picture", R"({"name":"x","prototype":1,"width":5})"), "ambiguous_data"},
      {in_lobby("add_picture", R"({"name":"x","prototype":4000000000})"), "not_found"},
      {in_lobby("add_picture", R"({"name":["x"]})"), "bad_data"},
      {in_lobby("rename_picture", R"({"picture":4000000000,"name":"x"})"), "not_found"},
      {in_lobby("remove_picture", R"({"picture":4000000000})"), "not_found"},
      {R"({"type":"subscribe","mux_id":1})", "bad_data"},
      {R"({"type":"subscribe","mux_id":-1,"picture":1})", "bad_data"},
      {R"({"type":"subscribe","mux_id":1,"picture":4000000000})", "not_found"},
      {R"({"type":"subscribe","mux_id":1,"picture":4294967296})", "bad_data"},
      {R"({"type":"subscribe","mux_id":1,"picture":1,"chat":1})", "ambiguous_data"},
      {R"({"type":"subscribe","mux_id":1,"picture":1,"client":"nobody"})", "bad_data"},
      {R"({"type":"subscribe","mux_id":1,"picture":1,"since":-1,"epoch":1})", "bad_data"},
      {R"({"type":"close","mux_id":77})", "not_found"},
  };
}

/// Names that are none: empty, with control characters, too long, not UTF-8.
std::vector<std::pair<std::string, std::string>> bad_names() {
  return {{R"("")", "bad_data"},
          {R"("  ")", "bad_data"},
          {R"("a\u0000b")", "bad_data"},
          {R"("a\nb")", "bad_data"},
          {R"("a\u001bb")", "bad_data"},
          {R"("a\u007fb")", "bad_data"},
          {R"("a\ud800b")", "malformed"},
          {'"' + std::string(201, 'n') + '"', "bad_data"},
          {'"' + std::string(900'000, 'n') + '"', "bad_data"}};
}

/// Names that are names, whatever file systems, shells and pages think of them.
std::vector<std::string> strange_names() {
  return {"../../../../tmp/out",
          "..",
          "/",
          "a/b\\c:*?\"<>|",
          "CON",
          "-rf",
          "%00%2e%2e",
          "<script>alert(1)</script>",
          "'; DROP TABLE pictures; --",
          "名前 \U0001f3a8 e\u0301 \u202eback",
          std::string(200, 'n'),
          std::string(66, '.') + "png"};
}

} // namespace

TEST_CASE("a bad message is answered with its code over every transport, and fifty others notice nothing") {
  studio all;
  for (std::size_t transport = 0; transport < 3; ++transport) {
    auto one = all.visit(all.server().url(transport));
    for (const auto& [text, code] : bad_messages()) {
      const auto start = text.substr(0, 100);
      CAPTURE(start);
      one.say(text);
      CHECK(one.next_word() == code);
    }
    for (const auto& [name, code] : bad_names()) {
      const auto start = name.substr(0, 20);
      CAPTURE(start);
      one.say(in_lobby("add_picture", R"({"width":5,"height":5,"name":)" + name + "}"));
      CHECK(one.next_word() == code);
    }
    // Only the Unix socket's owner is told what would be right.
    one.say(global("set_config", R"({"snapshot_seconds":0})"));
    CHECK(one.next_word() == (transport == 0 ? "bad_data" : "forbidden"));
    one.say(global("ping", "{}"));
    CHECK(one.next_word() == "response");
  }
  all.check();
}

TEST_CASE("a picture may have any name that can be written, and its file stays in the data folder") {
  studio all;
  auto one = all.visit(all.server().tcp_url());
  for (const auto& name : strange_names()) {
    CAPTURE(name);
    const json args{{"name", "  " + name + " "}, {"created_by", name}, {"width", 5}, {"height", 5}};
    one.say(in_lobby("add_picture", to_text(args)));
    const auto answer = one.next_json();
    REQUIRE_MESSAGE(answer.contains("result"), to_text(answer));
    const auto& made = answer.at("result").at("picture");
    CHECK(made.at("name") == name);
    CHECK(made.at("created_by") == name);
    // It gets a file when whoever drew leaves.
    std::mt19937_64 dice{1};
    painter who{"", picture_id{made.at("id").get<std::uint32_t>()}, [&](client_seq_t, const image& picture) {
                  return random_op(dice, picture);
                }};
    who.connect(all.server().unix_url());
    who.subscribe();
    while (!who.is_synced()) {
      who.take();
      all.work();
    }
    who.draw(5);
    who.leave();
  }
  all.check();
  const auto& folder = all.close();
  const std::filesystem::directory_iterator inside{folder};
  CHECK(std::all_of(begin(inside), end(inside), [](const auto& each) { return each.path().filename() == "data"; }));
  std::size_t files = 0;
  for (const auto& each : std::filesystem::recursive_directory_iterator{folder / "data" / "pictures"})
    files += each.path().extension() == ".png";
  CHECK(files >= strange_names().size());
}
