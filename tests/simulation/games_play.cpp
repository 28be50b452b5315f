#include "tests/simulation/games_play.hpp"

#include <doctest/doctest.h>

// The rounds: what is ordered, in which order it happens, and when the server is killed.

namespace atelier::simulation {

namespace {

/// Nothing is gathered, so that nothing waits for a clock that stands.
limits without_waiting() {
  limits out;
  out.recent_messages_max = 4;
  out.commit_interval = out.commit_interval_min = std::chrono::microseconds{0};
  out.flush_interval = std::chrono::microseconds{0};
  return out;
}

instant first_instant() {
  instant out;
  out.mono += std::chrono::hours{1};
  out.wall = std::chrono::sys_days{std::chrono::January / 1 / 2026};
  return out;
}

} // namespace

games_play::games_play(const settings& how)
    : how_{how}, order_dice_{how.seed + how.steps_between_kills_max}, dice_{how.seed} {
  store_.seed(how.seed);
  tables_ = {{&chase_, {}, {}}, {&short_chase_, {}, {}}, {&guess_, {}, {}}, {&place_, {}, {}}};
  add_players();
  server_ = std::make_unique<simulated_server>(store_, without_waiting(), order_dice_, first_instant());
  set_up();
}

void games_play::restart() {
  const auto now = server_->now();
  server_ = std::make_unique<simulated_server>(store_, without_waiting(), order_dice_, now);
  ++kills_;
  steps_left_ = 1 + order_dice_() % how_.steps_between_kills_max;
  // Nobody is away for any time, so that a game can't tell.
  admin_->server_gone();
  onlooker_->server_gone();
  for (auto& each : people_)
    if (each->is_here()) {
      each->server_gone();
      each->come(*server_);
    }
  admin_->come(*server_);
  onlooker_->come(*server_);
}

void games_play::settle() {
  for (auto before = store_.commits(); server_->step();) {
    if (is_set_up_ && store_.commits() != before) {
      before = store_.commits();
      guess_.stored(store_, tables_[2].session);
    }
    if (is_set_up_ && how_.steps_between_kills_max > 0 && --steps_left_ == 0)
      restart();
  }
  for (auto& each : people_)
    each->take(*server_);
  admin_->take(*server_);
  if (onlooker_)
    onlooker_->take(*server_);
}

void games_play::pass(std::chrono::milliseconds time) {
  const auto until = server_->now().mono + time;
  while (server_->now().mono < until) {
    server_->pass_until(until);
    settle();
  }
}

simulated_player& games_play::person(const table& which, std::size_t who) {
  if (who == by_admin)
    return *admin_;
  if (who == by_nobody)
    return *people_.back();
  return *people_[which.players.at(who).value - 1];
}

void games_play::give_order(table& which) {
  if (which.game.is_null())
    return;
  which.order = which.program->next(dice_, which.game);
  const auto& order = *which.order;
  auto& who = person(which, order.who);
  if (order.what == game_order::kind::leave && who.is_here())
    who.cut(*server_);
  else if (order.what == game_order::kind::come && !who.is_here())
    who.come(*server_);
  else if (order.what == game_order::kind::command)
    who.ask(*server_, order.is_global ? std::nullopt : std::optional{which.session}, order.action, order.args,
            which.key = "order " + std::to_string(++asked_), true);
}

void games_play::take_answer(table& which) {
  if (!which.order || which.order->what != game_order::kind::command)
    return which.order.reset();
  const auto order = *std::exchange(which.order, std::nullopt);
  auto answer = person(which, order.who).take_answer(which.key);
  REQUIRE_MESSAGE(answer, order.action, " of session ", which.session.value, " was not answered");
  if (!order.refused_with.empty()) {
    REQUIRE_MESSAGE(answer->contains("error"), answer->dump());
    CHECK(answer->at("error").at("code") == order.refused_with);
  }
  which.program->answered(order, *answer);
  answers_.push_back(json::array({which.session.value, order.action, order.args, std::move(*answer)}));
}

void games_play::look(table& which) {
  if (which.game.is_null())
    return;
  which.game = result_of(which.session, "state").at("game");
  if (!which.game.is_null())
    which.program->check(which.game, store_);
}

void games_play::round() {
  // Of some seeds, all four games' orders are under way at once; of the others one after another.
  const bool at_once = how_.seed % 2 == 0;
  for (auto& each : tables_) {
    give_order(each);
    if (!at_once)
      settle();
  }
  settle();
  for (auto& each : tables_)
    take_answer(each);
  check_all();
  const auto sides = dice_.below(10);
  const auto most = sides < 3 ? 1U : sides < 6 ? 500U : sides < 9 ? 4'000U : 12'000U;
  pass(std::chrono::milliseconds{dice_.below(most)});
  for (auto& each : tables_)
    look(each);
  check_all();
}

void games_play::run() {
  for (int i = 0; i < how_.rounds; ++i) {
    CAPTURE(i);
    round();
  }
  end_some();
  check_streams();
}

void games_play::check_all() {
  check_words();
  check_players();
  const auto& seen = onlooker_->picture();
  const auto expected = place_.picture();
  for (unsigned y = 0; y < expected.height && seen != expected; ++y)
    for (unsigned x = 0; x < expected.width; ++x)
      CHECK_MESSAGE(seen.at(x, y) == expected.at(x, y), "at ", x, ",", y, " after ", kills_, " kills");
}

void games_play::check_words() {
  for (std::size_t i = 0; i < people_.size(); ++i)
    guess_.check_secrets(i + 1 == people_.size() ? 0 : static_cast<std::uint32_t>(i + 1), people_[i]->take_bytes());
  guess_.check_secrets(0, admin_->take_bytes());
}

} // namespace atelier::simulation
