#include "engine/feed/report_requests.hpp"
#include "engine/uuid_source.hpp"
#include "tests/engine/feed/feed_room.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

using seqnos = std::vector<seqno_t>;

} // namespace

TEST_CASE("what is written gets the server's next number, is on disk before it is answered, and then is heard") {
  feed_room d;
  d.read(bob, all_of(lobby));
  d.ask(eve, "post_thread", {{"thread_uuid", uuid_of(10)}, {"links", {{"entity", "x"}}}});
  CHECK(d.response(eve).is_null());
  CHECK(d.came(bob).empty());
  d.commit();
  CHECK(d.response(eve).at("result") == json{{"srv_id", 1}, {"seqno", 1}, {"thread_uuid", uuid_of(10)}});
  REQUIRE(d.came(bob).size() == 1);
  CHECK(d.came(bob).front().at("type") == "thread");
  CHECK(d.came(bob).front().at("proj_id") == 1);
  CHECK(d.entry(20, session_id{2})
        == json{{"srv_id", 1}, {"seqno", 2}, {"entry_uuid", uuid_of(20)}, {"version_uuid", uuid_of(21)}});
  CHECK(d.write(eve, "post_comment", {{"thread_uuid", uuid_of(10)}, {"body", "x"}}).at("seqno") == 3);
  CHECK(d.seqnos(bob) == seqnos{1, 3});
}

TEST_CASE("a write that is refused takes no number, and the same again no second one") {
  feed_room d;
  CHECK(d.write(eve, "post_thread", {{"links", json::object()}}).at("code") == "bad_data");
  const auto first = d.thread(10);
  CHECK(d.thread(10) == first);
  CHECK(first.at("seqno") == 1);
  CHECK(d.entry(20).at("seqno") == 2);
  CHECK(d.stored<feed_message>().size() == 2);
}

TEST_CASE("who writes is the player, else the client that is named, else nobody") {
  auto state = two_projects();
  state.players.push_back({player_id{1}, "ada", "", {}, {}, false, uuid_of(900)});
  state.next_player_id = player_id{2};
  feed_room d{std::move(state)};
  d.thread(10);
  CHECK(json_of(last_of(d)).at("user_uuid") == "00000000-0000-0000-0000-000000000000");
  command named;
  named.id = 50;
  named.session = lobby;
  named.action = "post_thread";
  named.args = {{"links", {{"entity", "x"}}}};
  named.client = uuid_of(901);
  d.give(command_received{eve, named});
  d.commit();
  CHECK(json_of(last_of(d)).at("user_uuid") == public_uuid_of(uuid_of(901)));
  CHECK(json_of(last_of(d)).dump().find(uuid_of(901)) == std::string::npos);
  d.ask(eve, "sign_in", {{"handle", "ada"}}, {});
  const auto check = d.next<check_passphrase>();
  REQUIRE(check);
  d.give(passphrase_checked{check->request, true, "token"});
  d.commit();
  d.entry(20);
  CHECK(json_of(last_of(d)).at("user_uuid") == uuid_of(900));
  CHECK(json_of(last_of(d)).at("user_id") == uuid_of(900));
}

TEST_CASE("a new player has a UUID of his own") {
  feed_room d;
  const auto ada_uuid = d.write(eve, "add_player", {{"handle", "ada"}}, {}).at("player").at("uuid");
  const auto bob_uuid = d.write(eve, "add_player", {{"handle", "bob"}}, {}).at("player").at("uuid");
  CHECK(ada_uuid.get<std::string>().size() == 36);
  CHECK(ada_uuid != bob_uuid);
  CHECK(d.stored<player_record>().front().uuid == ada_uuid);
}

TEST_CASE("a comment is an admin's to edit, whoever wrote it") {
  feed_room d;
  d.thread(10);
  const json args{{"thread_uuid", uuid_of(10)}, {"comment_uuid", uuid_of(11)}};
  auto said = args, changed = args;
  said["body"] = "one";
  changed["body"] = "two";
  d.write(eve, "post_comment", said);
  CHECK(d.write(eve, "post_comment", changed).at("code") == "unauthorized");
  CHECK(d.write(ada, "post_comment", changed).at("seqno") == 3);
}

