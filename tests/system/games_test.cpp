#include "protocol/png.hpp"
#include "protocol/server_messages.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/game_person.hpp"
#include "tests/system/picture_access.hpp"
#include "tests/system/stranger.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

using namespace atelier;
using namespace atelier::test;

namespace {

session_id add_session(game_person& owner, const std::string& mode, const json& config) {
  const auto made = owner.ask(std::nullopt, "add_session", {{"name", mode}, {"mode", mode}, {"config", config}});
  return session_id{made.at("session").at("id").get<std::uint32_t>()};
}

json game_of(game_person& who, session_id session) {
  return who.ask(session, "state").at("game");
}

/// The last event of that name.
json last_event(game_person& who, session_id session, const std::string& name) {
  json out;
  const auto all = who.ask(session, "events", {{"count", 500}});
  for (const auto& each : all.at("events"))
    if (each.at("event") == name)
      out = each;
  REQUIRE_MESSAGE(!out.is_null(), name, " is not among ", all.dump());
  return out;
}

std::size_t count_of(game_person& who, session_id session, const std::string& name) {
  const auto all = who.ask(session, "events", {{"count", 500}}).at("events");
  return static_cast<std::size_t>(
      std::ranges::count_if(all, [&](const json& each) { return each.at("event") == name; }));
}

void kill_and_start(server_process& server) {
  server.kill();
  server.start();
}

void check_same(const image& seen, const image& expected) {
  for (unsigned y = 0; y < expected.height; ++y)
    for (unsigned x = 0; x < expected.width; ++x)
      CHECK_MESSAGE(seen.at(x, y) == expected.at(x, y), x, ", ", y);
}

/// A chase of two teams of one, whose runner is 11 m away from its catcher and has a challenge of 10 points.
struct chase_table {
  game_person owner;
  game_person ada;
  game_person bob;
  session_id session;

  explicit chase_table(server_process& server) : owner{server, ""}, ada{server, "ada"}, bob{server, "bob"} {
    for (const auto* title : {"one", "two", "three", "four"})
      owner.ask(std::nullopt, "add_challenge", {{"title", title}, {"points", 10}});
    session = add_session(owner, "chase", {{"catcher_teams", json::array({1})}, {"grace_seconds", 2}});
    for (const auto& [who, team] : {std::pair{ada.player(), "Reds"}, std::pair{bob.player(), "Blues"}}) {
      owner.ask(std::nullopt, "set_player_session", {{"player", who}, {"session", session.value}});
      const auto made = owner.ask(session, "add_team", {{"name", team}}).at("team").at("id");
      owner.ask(session, "assign_player_to_team", {{"player", who}, {"team", made}});
    }
    owner.ask(session, "start");
    ada.ask(session, "send_location", {{"latitude", 10}, {"longitude", 20}});
    bob.ask(session, "send_location", {{"latitude", 10.0001}, {"longitude", 20}});
  }

  json team(std::size_t which) {
    return game_of(owner, session).at("teams").at(which);
  }
};

/// Attaches a small picture to a session over HTTP; gives its hash.
std::string attach_picture(const server_process& server, session_id session) {
  const auto png = encode_png(image{8, 8});
  stranger web{server.http_url(), [] {
               }};
  web.send("POST /sessions/" + std::to_string(session.value)
           + "/attachments?name=reds.png HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
           + std::to_string(png.size()) + "\r\n\r\n");
  web.send(byte_view{png});
  const auto answer = web.rest();
  return json::parse(answer.substr(answer.find("\r\n\r\n"))).at("message").at("attachment").at("hash");
}

} // namespace

TEST_CASE("a team shows a picture that was attached, also after kill -9, and none that nobody has attached") {
  const temporary_folder folder;
  server_process server{folder.path()};
  chase_table table{server};
  const auto upload = [&](const std::string& hash) {
    return table.ada.try_to(table.session, "upload_team_picture", {{"team", 0}, {"hash", hash}});
  };
  CHECK(upload(std::string(64, 'a')) == "not_found");
  const auto hash = attach_picture(server, table.session);
  CHECK(upload(hash).at("teams").at(0).at("picture") == hash);
  kill_and_start(server);
  CHECK(table.team(0).at("picture") == hash);
  CHECK(table.ada.ask(table.session, "thumbnails").at("thumbnails").size() == 1);
}

