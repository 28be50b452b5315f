#include "protocol/ops.hpp"
#include "tests/engine/chat/desk.hpp"

#include <doctest/doctest.h>
#include <string>

using namespace atelier;
using namespace atelier::test;

namespace {

/// Nobody's admin.
constexpr connection_id bea{3};

/// A desk with two players, ada and bea, who are signed in by tokens; ada is an admin besides.
recovered_state with_players() {
  auto out = two_sessions();
  out.sessions.front().mode = "place";
  for (const std::uint32_t id : {1U, 2U}) {
    player_record player;
    player.id = player_id{id};
    player.handle = id == 1 ? "ada" : "bob";
    player.session = lobby;
    out.players.push_back(player);
    out.tokens.push_back({token_hash(player.handle), player.id, wall_time{std::chrono::hours{1}}});
  }
  out.next_player_id = player_id{3};
  return out;
}

class table : public desk {
public:
  explicit table(recovered_state state = with_players()) : desk{std::move(state)} {
    give(connected{bea, false, {}});
    give(token_shown{ada, 1'000, "ada"});
    give(token_shown{bea, 1'000, "bob"});
    commit();
  }

  json answer(connection_id who, std::string action, json args = json::object(),
              std::optional<session_id> session = lobby) {
    ask(who, std::move(action), std::move(args), session);
    commit();
    const auto said = response(who);
    return said.contains("result") ? said.at("result") : said.at("error").at("code");
  }

  /// Names of the broadcasts that somebody has heard.
  [[nodiscard]] std::vector<std::string> news(connection_id who) const {
    std::vector<std::string> out;
    for (const auto& each : heard<deliver>(who))
      if (const auto said = json::parse(*each.text); said.at("type") == "broadcast")
        out.push_back(said.at("event"));
    return out;
  }
};

} // namespace

TEST_CASE("a session may have any mode, with settings that are checked") {
  table t;
  for (const auto* mode : {"free", "place", "guess", "chase"})
    CHECK(t.answer(ada, "add_session", {{"name", mode}, {"mode", mode}}, {}).at("session").at("mode") == mode);
  CHECK(t.answer(ada, "add_session", {{"name", "x"}, {"mode", "golf"}}, {}) == "bad_data");
  CHECK(t.answer(ada, "add_session", {{"name", "x"}, {"mode", "guess"}, {"config", {{"rounds", 99}}}}, {})
        == "bad_data");
  CHECK(t.answer(ada, "set_game_config", {{"no such", 1U}}) == "bad_data");
  CHECK(t.answer(ada, "set_game_config", {{"challenge_sets", "all"}}) == "bad_data");
  const auto before = t.answer(ada, "game_config").at("config");
  CHECK(before.contains("challenge_sets"));
  CHECK(t.answer(bea, "set_game_config", {{"challenge_sets", json::array()}}) == "forbidden");
}

TEST_CASE("a game starts once, is shown, told, and stops") {
  table t;
  t.answer(bea, "enter_session");
  CHECK(t.answer(bea, "start") == "forbidden");
  CHECK(t.answer(ada, "stop") == "game_not_running");
  CHECK(t.answer(bea, "place_pixel", {{"x", 1U}, {"y", 1U}, {"colour", 1U}}) == "game_not_running");
  const auto game = t.answer(ada, "start").at("game");
  CHECK(game.at("number") == 1U);
  CHECK(game.at("mode") == "place");
  CHECK(game.at("player_ids") == json::array({1U, 2U}));
  CHECK(t.answer(ada, "start") == "game_in_progress");
  CHECK(t.answer(ada, "set_game_config", {{"challenge_sets", json::array()}}) == "game_in_progress");
  CHECK(t.answer(ada, "add_team", {{"name", "Reds"}}) == "game_in_progress");
  CHECK(t.answer(ada, "set_player_session", {{"player", 2U}, {"session", nullptr}}, {}) == "player_unavailable");
  CHECK(t.answer(ada, "remove_player", {{"player", 2U}}, {}) == "player_unavailable");
  CHECK(t.answer(bea, "guess_nothing") == "unknown_action");
  CHECK(t.answer(bea, "catch") == "bad_data");
  CHECK(t.answer(bea, "state").at("game").at("number") == 1U);
  const auto stopped = t.answer(ada, "stop").at("game");
  CHECK(stopped.contains("outcome"));
  CHECK(t.answer(bea, "state").at("game").is_null());
  const auto told = t.news(bea);
  CHECK(std::ranges::find(told, "started") != told.end());
  CHECK(told.back() == "ended");
  CHECK(t.answer(ada, "start").at("game").at("number") == 2U);
}

TEST_CASE("a player of a team who is in another game keeps a game from starting, and is named") {
  table t;
  CHECK(t.answer(ada, "start").is_object());
  CHECK(t.answer(bea, "add_team", {{"name", "Reds"}}, session_id{2}) == "forbidden");
  CHECK(t.answer(ada, "add_team", {{"name", "Reds"}, {"colour", "#ff0000"}}, session_id{2}).at("team").at("id") == 0U);
  CHECK(t.answer(ada, "assign_player_to_team", {{"player", 2U}, {"team", 0U}}, session_id{2}).is_object());
  t.ask(ada, "start", {}, session_id{2});
  t.commit();
  const auto refused = t.response(ada).at("error");
  CHECK(refused.at("code") == "player_unavailable");
  CHECK(refused.at("message").get<std::string>().find("bob") != std::string::npos);
  CHECK(t.answer(ada, "stop").is_object());
  CHECK(t.answer(ada, "start", {}, session_id{2}) == "player_unavailable");
  CHECK(t.answer(bea, "set_player_session", {{"session", 2U}}, {}).is_object());
  CHECK(t.answer(ada, "start", {}, session_id{2}).at("game").at("player_ids") == json::array({2U}));
}

TEST_CASE("teams have names of their own, and change by whom they may") {
  table t;
  CHECK(t.answer(bea, "add_team", {{"name", "Reds"}}).at("team").at("players").empty());
  CHECK(t.answer(ada, "add_team", {{"name", " reds "}}) == "team_exists");
  CHECK(t.answer(ada, "add_team", {{"name", "Blues"}, {"colour", "blue"}}) == "bad_data");
  CHECK(t.answer(ada, "add_team", {{"name", "Blues"}}).at("team").at("id") == 1U);
  CHECK(t.answer(bea, "rename_team", {{"team", 0U}, {"name", "Greens"}}) == "forbidden");
  CHECK(t.answer(bea, "assign_player_to_team", {{"player", 1U}, {"team", 0U}}) == "forbidden");
  CHECK(t.answer(bea, "assign_player_to_team", {{"player", 2U}, {"team", 7U}}) == "not_found");
  CHECK(t.answer(bea, "assign_player_to_team", {{"player", 9U}, {"team", 0U}}) == "not_found");
  CHECK(t.answer(bea, "assign_player_to_team", {{"player", 2U}, {"team", 0U}}).at("team").at("players")
        == json::array({2U}));
  CHECK(t.answer(bea, "rename_team", {{"team", 0U}, {"name", "blues"}}) == "team_exists");
  CHECK(t.answer(bea, "rename_team", {{"team", 0U}, {"name", "Greens"}}).at("team").at("name") == "Greens");
  CHECK(t.answer(bea, "remove_team", {{"team", 0U}}) == "forbidden");
  CHECK(t.answer(ada, "remove_team", {{"team", 0U}}).at("team").at("players") == json::array({2U}));
  CHECK(t.answer(ada, "state").at("teams").size() == 1);
  CHECK(t.answer(ada, "add_team", {{"name", "Greens"}}).at("team").at("id") == 2U);
}

TEST_CASE("what happens is numbered, streamed, and asked of the disk") {
  table t;
  t.give(texts_requested{bea, mux, {text_kind::events, lobby, {}}});
  t.answer(ada, "start");
  t.answer(ada, "stop");
  const auto items = t.heard<text_items>(bea);
  REQUIRE(items.size() >= 3);
  const auto first = json::parse("{" + *items[1].items.front().members + "}");
  CHECK(first.at("seqno") == 1U);
  CHECK(first.at("event") == "started");
  CHECK(t.answer(ada, "state").at("events").back().at("event") == "ended");
  t.ask(ada, "events", {{"count", 5U}});
  const auto asked = t.next<find_events>();
  REQUIRE(asked);
  t.give(events_found{asked->request, std::vector{event_record{1, lobby, 1, "started", {}, "{}"}}});
  t.commit();
  CHECK(t.response(ada).at("result").at("events").size() == 1);
}

TEST_CASE("challenges are one pool with sets, imported all or none") {
  table t;
  const auto one = t.answer(bea, "add_challenge", {{"title", "Find a red door"}, {"points", 5U}}, {}).at("challenge");
  CHECK(one.at("id") == 1U);
  CHECK(t.answer(bea, "add_challenge", {{"title", "find a RED door"}}, {}) == "name_taken");
  CHECK(t.answer(bea, "set_challenge", {{"challenge", 1U}, {"points", 6U}}, {}) == "forbidden");
  CHECK(t.answer(ada, "set_challenge", {{"challenge", 1U}, {"points", 6U}}, {}).at("challenge").at("points") == 6U);
  CHECK(t.answer(bea, "add_challenge_set", {{"name", "town"}, {"challenges", json::array({1U})}}, {}).is_object());
  CHECK(t.answer(bea, "add_challenge_set", {{"name", "Town"}}, {}) == "name_taken");
  CHECK(t.answer(bea, "add_challenge_set", {{"name", "x"}, {"challenges", json::array({9U})}}, {}) == "not_found");
  CHECK(t.answer(bea, "import_challenges", {{"csv", "title,points\nSing,3\nSing loudly,x"}}, {}) == "bad_data");
  CHECK(t.answer(bea, "challenges", {}, {}).at("challenges").size() == 1);
  CHECK(t.answer(bea, "import_challenges", {{"csv", "title,points\nSing,3\nfind a red door,1"}, {"challenge_set", 1U}},
                 {})
        == json{{"added", 1U}, {"known", 1U}});
  CHECK(t.answer(bea, "challenges", {{"challenge_set", 1U}}, {}).at("challenges").size() == 2);
  CHECK(t.answer(ada, "remove_challenge", {{"challenge", 1U}}, {}).is_object());
  CHECK(t.answer(bea, "challenge_sets", {}, {}).at("challenge_sets").at(0).at("count") == 1U);
  CHECK(t.answer(ada, "delete_all_challenges", {}, {}) == json{{"removed", 1U}});
  CHECK(t.answer(bea, "challenges", {}, {}).at("challenges").empty());
}

TEST_CASE("metadata of a session are a small map of texts") {
  table t;
  const auto set = t.answer(ada, "set_session_metadata", {{"metadata", {{"discord_server", "123"}, {"x", "y"}}}});
  CHECK(set.at("session").at("metadata") == json{{"discord_server", "123"}, {"x", "y"}});
  const auto less = t.answer(ada, "set_session_metadata", {{"metadata", {{"x", nullptr}}}});
  CHECK(less.at("session").at("metadata") == json{{"discord_server", "123"}});
  CHECK(t.answer(ada, "set_session_metadata", {{"metadata", {{"x", 3}}}}) == "bad_data");
  CHECK(t.answer(bea, "set_session_metadata", {{"metadata", json::object()}}) == "forbidden");
}

TEST_CASE("who is signed in by a token is nobody any more when it ends") {
  auto state = with_players();
  state.tokens.back().expires = wall_time{std::chrono::seconds{1}};
  table t{std::move(state)};
  CHECK(t.answer(bea, "say", {{"text", "hello"}}).at("message").at("handle") == "bob");
  t.sleep(std::chrono::seconds{2});
  CHECK(t.answer(bea, "say", {{"text", "hello"}}).at("message").at("handle") == "anonymous");
}

TEST_CASE("what a game answers is on disk before it is answered") {
  table t;
  t.answer(ada, "start");
  for (const auto* action : {"place_pixel", "stop"}) {
    CAPTURE(action);
    const auto before = t.heard<deliver>(ada).size();
    t.ask(ada, action, {{"x", 1U}, {"y", 1U}, {"colour", 1U}});
    CHECK(t.heard<deliver>(ada).size() == before);
    t.commit();
    CHECK(t.response(ada).contains("result"));
  }
}

TEST_CASE("a setting names so many sets of challenges and no more") {
  table t;
  json sets = json::array();
  for (unsigned i = 0; i < 101; ++i)
    sets.push_back(1U);
  CHECK(t.answer(ada, "set_game_config", {{"challenge_sets", sets}}) == "bad_data");
  CHECK(t.answer(ada, "add_session", {{"name", "x"}, {"mode", "chase"}, {"config", {{"challenge_sets", sets}}}}, {})
        == "bad_data");
}

TEST_CASE("a picture of a running game stays, and one of a session without a game goes") {
  table t;
  t.answer(ada, "start");
  const auto canvas = t.answer(ada, "state").at("game").at("picture");
  CHECK(t.answer(ada, "remove_picture", {{"picture", canvas}}) == "game_in_progress");
  t.answer(ada, "stop");
  CHECK(t.answer(ada, "remove_picture", {{"picture", canvas}}).is_object());
}

TEST_CASE("while a game listens to the chat nothing is attached") {
  auto state = with_players();
  state.sessions.front().mode = "guess";
  state.sessions.front().config = R"({"words":["tree","house","river","cloud","bridge","candle","ladder","garden"]})";
  table t{std::move(state)};
  CHECK(t.answer(ada, "set_game_config", {{"rounds", 1U}}).is_object());
  CHECK(t.answer(ada, "start").is_object());
  const json parcel{{"name", "house.txt"}, {"bytes", 3U}, {"sha256", std::string(64, 'a')}};
  CHECK(t.answer(bea, "attach", parcel) == "game_in_progress");
  t.give(attachment_posted{bea, 900, lobby, "house.txt", "", std::make_shared<const bytes>(3)});
  t.commit();
  CHECK(t.response(bea).at("error").at("code") == "game_in_progress");
}

TEST_CASE("an answer that is kept under a key is only for who asked") {
  table t;
  t.ask(ada, "state", json::object(), lobby, "k");
  t.commit();
  const auto first = t.response(ada);
  t.answer(ada, "add_team", {{"name", "Reds"}});
  t.ask(bea, "state", json::object(), lobby, "k");
  t.commit();
  CHECK(t.response(bea).at("result").at("teams").size() == 1);
  t.ask(ada, "state", json::object(), lobby, "k");
  t.commit();
  CHECK(t.response(ada).at("result") == first.at("result"));
}

TEST_CASE("closing a stream of events is no leaving of the chat, and a list always gets on") {
  table t;
  t.answer(ada, "enter_session");
  t.give(texts_requested{bea, mux, {text_kind::events, lobby, {}}});
  t.give(text_stream_left{bea, mux});
  t.commit();
  CHECK(std::ranges::count(t.news(ada), "went") == 0);
  t.ask(ada, "events", {});
  const auto asked = t.next<find_events>();
  REQUIRE(asked);
  const std::string large = R"({"text":")" + std::string(limits::list_bytes_max / 2 + 1, 'x') + R"("})";
  t.give(events_found{asked->request, std::vector{event_record{1, lobby, 1, "a", {}, large},
                                                  event_record{2, lobby, 1, "b", {}, "{}"}}});
  t.commit();
  CHECK(t.response(ada).at("result").at("events").size() == 1);
  CHECK(t.response(ada).at("result").at("more") == true);
}

TEST_CASE("what the server was about to draw when it was killed is drawn by the next one") {
  auto state = with_players();
  recovered_picture canvas;
  canvas.record.id = picture_id{7};
  canvas.record.session = lobby;
  canvas.record.width = canvas.record.height = 8;
  state.pictures.push_back(canvas);
  state.next_picture_id = picture_id{8};
  encode(pixel_op{1, 1, {1, 2, 3, 255}}, state.server_ops[picture_id{7}]);
  table t{std::move(state)};
  const auto asked = t.next<load_picture>();
  REQUIRE(asked);
  CHECK(asked->picture.id == picture_id{7});
  picture_loaded loaded{asked->request, picture_id{7}, 0, raster{8, 8}, {}, {}};
  t.give(loaded);
  t.commit();
  CHECK(t.answer(ada, "picture", {{"picture", 7U}}).at("picture").at("seq") == 1U);
}

TEST_CASE("what games are made of has limits, and each is told by its error") {
  auto state = with_players();
  const auto pool = [&](std::uint32_t count) {
    for (std::uint32_t id = 1; id <= count; ++id)
      state.challenges.push_back({challenge_id{id}, "challenge " + std::to_string(id), "", 1, ""});
    state.next_challenge_id = challenge_id{count + 1};
  };
  SUBCASE("games of one player's sessions") {
    for (std::uint32_t id = 10; id <= 30; ++id)
      state.sessions.push_back({session_id{id}, "", "s" + std::to_string(id), "free", {}, player_id{1}});
    table t{std::move(state)};
    for (std::uint32_t id = 10; id < 30; ++id)
      CHECK(t.answer(ada, "start", json::object(), session_id{id}).is_object());
    CHECK(t.answer(ada, "start", json::object(), session_id{30}) == "rate_limited");
    CHECK(t.answer(ada, "stop", json::object(), session_id{10}).is_object());
    CHECK(t.answer(ada, "start", json::object(), session_id{30}).is_object());
  }
  SUBCASE("games of all") {
    for (std::uint32_t id = 10; id <= 1'010; ++id)
      state.sessions.push_back({session_id{id}, "", "s" + std::to_string(id), "free", {}});
    table t{std::move(state)};
    for (std::uint32_t id = 10; id < 1'010; ++id)
      REQUIRE(t.answer(ada, "start", json::object(), session_id{id}).is_object());
    CHECK(t.answer(ada, "start", json::object(), session_id{1'010}) == "rate_limited");
    CHECK(t.answer(ada, "stop", json::object(), session_id{10}).is_object());
    CHECK(t.answer(ada, "start", json::object(), session_id{1'010}).is_object());
  }
  SUBCASE("challenges of a game") {
    pool(5'001);
    table t{std::move(state)};
    CHECK(t.answer(ada, "start") == "bad_data");
    CHECK(t.answer(ada, "remove_challenge", {{"challenge", 1U}}, {}).is_object());
    CHECK(t.answer(ada, "start").is_object());
  }
  SUBCASE("challenges of a set") {
    pool(2'001);
    table t{std::move(state)};
    json ids = json::array();
    for (unsigned id = 1; id <= 2'001; ++id)
      ids.push_back(id);
    CHECK(t.answer(ada, "add_challenge_set", {{"name", "all"}, {"challenges", ids}}, {}) == "bad_data");
    ids.erase(ids.size() - 1);
    CHECK(t.answer(ada, "add_challenge_set", {{"name", "all"}, {"challenges", ids}}, {}).is_object());
    CHECK(t.answer(ada, "add_challenge", {{"title", "more"}, {"challenge_set", 1U}}, {}) == "rate_limited");
  }
  SUBCASE("players of a game") {
    for (std::uint32_t id = 3; id <= 1'001; ++id) {
      player_record player;
      player.id = player_id{id};
      player.handle = "p" + std::to_string(id);
      player.session = lobby;
      state.players.push_back(player);
    }
    table t{std::move(state)};
    CHECK(t.answer(ada, "start") == "bad_data");
    CHECK(t.answer(ada, "set_player_session", {{"player", 1'001U}, {"session", nullptr}}, {}).is_object());
    CHECK(t.answer(ada, "start").is_object());
  }
  SUBCASE("teams of a session") {
    for (std::uint32_t id = 0; id < 1'000; ++id)
      state.teams.push_back({lobby, team_id{id}, "team " + std::to_string(id), "", false});
    table t{std::move(state)};
    CHECK(t.answer(ada, "add_team", {{"name", "one more"}}) == "rate_limited");
    CHECK(t.answer(ada, "remove_team", {{"team", 0U}}).is_object());
    CHECK(t.answer(ada, "add_team", {{"name", "one more"}}).is_object());
  }
}

TEST_CASE("a game shows only pictures that are kept") {
  auto state = with_players();
  state.sessions.front().mode = "chase";
  for (std::uint32_t id = 0; id < 2; ++id) {
    state.teams.push_back({lobby, team_id{id}, "team " + std::to_string(id), "", false});
    state.members.push_back({lobby, player_id{id + 1}, team_id{id}});
  }
  for (std::uint32_t id = 1; id <= 20; ++id)
    state.challenges.push_back({challenge_id{id}, "challenge " + std::to_string(id), "", 1, ""});
  state.next_challenge_id = challenge_id{21};
  table t{std::move(state)};
  REQUIRE(t.answer(ada, "start").is_object());
  const std::string hash(64, 'A');
  const auto upload = [&](connection_id who, std::uint32_t team) {
    t.ask(who, "upload_team_picture", {{"team", team}, {"hash", hash}}, lobby);
  };
  // Whoever may not do it hears so without a look at the disk.
  upload(bea, 0);
  t.commit();
  CHECK_FALSE(t.next<read_attachment>());
  CHECK(t.response(bea).at("error").at("code") == "forbidden");

  upload(bea, 1);
  auto asked = t.next<read_attachment>();
  REQUIRE(asked);
  CHECK(asked->hash == std::string(64, 'a'));
  CHECK(asked->thumbnail);
  t.give(attachment_read{asked->request, failure(errc::not_found, "there is no attachment aaa")});
  t.commit();
  CHECK(t.response(bea).at("error") == json{{"code", "not_found"}, {"message", "there is no attachment aaa"}});
  CHECK(t.answer(bea, "thumbnails").at("thumbnails").empty());

  upload(bea, 1);
  asked = t.next<read_attachment>();
  REQUIRE(asked);
  t.give(attachment_read{asked->request, attachment_piece{std::make_shared<const bytes>(1), 0, 1, "image/png"}});
  t.commit();
  CHECK(t.response(bea).at("result").at("teams").at(0).at("picture") == std::string(64, 'a'));
  CHECK(t.answer(bea, "thumbnails").at("thumbnails").size() == 1);

  // The game is over before the disk has answered.
  upload(bea, 1);
  asked = t.next<read_attachment>();
  REQUIRE(asked);
  t.answer(ada, "stop");
  t.give(attachment_read{asked->request, attachment_piece{std::make_shared<const bytes>(1), 0, 1, "image/png"}});
  t.commit();
  CHECK(t.response(bea).at("error").at("code") == "game_not_running");
}