TEST_CASE("the feed of a session that is removed goes with it, and its streams end") {
  feed_room d;
  d.read(bob, all_of(lobby));
  d.thread(10);
  d.write(ada, "remove_session", {});
  REQUIRE(d.heard<text_stream_ended>(bob).size() == 1);
  CHECK(d.heard<text_stream_ended>(bob).front().reason == "removed");
  d.receive({feed_room::foreign(2, 5, 40)});
  d.give(feed_position_asked{peer, lobby});
  CHECK(d.next<feed_position>().value().have == version_vector{{1, limits::client_number_max}});
}

TEST_CASE("a report is made elsewhere, a few at a time") {
  feed_room d;
  d.give(report_requested{eve, 7, session_id{2}, version_vector{{1, 4}}});
  const auto wanted = d.next<read_report>();
  REQUIRE(wanted);
  CHECK(wanted->project_uuid == uuid_of(1'002));
  CHECK(wanted->at == version_vector{{1, 4}});
  d.give(report_requested{eve, 8, lobby, {}});
  d.give(report_requested{eve, 9, lobby, {}});
  REQUIRE(d.heard<report_ready>(eve).size() == 1);
  CHECK(d.heard<report_ready>(eve).front().request == 9);
  CHECK(d.heard<report_ready>(eve).front().report.error().code == errc::rate_limited);
  d.give(report_read{wanted->request, std::make_shared<const std::string>("{}")});
  CHECK(d.heard<report_ready>(eve).back().request == 7);
  CHECK(d.heard<report_ready>(eve).back().report.has_value());
  d.give(report_requested{eve, 10, session_id{9}, {}});
  CHECK(d.heard<report_ready>(eve).back().report.error().code == errc::not_found);
  d.give(shutdown_requested{"test", false});
  CHECK(d.heard<report_ready>(eve).back().request == 8);
  CHECK(d.heard<report_ready>(eve).back().report.error().code == errc::shutting_down);
  d.give(report_requested{eve, 11, lobby, {}});
  CHECK(d.heard<report_ready>(eve).back().report.error().code == errc::shutting_down);
}

TEST_CASE("reports that nobody takes keep new ones from being made") {
  world all{limits{}, two_projects()};
  all.clients.emplace(eve, connection{false, pixel_budget{all.bounds(), {}}});
  constexpr std::size_t untaken_max = 10;
  report_requests reports{all, untaken_max};
  const auto ask = [&] {
    effects out;
    turn now{{}, out};
    reports.on(report_requested{eve, 1, lobby, {}}, now);
    return std::holds_alternative<read_report>(out.front()) ? std::get<read_report>(out.front()).request : 0;
  };
  const auto first = ask();
  REQUIRE(first != 0);
  effects given;
  {
    turn now{{}, given};
    reports.on(report_read{first, std::make_shared<const std::string>(untaken_max, 'x')}, now);
  }
  CHECK(ask() == 0);
  given.clear();
  CHECK(ask() != 0);
}

TEST_CASE("what the streams of one connection name in their since is limited") {
  feed_room d;
  text_source source{text_kind::feed, lobby};
  for (std::uint32_t id = 0; id < limits::since_max; ++id)
    source.since[id] = 1;
  constexpr auto most = feed_limits::client_since_max / limits::since_max;
  for (std::uint32_t i = 0; i < most; ++i)
    d.give(texts_requested{eve, mux_id{i}, source});
  CHECK(d.heard<stream_refused>(eve).empty());
  d.give(texts_requested{eve, mux_id{most}, source});
  REQUIRE(d.heard<stream_refused>(eve).size() == 1);
  CHECK(d.heard<stream_refused>(eve).front().what.code == errc::rate_limited);
  d.give(texts_requested{bob, mux_id{1}, source});
  CHECK(d.heard<stream_refused>(bob).empty());
}

TEST_CASE("what is heard live by many is encoded once") {
  feed_room d;
  for (const auto who : {eve, bob})
    d.read(who, {text_kind::feed, lobby, {}, {}, {true, true, true}});
  d.entry(20);
  const auto by_eve = d.heard<text_items>(eve).back().items;
  const auto by_bob = d.heard<text_items>(bob).back().items;
  REQUIRE(by_eve.size() == 1);
  REQUIRE(by_bob.size() == 1);
  CHECK(by_eve.front().members == by_bob.front().members);
}
