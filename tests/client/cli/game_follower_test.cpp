#include "client/cli/game_follower.hpp"

#include "client/cli/exit_codes.hpp"
#include "protocol/overloaded.hpp"
#include "tests/client/chat_samples.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <utility>

namespace atelier::cli::play {

using client::fault_kind;
using namespace std::chrono_literals;

namespace {

using strings = std::vector<std::string>;

json event(seqno_t seqno, const std::string& name, const json& data) {
  return {{"type", "event"}, {"mux_id", 2}, {"srv_id", 1},   {"seqno", seqno},
          {"session", 3},    {"game", 1},   {"event", name}, {"at", "2026-11-20T14:02:51.000Z"},
          {"data", data}};
}

json back(seqno_t seqno, int player) {
  return event(seqno, "player_back", {{"player", player}});
}

json state(const json& events = json::array()) {
  return {{"session", {{"id", 3}, {"name", "attic"}, {"mode", "free"}}},
          {"players", {{{"id", 7}, {"handle", "ada"}}}},
          {"teams", {{{"id", 2}, {"name", "red"}, {"players", json::array()}}}},
          {"game", nullptr},
          {"events", events}};
}

/// A follower with what a test needs around it: a clock that is moved by hand, and what was wanted, sorted.
class follower_stage {
public:
  explicit follower_stage(follower_settings how = {}) : core_{with_defaults(std::move(how))} {
    core_.start();
    sort();
  }
  void open() {
    core_.opened(now_);
    sort();
  }
  /// Answers the latest command of that action, which must have been sent.
  void answer(const std::string& action, const json& result) {
    core_.received(client::response{id_of(action), result}, now_);
    sort();
  }
  void refuse(const std::string& action, const std::string& code) {
    core_.received(client::response{id_of(action), client::failed(fault_kind::refused, "no", code)}, now_);
    sort();
  }
  void deliver(const json& message) {
    core_.received(client::delivery{message}, now_);
    sort();
  }
  void sync() {
    deliver({{"type", "sync"}, {"mux_id", 1}});
    deliver({{"type", "sync"}, {"mux_id", 2}});
  }
  /// Comes as far as the state of a session whose last event was number 5.
  void join() {
    open();
    answer("sessions", {{"sessions", {{{"id", 3}, {"name", "attic"}}}}});
    answer("players", {{"players", {{{"id", 8}, {"handle", "bob"}}}}});
    answer("enter_session", json::object());
    answer("state", state(json::array({back(5, 7)})));
    sync();
  }
  void come_back() {
    open();
    answer("enter_session", json::object());
    answer("state", state());
    sync();
  }
  void lose(client::fault why = {fault_kind::lost, "the server is gone", {}, {}}) {
    core_.lost(std::move(why), now_);
    sort();
  }
  void type(const std::string& text) {
    core_.typed(text);
    sort();
  }
  void end_input() {
    core_.input_ended();
    sort();
  }
  void pass(std::chrono::milliseconds time) {
    now_ += time;
    core_.tick(now_);
    sort();
  }
  [[nodiscard]] strings take_shown() {
    return std::exchange(shown_, {});
  }
  [[nodiscard]] strings take_complaints() {
    return std::exchange(complaints_, {});
  }
  [[nodiscard]] strings take_remarks() {
    return std::exchange(remarks_, {});
  }
  [[nodiscard]] std::vector<json> take_sent() {
    return std::exchange(sent_, {});
  }
  [[nodiscard]] int take_connects() {
    return std::exchange(connects_, 0);
  }
  [[nodiscard]] const std::optional<chat::leave>& left() const {
    return left_;
  }
  [[nodiscard]] game_follower& core() {
    return core_;
  }

private:
  static follower_settings with_defaults(follower_settings how) {
    how.session = "attic";
    how.style.local = [](std::chrono::system_clock::time_point at) {
      const auto seconds = std::chrono::system_clock::to_time_t(at);
      std::tm parts{};
      ::gmtime_r(&seconds, &parts);
      return parts;
    };
    how.key_prefix = "run";
    how.random = [] {
      return 0.5;
    };
    return how;
  }
  void sort() {
    for (auto& each : core_.take_effects())
      std::visit(overloaded{[&](const chat::connect&) { ++connects_; }, [](const chat::disconnect&) {},
                            [&](const chat::send& what) {
                              sent_.push_back(what.what);
                              all_sent_.push_back(what.what);
                            },
                            [&](const chat::show& what) { shown_.push_back(what.line); },
                            [&](const chat::remark& what) { remarks_.push_back(what.text); },
                            [&](const chat::complaint& what) { complaints_.push_back(what.text); },
                            [&](const chat::leave& what) {
                              CHECK_FALSE(left_);
                              left_ = what;
                            }},
                 each);
  }
  [[nodiscard]] std::int64_t id_of(const std::string& action) const {
    const auto last = std::find_if(all_sent_.rbegin(), all_sent_.rend(),
                                   [&](const json& each) { return each.value("action", "") == action; });
    REQUIRE_MESSAGE(last != all_sent_.rend(), "no ", action, " was sent");
    return last->at("id").get<std::int64_t>();
  }