TEST_CASE(
    "a catch and a completion that were asked for count once over kill -9, and a grace period ends when it is due") {
  const auto seed = from_environment("ATELIER_SEED", 1);
  CAPTURE(seed);
  std::mt19937_64 dice{seed};
  const temporary_folder folder;
  server_process server{folder.path()};
  chase_table table{server};
  const auto session = table.session;

  const auto hand = game_of(table.ada, session).at("challenges");
  const json completion{
      {"completer", 0}, {"completed", hand.at(0).at("challenge")}, {"period_id", table.team(0).at("period").at("id")}};
  CHECK(table.ada.ask_and_kill(session, "complete", completion, dice).at("teams").at(0).at("points") == 10);
  CHECK(table.team(0).at("bounty") == 3);
  CHECK(count_of(table.owner, session, "completed") == 1);

  const json chase{{"catcher", 1}, {"caught", 0}, {"period_id", table.team(0).at("period").at("id")}};
  const auto caught = table.bob.ask_and_kill(session, "catch", chase, dice);
  CHECK(caught.at("teams").at(0).at("points") == 3);
  CHECK(table.team(0).at("points") == 10);
  CHECK(table.team(1).at("points") == 3);
  CHECK(count_of(table.owner, session, "caught") == 1);

  // The period of grace goes on in the new server, and ends there.
  const auto until = caught.at("teams").at(0).at("grace_until").get<std::string>();
  REQUIRE(eventually([&] { return table.team(1).at("grace_until").is_null(); }));
  CHECK(last_event(table.owner, session, "team_left_grace_period").at("at") >= until);

  // This one ends while there is no server, and is told as soon as there is one, before anybody comes.
  const auto made = table.owner.ask(session, "make_team_runner", {{"team", 0}}).at("teams").at(0);
  server.kill();
  std::this_thread::sleep_for(std::chrono::milliseconds{2'500});
  server.start();
  std::this_thread::sleep_for(std::chrono::milliseconds{300});
  const auto before_anybody = to_iso8601(std::chrono::system_clock::now());
  CHECK(count_of(table.owner, session, "team_left_grace_period") == 2);
  const auto left = last_event(table.owner, session, "team_left_grace_period");
  CHECK(left.at("at") >= made.at("grace_until"));
  CHECK(left.at("at") <= before_anybody);
  CHECK(table.owner.ask(session, "stop").at("game").at("outcome").at("standings").at(0).at("points") == 10);
}

TEST_CASE("a turn of guess goes on after kill -9: its word, its timers, who has guessed it, and the drawing") {
  const auto seed = from_environment("ATELIER_SEED", 1);
  CAPTURE(seed);
  std::mt19937_64 dice{seed};
  const temporary_folder folder;
  server_process server{folder.path()};
  game_person owner{server, ""};
  std::vector<std::unique_ptr<game_person>> people;
  for (const auto* name : {"ada", "bob", "eve"})
    people.push_back(std::make_unique<game_person>(server, name));
  const auto session =
      add_session(owner, "guess",
                  {{"rounds", 1},
                   {"choose_seconds", 5},
                   {"words", json::array({"lighthouse", "umbrella", "volcano", "giraffe", "accordion"})}});
  for (const auto& each : people)
    each->ask(std::nullopt, "set_player_session", {{"session", session.value}});
  const auto begun = owner.ask(session, "start").at("game");
  const auto person = [&](const json& id) -> game_person& {
    return **std::ranges::find_if(people, [&](const auto& each) { return each->player() == id; });
  };
  auto& drawer = person(begun.at("drawer"));
  const auto offered = game_of(drawer, session).at("words");

  // Nobody chooses: one of the three words is chosen when it is time, by the server that is there then.
  kill_and_start(server);
  for (const auto& each : people)
    each->come();
  CHECK(game_of(drawer, session).at("words") == offered);
  REQUIRE(eventually([&] { return game_of(drawer, session).at("phase") == "drawing"; }));
  const auto drawing = last_event(owner, session, "drawing_started");
  CHECK(drawing.at("at") >= begun.at("until"));
  const auto word = game_of(drawer, session).at("word");
  CHECK(std::ranges::find(offered, word) != offered.end());

  // In the midst of the turn one guesses the word, the server is killed, and it was guessed once.
  std::vector<game_person*> guessers;
  for (const auto& each : people)
    if (each->player() != drawer.player())
      guessers.push_back(each.get());
  const auto right = guessers.front()->ask_and_kill(session, "say", {{"text", word}}, dice);
  CHECK(right.at("guess") == "right");
  for (const auto& each : people)
    each->come();
  const auto after = game_of(*guessers.back(), session);
  CHECK(after.at("phase") == "drawing");
  CHECK(after.at("until") == drawing.at("data").at("until"));
  CHECK(after.at("word").is_null());
  CHECK(count_of(owner, session, "guessed") == 1);
  for (const auto& each : after.at("players")) {
    CHECK(each.at("guessed") == (each.at("player") == guessers.front()->player()));
    CHECK(each.at("out") == false);
    if (each.at("player") == guessers.front()->player())
      CHECK(each.at("points") == right.at("points"));
  }
  CHECK(guessers.front()->ask(session, "say", {{"text", "what I know"}}).at("guess") == "whispered");
  CHECK(owner.ask(session, "say", {{"text", word}}).at("guess") == "hidden");

  // The last one's guess ends the turn, once.
  CHECK(guessers.back()->ask_and_kill(session, "say", {{"text", word}}, dice).at("guess") == "right");
  CHECK(count_of(owner, session, "turn_ended") == 1);
  const auto ended = last_event(owner, session, "turn_ended").at("data");
  CHECK(ended.at("reason") == "all_guessed");
  CHECK(ended.at("word") == word);
  const auto gallery = owner.ask(session, "stop").at("game").at("outcome").at("gallery");
  CHECK(gallery.at(0).at("word") == word);
  CHECK(gallery.at(0).at("picture").is_number());
}

TEST_CASE("every placement that was answered is on the picture after kill -9, and none counts twice") {
  const auto seed = from_environment("ATELIER_SEED", 1);
  const auto kills = from_environment("ATELIER_KILL_ROUNDS", 5);
  CAPTURE(seed);
  std::mt19937_64 dice{seed};
  const auto roll = [&](std::uint32_t sides) {
    return std::uniform_int_distribution<std::uint32_t>{0, sides - 1}(dice);
  };
  const temporary_folder folder;
  server_process server{folder.path(), {"--snapshot-seconds", "1"}};
  game_person owner{server, ""};
  game_person ada{server, "ada"};
  game_person bob{server, "bob"};
  constexpr std::uint16_t side = 16;
  const std::vector<rgba> palette{{255, 255, 255, 255}, {16, 32, 48, 255}, {160, 0, 0, 255}};
  const auto session = add_session(owner, "place",
                                   {{"width", side},
                                    {"height", side},
                                    {"cooldown_seconds", 0},
                                    {"palette", json::array({"#ffffff", "#102030", "#a00000"})}});
  owner.ask(session, "start");
  const picture_id canvas{game_of(owner, session).at("picture").get<std::uint32_t>()};
  image expected{side, side};
  std::int64_t placed = 0;
  for (std::uint64_t kill = 0; kill < kills; ++kill) {
    for (int i = 0; i < 20; ++i) {
      const auto x = roll(side);
      const auto y = roll(side);
      const auto colour = roll(3);
      const json where{{"x", x}, {"y", y}, {"colour", colour}};
      auto& who = i % 2 == 0 ? ada : bob;
      const auto answer =
          i == 19 ? who.ask_and_kill(session, "place_pixel", where, dice) : who.ask(session, "place_pixel", where);
      CHECK(answer.at("pixel").at("player") == who.player());
      expected.at(x, y) = palette.at(colour);
      ++placed;
    }
    check_same(picture_by_http(server, canvas), expected);
    CHECK(game_of(owner, session).at("placed") == placed);
  }
  owner.ask(session, "undo_player", {{"player", bob.player()}});
  const auto undone = picture_by_http(server, canvas);
  kill_and_start(server);
  CHECK(picture_by_http(server, canvas) == undone);
  CHECK(owner.ask(session, "stop").at("game").at("outcome").at("placed") == placed / 2);
}
