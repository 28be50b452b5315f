#include "engine/engine.hpp"

#include <deque>
#include <doctest/doctest.h>
#include <string>
#include <vector>

using namespace atelier;
using namespace std::chrono_literals;

namespace {

constexpr connection_id ada{1};
constexpr connection_id bob{2};
constexpr session_id lobby{1};
constexpr mux_id mux{5};

recovered_state two_sessions() {
  recovered_state out;
  out.srv_id = 1;
  out.sessions.push_back({lobby, "u1", "lobby", "free", {}, {}});
  out.sessions.push_back({session_id{2}, "u2", "studio", "free", {}, {}});
  out.next_session_id = session_id{3};
  return out;
}

/// An engine whose storage, history and worker answer when they are told to.
class desk {
public:
  explicit desk(recovered_state state = two_sessions()) : engine_{{}, std::move(state)} {
    give(connected{ada, true, {}});
    give(connected{bob, true, {}});
  }

  void give(auto&& input) {
    effects out;
    now_.mono += 1ms;
    engine_.apply(std::forward<decltype(input)>(input), now_, out);
    for (auto& each : out) {
      if (auto* message = std::get_if<to_connection>(&each))
        said_.push_back(std::move(*message));
      else if (auto* batch = std::get_if<store_batch>(&each))
        batches_.push_back(batch->ticket);
      else
        rest_.push_back(std::move(each));
    }
  }

  void commit() {
    while (!batches_.empty()) {
      const auto ticket = batches_.front();
      batches_.pop_front();
      give(committed{ticket});
    }
  }

  void ask(connection_id who, std::string action, json args, std::optional<session_id> session = lobby,
           std::optional<std::string> key = {}) {
    command what;
    what.id = next_id_++;
    what.session = session;
    what.action = std::move(action);
    what.args = std::move(args);
    what.key = std::move(key);
    give(command_received{who, std::move(what)});
  }

  void subscribe(connection_id who, session_id session) {
    give(chat_requested{who, mux, {session, {}}});
  }

  template <class Message>
  [[nodiscard]] std::vector<Message> heard(connection_id who) const {
    std::vector<Message> out;
    for (const auto& each : said_)
      if (const auto* what = std::get_if<Message>(&each.what); what && each.to == who)
        out.push_back(*what);
    return out;
  }

  /// The next effect of one kind that nobody has looked at.
  template <class Effect>
  [[nodiscard]] std::optional<Effect> next() {
    for (auto each = rest_.begin(); each != rest_.end(); ++each)
      if (auto* what = std::get_if<Effect>(&*each)) {
        auto found = std::move(*what);
        rest_.erase(each);
        return found;
      }
    return std::nullopt;
  }

  /// The last response to a connection.
  [[nodiscard]] json response(connection_id who) const {
    const auto all = heard<deliver>(who);
    for (auto each = all.rbegin(); each != all.rend(); ++each)
      if (each->response)
        return json::parse(*each->text);
    return {};
  }

private:
  engine engine_;
  instant now_{instant::clock::time_point{1h}, {}};
  std::vector<to_connection> said_;
  std::deque<ticket_id> batches_;
  std::vector<effect> rest_;
  std::int64_t next_id_ = 1;
};

chat_message stored(seqno_t seqno) {
  chat_message out;
  out.seqno = out.id = seqno;
  out.session = lobby;
  out.handle = "anonymous";
  out.text = "as it was";
  return out;
}

} // namespace

TEST_CASE("a stream that ends as its client closes it ends once, and its mux serves the next") {
  desk d;
  d.subscribe(ada, session_id{2});
  d.ask(bob, "remove_session", {}, session_id{2});
  d.give(text_stream_left{ada, mux});
  d.commit();
  REQUIRE(d.heard<text_stream_ended>(ada).size() == 1);
  CHECK(d.heard<text_stream_ended>(ada).front().reason == "removed");
  d.subscribe(ada, lobby);
  d.ask(bob, "say", {{"text", "still here"}});
  d.commit();
  CHECK(d.heard<text_stream_ended>(ada).size() == 1);
  CHECK(d.heard<text_items>(ada).back().items.size() == 1);
  d.give(disconnected{ada});
  d.ask(bob, "who", {});
  d.commit();
  CHECK(d.response(bob).at("result").at("who").empty());
}

