#include "engine/games/free.hpp"

#include <doctest/doctest.h>

using namespace atelier;

TEST_CASE("free has no settings") {
  CHECK(free_mode.name == "free");
  CHECK(free_mode.defaults() == json::object());
  CHECK_FALSE(free_mode.wrong_with(json::object()));
  const auto wrong = free_mode.wrong_with({{"rounds", 3}});
  REQUIRE(wrong);
  CHECK(wrong->code == errc::bad_data);
  CHECK(wrong->message.find("\"rounds\"") != std::string::npos);
  CHECK(free_mode.wrong_with(json::array())->code == errc::bad_data);
}

TEST_CASE("free starts with nobody, lets everybody say and draw everything, and ends when it is stopped") {
  const auto game = free_mode.make();
  game_effects out;
  REQUIRE(game->start({}, {}, out));
  const game_actor nobody{};
  const game_actor ada{player_id{7}, std::nullopt, false};
  CHECK(game->state(nobody) == json::object());
  CHECK(game->state(ada) == json::object());
  CHECK(game->said(nobody, "apple", {}, out).is_shown);
  CHECK(game->said(nobody, "apple", {}, out).told.is_null());
  CHECK_FALSE(game->refuses_drawing(nobody, picture_id{1}));
  game->came(ada.player, {}, out);
  game->went(ada.player, {}, out);
  game->timer("phase", {}, out);
  game->picture_made("turn 1", picture_id{1}, {}, out);
  CHECK(free_mode.actions.empty());
  const auto answer = game->act(ada, "choose_word", json::object(), {}, out);
  REQUIRE_FALSE(answer);
  CHECK(answer.error().code == errc::unknown_action);
  CHECK(game->stop({}, out) == json::object());
  CHECK(out.events.empty());
  CHECK(out.values.empty());
  CHECK(out.timers.empty());
  CHECK_FALSE(out.over);
  const auto restored = free_mode.make();
  restored->restore({});
  CHECK(restored->state(ada) == json::object());
}
