#include "tests/engine/feed/feed_room.hpp"

#include "protocol/feed_limits.hpp"

#include <array>
#include <doctest/doctest.h>
#include <random>

using namespace atelier;
using namespace atelier::test;

namespace {

using seqnos = std::vector<seqno_t>;

text_source all_of(session_id session, version_vector since = {}) {
  text_source out;
  out.session = session;
  out.since = std::move(since);
  out.kinds = {true, true, true};
  return out;
}

json json_of(const feed_message& what) {
  return json::parse("{" + what.members + "}");
}

feed_message last(const feed_room& room) {
  return room.stored<feed_message>().back();
}

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
  CHECK(json_of(last(d)).at("user_uuid") == "00000000-0000-0000-0000-000000000000");
  command named;
  named.id = 50;
  named.session = lobby;
  named.action = "post_thread";
  named.args = {{"links", {{"entity", "x"}}}};
  named.client = uuid_of(901);
  d.give(command_received{eve, named});
  d.commit();
  CHECK(json_of(last(d)).at("user_uuid") == uuid_of(901));
  d.ask(eve, "sign_in", {{"handle", "ada"}}, {});
  const auto check = d.next<check_passphrase>();
  REQUIRE(check);
  d.give(passphrase_checked{check->request, true, "token"});
  d.commit();
  d.entry(20);
  CHECK(json_of(last(d)).at("user_uuid") == uuid_of(900));
  CHECK(json_of(last(d)).at("user_id") == uuid_of(900));
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

TEST_CASE("what is archived is its standing message again, by its writer, as of all that the project has") {
  feed_room d;
  d.thread(10);
  d.entry(20);
  d.write(ada, "post_comment", {{"thread_uuid", uuid_of(10)}, {"comment_uuid", uuid_of(30)}, {"body", "one"}});
  d.sleep(std::chrono::seconds{1});
  d.write(ada, "post_comment", {{"thread_uuid", uuid_of(10)}, {"comment_uuid", uuid_of(30)}, {"body", "two"}});
  d.receive({feed_room::foreign(2, 7, 40)});
  d.commit();

  CHECK(d.write(eve, "archive", {{"comment_uuid", uuid_of(30)}})
        == json{{"srv_id", 1}, {"seqno", 5}, {"comment_uuid", uuid_of(30)}, {"thread_uuid", uuid_of(10)}});
  auto members = json_of(last(d));
  CHECK(members.at("body") == "two");
  CHECK(members.at("archivetime") == json::parse("[[1,4],[2,7]]"));
  CHECK(members.at("submissiontime") == "1970-01-01T00:00:01.001Z");
  CHECK(members.at("authortime") == "1970-01-01T00:00:01.000Z");
  // An edit carries on that it is archived.
  d.sleep(std::chrono::seconds{1});
  d.write(ada, "post_comment", {{"thread_uuid", uuid_of(10)}, {"comment_uuid", uuid_of(30)}, {"body", "three"}});
  CHECK(json_of(last(d)).at("archivetime") == json::parse("[[1,4],[2,7]]"));
  d.write(eve, "unarchive", {{"comment_uuid", uuid_of(30)}});
  CHECK(json_of(last(d)).at("body") == "three");
  CHECK(json_of(last(d)).at("archivetime") == nullptr);

  CHECK(
      d.write(eve, "archive", {{"entry_uuid", uuid_of(20)}, {"archivetime", json::parse("[[1,2]]")}}).at("version_uuid")
      == uuid_of(21));
  CHECK(last(d).uuid == uuid_of(21));
  CHECK(json_of(last(d)).at("archivetime") == json::parse("[[1,2]]"));

  // What another server put in besides stays, and so does who wrote it.
  CHECK(d.write(eve, "archive", {{"thread_uuid", uuid_of(40)}}).at("srv_id") == 1);
  members = json_of(last(d));
  CHECK(members.at("colour") == "odd");
  CHECK(members.at("user_uuid") == uuid_of(800));
  CHECK(members.at("submissiontime") == "2026-01-01T00:00:00.001Z");
  // The same write again is still the first one.
  CHECK(d.thread(10).at("seqno") == 1);
}

TEST_CASE("what can't be archived is refused by name") {
  feed_room d;
  d.thread(10);
  const auto message = [&](const char* action, json args) {
    return d.write(eve, action, std::move(args)).at("message").get<std::string>();
  };
  CHECK(message("archive", json::object()).find("a \"thread_uuid\"") != std::string::npos);
  CHECK(d.write(eve, "archive", {{"thread_uuid", uuid_of(10)}, {"entry_uuid", uuid_of(20)}}).at("code")
        == "ambiguous_data");
  CHECK(message("archive", {{"thread_uuid", "x"}}).find("\"x\"; it must be a UUID") != std::string::npos);
  CHECK(message("unarchive", {{"comment_uuid", uuid_of(11)}}).find("no comment " + uuid_of(11)) != std::string::npos);
  CHECK(message("archive", {{"entry_uuid", uuid_of(11)}}).find("no entry " + uuid_of(11)) != std::string::npos);
  CHECK(message("archive", {{"thread_uuid", uuid_of(10)}, {"archivetime", true}}).find("is true") != std::string::npos);
  CHECK(message("unarchive", {{"thread_uuid", uuid_of(10)}, {"archivetime", json::array()}}).find("has none")
        != std::string::npos);
  CHECK(d.stored<feed_message>().size() == 1);
}

TEST_CASE("an edit that comes while a comment is looked for is what is archived") {
  feed_room d;
  d.thread(10);
  const json args{{"thread_uuid", uuid_of(10)}, {"comment_uuid", uuid_of(30)}};
  auto edited = args;
  edited["body"] = "one";
  d.write(ada, "post_comment", edited);
  d.ask(eve, "archive", {{"comment_uuid", uuid_of(30)}});
  const auto wanted = d.next<find_feed>();
  REQUIRE(wanted);
  const auto before = d.find(*wanted);
  d.sleep(std::chrono::seconds{1});
  edited["body"] = "two";
  d.write(ada, "post_comment", edited);
  d.give(feed_found{wanted->request, before});
  CHECK(d.settled(eve).at("seqno") == 4);
  CHECK(json_of(last(d)).at("body") == "two");
}

TEST_CASE("whoever archives something is answered once, whatever becomes of the session, the disk or the server") {
  feed_room d;
  d.thread(10);
  d.ask(eve, "archive", {{"thread_uuid", uuid_of(10)}});
  const auto wanted = d.next<find_feed>();
  REQUIRE(wanted);
  std::string code;
  SUBCASE("session") {
    d.write(ada, "remove_session", {});
    d.give(feed_found{wanted->request, d.find(*wanted)});
    code = "not_found";
  }
  SUBCASE("disk") {
    d.give(feed_found{wanted->request, failure(errc::storage_failure, "can't be read")});
    code = "storage_failure";
  }
  SUBCASE("server") {
    d.give(shutdown_requested{"test", false});
    d.give(feed_found{wanted->request, d.find(*wanted)});
    code = "shutting_down";
  }
  SUBCASE("gone") {
    d.give(disconnected{eve});
    d.give(feed_found{wanted->request, d.find(*wanted)});
  }
  d.commit();
  CHECK(d.stored<feed_message>().size() == 1);
  if (!code.empty())
    CHECK(d.response(eve).at("error").at("code") == code);
}

TEST_CASE("a stream sends what its reader lacks of each server, and of the kinds that he asked for") {
  feed_room d;
  d.read(ada, all_of(lobby));
  d.thread(10);
  d.receive({feed_room::foreign(2, 5, 40), feed_room::foreign(3, 2, 41), feed_room::foreign(2, 9, 42)});
  d.entry(20);
  d.read(bob, all_of(lobby, {{1, 1}, {2, 5}}));
  CHECK(d.seqnos(bob) == seqnos{2, 9, 2});
  auto entries = all_of(lobby);
  entries.kinds = {true, false, false};
  d.read(bob, entries, mux_id{6});
  CHECK(d.seqnos(bob, mux_id{6}) == seqnos{2});
  d.thread(11);
  d.entry(22);
  CHECK(d.seqnos(bob) == seqnos{2, 9, 2, 3, 4});
  CHECK(d.seqnos(bob, mux_id{6}) == seqnos{2, 4});
  // What he has already of what comes later is not sent either.
  d.read(bob, all_of(lobby, {{2, 20}}), mux_id{7});
  const auto before = d.came(bob, mux_id{7}).size();
  d.receive({feed_room::foreign(2, 20, 43), feed_room::foreign(2, 21, 44)});
  d.commit();
  CHECK(d.came(bob, mux_id{7}).size() == before + 1);
  CHECK(d.came(bob, mux_id{7}).back().at("thread_uuid") == uuid_of(44));
  CHECK(d.seqnos(ada) == seqnos{1, 5, 2, 9, 2, 3, 4, 20, 21});
}

TEST_CASE("a stream's past is asked for by what its reader lacks, and goes on live without a gap") {
  auto state = two_projects();
  state.next_feed_arrival = 10;
  feed_room d{std::move(state)};
  d.read(bob, all_of(lobby, {{2, 5}}));
  d.give(text_page_taken{bob, mux});
  const auto page = d.next<read_texts>();
  REQUIRE(page);
  CHECK(page->kind == text_kind::feed);
  CHECK(page->after == 0);
  CHECK(page->until == 9);
  REQUIRE(page->selection);
  CHECK(page->selection->since == version_vector{{2, 5}});
  d.thread(10);
  CHECK(d.came(bob).empty());
  d.give(texts_read{bob, mux, text_kind::feed, std::vector<text_item>{}, page->until});
  d.commit();
  CHECK(d.seqnos(bob) == seqnos{1});
}

TEST_CASE("a project is subscribed by its UUID too, and what is none is refused by name") {
  feed_room d;
  auto source = all_of({});
  source.project_uuid = uuid_of(1'002);
  d.read(bob, source);
  d.entry(20, session_id{2});
  CHECK(d.came(bob).size() == 1);
  source.project_uuid = uuid_of(1'003);
  d.read(bob, source, mux_id{6});
  REQUIRE(d.heard<stream_refused>(bob).size() == 1);
  CHECK(d.heard<stream_refused>(bob).front().what.message == "there is no project with the UUID " + uuid_of(1'003));
  d.give(text_stream_left{bob, mux});
  d.entry(22, session_id{2});
  CHECK(d.came(bob).size() == 1);
  CHECK(d.heard<text_stream_ended>(bob).size() == 1);
}

TEST_CASE("another server's messages keep their numbers, come once, and in their order") {
  feed_room d;
  d.read(bob, all_of(lobby));
  d.receive({feed_room::foreign(2, 5, 40), feed_room::foreign(2, 5, 40), feed_room::foreign(2, 4, 41)});
  d.commit();
  CHECK(d.seqnos(bob) == seqnos{5});
  CHECK(d.came(bob).front().at("srv_id") == 2);
  CHECK(d.came(bob).front().at("colour") == "odd");
  // Its own number of the same project is no other server's.
  d.receive({feed_room::foreign(1, 9, 42), feed_room::foreign(3, 1, 43)});
  d.receive({feed_room::foreign(2, 5, 40)}, session_id{2});
  d.commit();
  CHECK(d.seqnos(bob) == seqnos{5, 1});
  CHECK(d.stored<feed_message>().size() == 3);
  CHECK(d.stored<feed_message>().back().project == session_id{2});
  std::vector<seqno_t> arrivals;
  for (const auto& each : d.stored<feed_message>())
    arrivals.push_back(each.arrival);
  CHECK(arrivals == seqnos{1, 2, 3});
  const auto line = d.next<log_line>();
  REQUIRE(line);
  CHECK(line->text.find("two servers may not have the same srv_id") != std::string::npos);
  d.receive({feed_room::foreign(1, 9, 42)});
  CHECK_FALSE(d.next<log_line>());
  CHECK(d.thread(10).at("seqno") == 1);
}

TEST_CASE("a link to what is not known yet is kept, and what comes of it is seen by the rules") {
  feed_room d;
  auto orphan = feed_room::foreign(2, 1, 30);
  orphan.kind = feed_kind::comment;
  orphan.members = R"("user_uuid":"x","comment_uuid":")" + uuid_of(30) + R"(","thread_uuid":")" + uuid_of(10)
                   + R"(","body":"early","authortime":"2026-01-01T00:00:00Z")";
  d.receive({orphan});
  d.commit();
  CHECK(d.stored<feed_message>().size() == 1);
  CHECK(d.write(eve, "post_thread", {{"links", {{"comment", uuid_of(30)}}}}).contains("seqno"));
  d.receive({feed_room::foreign(3, 1, 10)});
  d.commit();
  CHECK(d.write(eve, "post_comment", {{"thread_uuid", uuid_of(10)}, {"body", "late"}}).contains("seqno"));
}

TEST_CASE("batches of another server are taken when what they brought is on disk, and also where nobody wants them") {
  feed_room d;
  d.receive({feed_room::foreign(2, 5, 40)});
  CHECK_FALSE(d.next<feed_items_taken>());
  d.commit();
  CHECK(d.next<feed_items_taken>().value().url == peer);
  d.receive({feed_room::foreign(2, 6, 41)}, session_id{9});
  CHECK(d.next<feed_items_taken>().value().url == peer);
  CHECK(d.stored<feed_message>().size() == 1);
  auto large = feed_room::foreign(2, 7, 42);
  large.members += ",\"x\":\"" + std::string(feed_limits::foreign_message_bytes_max, 'x') + "\"";
  d.receive({large, feed_room::foreign(2, 8, 43)});
  d.commit();
  CHECK(d.next<feed_items_taken>());
  CHECK(d.stored<feed_message>().size() == 2);
  CHECK(d.next<log_line>().value().text.find(std::to_string(feed_limits::foreign_message_bytes_max))
        != std::string::npos);
}

TEST_CASE("a link asks from where, and is told what is here, all of its own included") {
  feed_room d;
  d.thread(10);
  d.receive({feed_room::foreign(2, 5, 40)});
  d.give(feed_position_asked{peer, lobby});
  const auto position = d.next<feed_position>();
  REQUIRE(position);
  CHECK(position->url == peer);
  CHECK(position->have == version_vector{{1, limits::client_number_max}, {2, 5}});
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

namespace {

/// Some write, good or bad, of few things.
std::pair<std::string, json> random_write(std::mt19937_64& dice) {
  const auto uuid = [&](unsigned from) {
    return uuid_of(from + static_cast<unsigned>(dice() % 4));
  };
  switch (dice() % 6) {
  case 0:
    return {"post_entry",
            {{"report_uuid", uuid(10)},
             {"entry_uuid", uuid(20)},
             {"version_uuid", uuid(30)},
             {"clip_id", std::to_string(dice() % 2)},
             {"content", json::object()}}};
  case 1:
    return {"edit_entry",
            {{"entry_uuid", uuid(20)},
             {"version_uuid", uuid(30)},
             {"modifies", json::array({uuid(30)})},
             {"reason", "so"},
             {"clip_id", std::to_string(dice() % 2)}}};
  case 2: {
    json links = dice() % 2 ? json{{"entity", "x"}} : json{{"comment", uuid(50)}};
    return {"post_thread", {{"thread_uuid", uuid(40)}, {"links", std::move(links)}}};
  }
  case 3:
  case 4:
    return {"post_comment",
            {{"thread_uuid", uuid(40)}, {"comment_uuid", uuid(50)}, {"body", std::to_string(dice() % 3)}}};
  default:
    break;
  }
  constexpr std::array<std::pair<const char*, unsigned>, 3> things{
      {{"entry_uuid", 20}, {"thread_uuid", 40}, {"comment_uuid", 50}}};
  const auto& [name, from] = things[dice() % things.size()];
  json args{{name, uuid(from)}};
  return {dice() % 2 ? "archive" : "unarchive", std::move(args)};
}

} // namespace

TEST_CASE("after a restart, everything is answered as if there had been none") {
  std::size_t written = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 dice{seed};
    feed_room first;
    seqno_t foreign = 0;
    const auto some = [&](feed_room& room, std::mt19937_64& from) {
      const auto [action, args] = random_write(from);
      return room.write(from() % 2 ? ada : eve, action, args);
    };
    for (int i = 0; i < 60; ++i) {
      first.sleep(std::chrono::milliseconds{5});
      some(first, dice);
      if (dice() % 5 == 0)
        first.receive({feed_room::foreign(2, ++foreign, 40 + static_cast<unsigned>(dice() % 4))});
    }
    first.commit();
    auto state = after(first);
    const auto before = first.stored<feed_message>();
    written += before.size();
    feed_room second{std::move(state)};
    second.give(feed_position_asked{peer, lobby});
    first.give(feed_position_asked{peer, lobby});
    CHECK(second.next<feed_position>().value().have == first.next<feed_position>().value().have);
    // The second has nothing of what the disk has but what it is given.
    second.remember(before);
    second.sleep(std::chrono::milliseconds{5 * 60});
    auto other = dice;
    for (int i = 0; i < 60; ++i) {
      first.sleep(std::chrono::milliseconds{5});
      second.sleep(std::chrono::milliseconds{5});
      REQUIRE(some(first, dice) == some(second, other));
    }
    CHECK(first.stored<feed_message>() == second.stored<feed_message>());
  }
  CHECK(written > 20 * 10);
}