TEST_CASE("a page of a chat that was removed meanwhile does not reach the next stream of its mux") {
  auto state = two_sessions();
  state.next_chat_seqno = 10;
  desk d{std::move(state)};
  d.subscribe(ada, session_id{2});
  d.give(text_page_taken{ada, mux});
  const auto page = d.next<read_chat>();
  REQUIRE(page);
  d.ask(bob, "remove_session", {}, session_id{2});
  d.commit();
  CHECK(d.heard<text_stream_ended>(ada).empty());
  std::vector<shared_text> items{std::make_shared<const std::string>("\"seqno\":1")};
  d.give(chat_read{ada, mux, std::move(items), page->until});
  REQUIRE(d.heard<text_stream_ended>(ada).size() == 1);
  CHECK(d.heard<text_stream_ended>(ada).front().reason == "removed");
  for (const auto& each : d.heard<text_items>(ada))
    CHECK(each.items.empty());
}

TEST_CASE("a change that is asked twice with one key while the disk is asked happens once") {
  auto state = two_sessions();
  state.next_chat_seqno = 10;
  desk d{std::move(state)};
  for (int i = 0; i < 2; ++i)
    d.ask(ada, "edit_message", {{"message", 7U}, {"text", "better"}}, lobby, "once");
  const auto first = d.next<find_messages>();
  const auto second = d.next<find_messages>();
  REQUIRE((first && second));
  d.give(messages_found{first->request, std::vector<chat_message>{stored(7)}});
  d.give(messages_found{second->request, std::vector<chat_message>{stored(7)}});
  d.commit();
  std::vector<json> answers;
  for (const auto& each : d.heard<deliver>(ada))
    if (each.response)
      answers.push_back(json::parse(*each.text).at("result").at("message").at("seqno"));
  CHECK(answers == std::vector<json>{10, 10});
}

TEST_CASE("a change whose client is gone before the disk answers is not made, and can be asked again") {
  auto state = two_sessions();
  state.next_chat_seqno = 10;
  desk d{std::move(state)};
  d.ask(ada, "edit_message", {{"message", 7U}, {"text", "better"}}, lobby, "later");
  const auto asked = d.next<find_messages>();
  d.give(disconnected{ada});
  d.give(messages_found{asked.value().request, std::vector<chat_message>{stored(7)}});
  d.ask(bob, "edit_message", {{"message", 7U}, {"text", "better"}}, lobby, "later");
  const auto again = d.next<find_messages>();
  d.give(messages_found{again.value().request, std::vector<chat_message>{stored(7)}});
  d.commit();
  CHECK(d.response(bob).at("result").at("message").at("seqno") == 10);
}

TEST_CASE("what an admin changes of what somebody verified said is no longer known to be theirs") {
  desk d;
  auto said = stored(1);
  said.identity = author_identity::verified;
  said.author = player_id{3};
  d.ask(ada, "edit_message", {{"message", 1U}, {"text", "other words"}});
  d.give(messages_found{d.next<find_messages>().value().request, std::vector<chat_message>{said}});
  d.commit();
  CHECK(d.response(ada).at("result").at("message").at("identity") == "claimed");
}

TEST_CASE("a picture whose session is removed while it is made is not made") {
  desk d;
  d.give(picture_posted{ada, 1, {"late", "", {}, {}, session_id{2}, {}, std::make_shared<const bytes>(3)}});
  const auto upload = d.next<decode_upload>();
  REQUIRE(upload);
  raster pixels{8, 8};
  d.give(png_decoded{upload->request, pixels.view()});
  const auto write = d.next<write_snapshot>();
  REQUIRE(write);
  d.ask(bob, "remove_session", {}, session_id{2});
  d.give(snapshot_written{write->picture, write->snapshot, {}});
  d.commit();
  CHECK(d.response(ada).at("error").at("code") == "not_found");
  CHECK(d.next<drop_snapshots>());
}

TEST_CASE("who waits for the disk or for a passphrase when the server stops is told so") {
  desk d;
  d.ask(ada, "search_messages", {{"query", "x"}});
  d.ask(bob, "add_player", {{"handle", "bob"}, {"passphrase", "secret"}}, std::nullopt);
  d.give(shutdown_requested{"test", false});
  d.commit();
  CHECK(d.response(ada).at("error").at("code") == "shutting_down");
  CHECK(d.response(bob).at("error").at("code") == "shutting_down");
}