  game_follower core_;
  game_follower::time_point now_{};
  strings shown_, remarks_, complaints_;
  std::vector<json> sent_, all_sent_;
  int connects_ = 0;
  std::optional<chat::leave> left_;
};

follower_settings person() {
  follower_settings out;
  out.interactive = true;
  return out;
}

} // namespace

TEST_CASE("the state is shown first, and events from there on once each") {
  follower_stage stage;
  stage.join();
  CHECK(stage.take_shown() == strings{"session 3 \"attic\", mode free: no game runs\nPLAYER  TEAM\nada     -"});
  const auto sent = stage.take_sent();
  CHECK(sent.at(sent.size() - 2) == json{{"type", "subscribe"}, {"mux_id", 1}, {"chat", 3}});
  CHECK(sent.back() == json{{"type", "subscribe"}, {"mux_id", 2}, {"events", 3}, {"since", {{1, 5}}}});
  stage.deliver(back(6, 7));
  stage.deliver(back(6, 7));
  stage.deliver(back(9, 8));
  CHECK(stage.take_shown() == strings{"14:02:51 * ada is back", "14:02:51 * bob is back"});
}

TEST_CASE("where the state does not tell what was last, the past passes unshown and the state comes after it") {
  follower_stage stage;
  stage.open();
  stage.answer("sessions", {{"sessions", {{{"id", 3}, {"name", "attic"}}}}});
  stage.answer("players", {{"players", json::array()}});
  stage.answer("enter_session", json::object());
  stage.answer("state", state());
  stage.deliver(back(4, 7));
  stage.deliver({{"type", "sync"}, {"mux_id", 2}});
  stage.deliver(back(5, 7));
  stage.deliver({{"type", "sync"}, {"mux_id", 1}});
  CHECK(stage.take_shown().empty());
  stage.answer("state", state());
  const auto shown = stage.take_shown();
  REQUIRE(shown.size() == 2);
  CHECK(shown[1] == "14:02:51 * ada is back");
}

TEST_CASE("after a cut it goes on from the last event, and what was missed is shown once") {
  follower_stage stage;
  stage.join();
  stage.deliver(back(6, 7));
  static_cast<void>(stage.take_shown());
  stage.lose();
  CHECK(stage.take_remarks() == strings{"the server is gone; trying again"});
  static_cast<void>(stage.take_connects());
  stage.pass(10s);
  CHECK(stage.take_connects() == 1);
  static_cast<void>(stage.take_sent());
  stage.open();
  stage.answer("enter_session", json::object());
  stage.answer("state", state());
  CHECK(stage.take_sent().back().at("since") == json{{1, 6}});
  stage.deliver(back(7, 8));
  stage.sync();
  CHECK(stage.take_shown() == strings{"14:02:51 * bob is back"});
  CHECK(stage.take_remarks() == strings{"the server is back"});
}

TEST_CASE("a session that is not there ends it, and so does a server that never was") {
  follower_stage stage;
  stage.open();
  stage.answer("sessions", {{"sessions", json::array()}});
  REQUIRE(stage.left());
  CHECK(stage.left()->code == exit_refused);
  follower_stage other;
  other.lose({fault_kind::unreachable, "nobody listens", {}, {}});
  REQUIRE(other.left());
  CHECK(other.left()->code == exit_no_connection);
}

TEST_CASE("what is typed is done in its order, under keys, with ids in place of names") {
  follower_stage stage{person()};
  stage.type("/catch caught=red period_id=7");
  stage.join();
  stage.type("hello");
  auto sent = stage.take_sent();
  CHECK(sent.at(sent.size() - 2).at("args") == json{{"caught", 2}, {"period_id", 7}});
  CHECK(sent.at(sent.size() - 2).at("key") == "run-1");
  CHECK(sent.back().at("action") == "say");
  static_cast<void>(stage.take_shown());
  stage.answer("catch", {{"teams", json::array()}});
  CHECK(stage.take_shown() == strings{"/catch: teams=[]"});
  stage.answer("say", {{"message", nullptr}, {"guess", "near"}});
  CHECK(stage.take_shown() == strings{"that is very near"});
  stage.type("/vote_kick player=nobody");
  CHECK(stage.take_complaints().at(0).starts_with("/vote_kick: not_found: there is no player \"nobody\""));
  stage.type("/place_pixel 3");
  CHECK(stage.take_complaints().at(0).starts_with("\"/place_pixel\": write NAME=VALUE"));
}

TEST_CASE("what was not answered over a cut is asked for again under the same key") {
  follower_stage stage{person()};
  stage.join();
  stage.type("/vote_skip");
  stage.type("hello");
  stage.refuse("say", "shutting_down");
  stage.lose();
  stage.pass(10s);
  static_cast<void>(stage.take_sent());
  stage.come_back();
  const auto sent = stage.take_sent();
  REQUIRE(sent.size() >= 2);
  CHECK(sent.at(sent.size() - 2).at("action") == "vote_skip");
  CHECK(sent.at(sent.size() - 2).at("key") == "run-1");
  CHECK(sent.back().at("key") == "run-2");
}

TEST_CASE("a player signs in, again after a cut with the token, and plays here where that is asked for") {
  auto how = person();
  how.credentials = {{"handle", "ada"}};
  how.joins = true;
  follower_stage stage{how};
  stage.open();
  stage.answer("sessions", {{"sessions", {{{"id", 3}, {"name", "attic"}}}}});
  stage.answer("players", {{"players", json::array()}});
  CHECK(stage.take_sent().back().at("args") == json{{"handle", "ada"}});
  stage.answer("sign_in", {{"player", {{"id", 7}, {"handle", "ada"}}}, {"token", "t"}});
  CHECK(stage.take_sent().back().at("args") == json{{"session", 3}});
  stage.answer("set_player_session", json::object());
  stage.answer("enter_session", json::object());
  stage.lose();
  stage.pass(10s);
  stage.open();
  CHECK(stage.take_sent().back().at("args") == json{{"token", "t"}});
  stage.refuse("sign_in", "unauthorized");
  REQUIRE(stage.left());
  CHECK(stage.left()->code == exit_refused);
}

TEST_CASE("what only some are told is shown, and other broadcasts only teach names") {
  follower_stage stage;
  stage.join();
  static_cast<void>(stage.take_shown());
  const json data{{"turn", 1}, {"word", "tree"}};
  stage.deliver({{"type", "broadcast"}, {"session", 3}, {"event", "word_chosen"}, {"at", nullptr}, {"data", data}});
  stage.deliver({{"type", "broadcast"}, {"session", 4}, {"event", "word_chosen"}, {"at", nullptr}, {"data", data}});
  stage.deliver({{"type", "broadcast"}, {"session", 3}, {"event", "player_back"}, {"data", {{"player", 7}}}});
  CHECK(stage.take_shown() == strings{"- * you draw \"tree\""});
  stage.deliver(
      {{"type", "broadcast"}, {"event", "player_added"}, {"data", {{"player", {{"id", 9}, {"handle", "eve"}}}}}});
  stage.deliver(back(6, 9));
  CHECK(stage.take_shown() == strings{"14:02:51 * eve is back"});
}

TEST_CASE("a filter ends when the input has, all is answered, and what came of it was shown") {
  follower_stage stage;
  stage.join();
  stage.type("/stop");
  stage.end_input();
  CHECK_FALSE(stage.left());
  stage.answer("stop", json::object());
  CHECK_FALSE(stage.left());
  stage.answer("events", {{"events", json::array({back(6, 7)})}});
  CHECK_FALSE(stage.left());
  stage.deliver(back(6, 7));
  REQUIRE(stage.left());
  CHECK(stage.left()->code == exit_done);
}

TEST_CASE("a filter of which something was refused says so by its exit code") {
  follower_stage stage;
  stage.join();
  stage.type("/fly");
  stage.refuse("fly", "unknown_action");
  CHECK(stage.take_complaints() == strings{"/fly: unknown_action: no"});
  stage.end_input();
  stage.answer("events", {{"events", json::array()}});
  REQUIRE(stage.left());
  CHECK(stage.left()->code == exit_refused);
}

TEST_CASE("a look at the state is just that") {
  follower_settings how;
  how.once = true;
  follower_stage stage{how};
  stage.open();
  stage.answer("sessions", {{"sessions", {{{"id", 3}, {"name", "attic"}}}}});
  stage.answer("players", {{"players", json::array()}});
  stage.answer("enter_session", json::object());
  stage.answer("state", state());
  CHECK(stage.take_shown().size() == 1);
  REQUIRE(stage.left());
  CHECK(stage.left()->code == exit_done);
}

TEST_CASE("who placed how much belongs to the state of a canvas, on however many pages") {
  follower_stage stage;
  stage.open();
  stage.answer("sessions", {{"sessions", {{{"id", 3}, {"name", "attic"}}}}});
  stage.answer("players", {{"players", json::array()}});
  stage.answer("enter_session", json::object());
  auto here = state(json::array({back(5, 7)}));
  here["game"] = {{"mode", "place"}, {"number", 1}};
  stage.answer("state", here);
  CHECK(stage.take_shown().empty());
  stage.answer("counts", {{"players", {{{"player", 7}, {"team", 2}, {"placed", 1}, {"seen", 1}}}}, {"more", true}});
  CHECK(stage.take_sent().back().at("args") == json{{"after", 7}});
  stage.answer("counts", {{"players", {{{"player", 9}, {"team", nullptr}, {"placed", 4}, {"seen", 1}}}}});
  const auto shown = stage.take_shown();
  REQUIRE(shown.size() == 1);
  CHECK(shown[0].ends_with("PLAYER    TEAM  PLACED  SEEN\nplayer 9  -     4       1\nada       red   1       1"));
}

TEST_CASE("a silent server is asked whether it is there, and given up") {
  follower_stage stage;
  stage.join();
  static_cast<void>(stage.take_sent());
  stage.pass(31s);
  CHECK(stage.take_sent().back().at("action") == "ping");
  stage.pass(30s);
  stage.lose({fault_kind::lost, "cut off", {}, {}});
  CHECK(stage.take_remarks() == strings{"the server has said nothing for 60 s; trying again"});
}

TEST_CASE("a program is given events and messages as they are") {
  follower_settings how;
  how.style.json = true;
  follower_stage stage{how};
  stage.join();
  CHECK(json::parse(stage.take_shown().at(0)) == state(json::array({back(5, 7)})));
  stage.deliver(back(6, 7));
  auto expected = back(6, 7);
  expected.erase("type");
  expected.erase("mux_id");
  CHECK(json::parse(stage.take_shown().at(0)) == expected);
  stage.deliver(client::samples::chat_item_json(4, "hello"));
  CHECK(json::parse(stage.take_shown().at(0)).at("text") == "hello");
}

} // namespace atelier::cli::play
