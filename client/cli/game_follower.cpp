#include "client/cli/game_follower.hpp"

#include "client/cli/chat_fault_words.hpp"
#include "client/cli/chat_text.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/game_state_text.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/named_things.hpp"
#include "client/cli/reconnecting.hpp"

#include <utility>

namespace atelier::cli::play {

using client::fault;
using client::fault_kind;
using client::outcome;

namespace {

constexpr mux_id chat_stream{1};
constexpr mux_id game_stream{2};
constexpr int streams = 2;

} // namespace

game_follower::game_follower(follower_settings how)
    : how_{std::move(how)},
      narrator_{how_.style.local},
      view_{how_.style},
      patience_{how_.retry_max, how_.random},
      sessions_(json::array()) {}

void game_follower::start() {
  step_ = step::connecting;
  out_.emplace_back(chat::connect{});
}

void game_follower::opened(time_point now) {
  patience_.heard(now);
  if (session_)
    sign_in();
  else
    look_up();
}

void game_follower::look_up() {
  prepare(step::looking_up, "sessions",
          sessions_.empty() ? json::object() : json{{"after", field(sessions_.back(), "id")}});
}

void game_follower::looked_up(const json& answer) {
  for (const auto& each : list_field(answer, "sessions"))
    sessions_.push_back(each);
  if (flag_field(answer, "more") && !sessions_.empty())
    return look_up();
  const auto found = find_id(sessions_, a_session, how_.session);
  if (!found)
    return give_up(found.error());
  session_ = session_id{static_cast<session_id::rep>(*found)};
  prepare(step::naming, "players", json::object());
}

void game_follower::named(const json& answer) {
  const auto& players = list_field(answer, "players");
  narrator_.names().take_players(players);
  if (flag_field(answer, "more") && !players.empty())
    return prepare(step::naming, "players", {{"after", field(players.back(), "id")}});
  sign_in();
}

void game_follower::sign_in() {
  if (how_.credentials.is_null())
    return prepare(step::entering, "enter_session", json::object());
  prepare(step::signing_in, "sign_in", token_.empty() ? how_.credentials : json{{"token", token_}});
}

void game_follower::prepared(const outcome<json>& answer) {
  preparing_ = 0;
  // The game has ended meanwhile.
  if (!answer && step_ == step::counting && answer.error().kind == fault_kind::refused
      && answer.error().code != "shutting_down")
    return presented();
  // After a restart all come back at once.
  if (!answer && answer.error().code == "rate_limited")
    return drop({fault_kind::lost, answer.error().message, answer.error().code, std::nullopt});
  if (!answer && reconnecting::worth_a_try(answer.error()))
    return drop(answer.error());
  if (!answer)
    return give_up(answer.error());
  go_on(*answer);
}

void game_follower::go_on(const json& answer) {
  switch (step_) {
  case step::looking_up:
    return looked_up(answer);
  case step::naming:
    return named(answer);
  case step::signing_in: {
    const bool first = std::exchange(token_, raw_field(answer, "token")).empty();
    if (first)
      remark("you are " + field_words(field(answer, "player"), "handle"));
    if (first && how_.joins)
      return prepare(step::joining, "set_player_session", {{"session", session_->value}});
    return prepare(step::entering, "enter_session", json::object());
  }
  case step::joining:
    return prepare(step::entering, "enter_session", json::object());
  case step::entering:
    return prepare(step::peeking, "state", json::object());
  case step::peeking:
    return peeked(answer);
  case step::asking:
    return present(answer);
  case step::counting:
    return counted(answer);
  case step::away:
  case step::connecting:
  case step::catching_up:
  case step::at_it:
    return;
  }
}

void game_follower::peeked(const json& state) {
  narrator_.names().take_state(state);
  if (is_presented_) {
    for (auto& each : narrator_.own_lines(field(state, "game")))
      remark(std::move(each));
    return subscribe();
  }
  // Where the past is not known up to here, the state is asked for again when it has come.
  if (events_.take_past(list_field(state, "events")) || how_.once)
    return present(state);
  subscribe();
}

void game_follower::subscribe() {
  step_ = step::catching_up;
  is_subscribed_ = true;
  is_past_over_ = false;
  syncs_ = 0;
  out_.emplace_back(chat::send{view_.stream().subscription(chat_stream, *session_)});
  out_.emplace_back(chat::send{events_.subscription(game_stream, *session_)});
}

void game_follower::synced() {
  if (++syncs_ < streams)
    return;
  if (!is_presented_)
    return prepare(step::asking, "state", json::object());
  step_ = step::at_it;
  if (patience_.is_back())
    remark("the server is back");
  send_waiting();
}

void game_follower::present(const json& state) {
  narrator_.names().take_state(state);
  state_ = state;
  counts_ = {{"players", json::array()}};
  if (raw_field(field(state, "game"), "mode") == "place" && !how_.style.json)
    return prepare(step::counting, "counts", json::object());
  presented();
}

void game_follower::counted(const json& page) {
  auto& all = counts_["players"];
  for (const auto& each : list_field(page, "players"))
    all.push_back(each);
  if (flag_field(page, "more") && !all.empty())
    return prepare(step::counting, "counts", {{"after", field(all.back(), "player")}});
  presented();
}

void game_follower::presented() {
  auto text = how_.style.json ? to_text(state_) : game_text(state_, counts_, narrator_);
  while (text.ends_with('\n'))
    text.pop_back();
  out_.emplace_back(chat::show{std::move(text)});
  if (!std::exchange(is_presented_, true))
    for (const auto& each : std::exchange(held_, {}))
      show_event(each);
  if (how_.once) {
    over_ = true;
    out_.emplace_back(chat::leave{exit_done});
  } else if (!is_subscribed_) {
    subscribe();
  } else {
    syncs_ = streams - 1;
    synced();
  }
}

void game_follower::received(client::routed what, time_point now) {
  patience_.heard(now);
  if (over_)
    return;
  if (auto* answer = std::get_if<client::response>(&what))
    answered(std::move(*answer));
  else if (auto* goodbye = std::get_if<client::farewell>(&what))
    farewell_ = std::move(goodbye->why);
  else if (const auto* message = std::get_if<client::delivery>(&what))
    delivered(message->what);
  finish_if_done();
}

void game_follower::drop(fault why) {
  farewell_ = std::move(why);
  out_.emplace_back(chat::disconnect{});
}

void game_follower::give_up(fault why) {
  if (std::exchange(over_, true))
    return;
  why.message = presentable_name(why.message);
  why.code = presentable_name(why.code);
  out_.emplace_back(chat::leave{exit_code_of(why.kind), std::move(why)});
}

void game_follower::lost(fault why, time_point now) {
  if (over_)
    return;
  if (farewell_)
    why = *std::exchange(farewell_, std::nullopt);
  step_ = step::away;
  preparing_ = closing_ = 0;
  awaited_ = {};
  is_subscribed_ = false;
  sessions_ = json::array();
  outbox_.disconnected();
  const auto verdict = patience_.lost(why, now);
  if (verdict == patience::verdict::give_up || (how_.interactive && input_ended_))
    return give_up(std::move(why));
  if (verdict == patience::verdict::first_try)
    remark(presentable_name(why.message) + "; trying again");
}

void game_follower::tick(time_point now) {
  if (over_)
    return;
  if (step_ == step::away) {
    if (patience_.try_is_due(now))
      start();
  } else if (step_ != step::connecting && !farewell_) {
    const auto silence = patience_.silence_at(now);
    if (silence == patience::silence::unbearable)
      drop({fault_kind::lost,
            "the server has said nothing for " + std::to_string(patience::silence_max.count()) + " s"});
    else if (silence == patience::silence::worth_a_ping)
      command("ping", json::object(), false);
  }
}

std::optional<game_follower::time_point> game_follower::next_tick() const {
  if (over_ || step_ == step::connecting || (farewell_ && step_ != step::away))
    return std::nullopt;
  return step_ == step::away ? patience_.next_try() : patience_.next_look();
}

void game_follower::prepare(step what, std::string_view action, const json& args) {
  step_ = what;
  const bool global =
      what == step::looking_up || what == step::naming || what == step::signing_in || what == step::joining;
  preparing_ = command(action, args, !global);
}

std::int64_t game_follower::command(std::string_view action, const json& args, bool in_session,
                                    const std::string& key) {
  const auto id = next_id_++;
  json out{{"type", "command"}, {"id", id}, {"action", action}, {"args", args}};
  if (in_session)
    out["session"] = session_->value;
  if (!key.empty())
    out["key"] = key;
  out_.emplace_back(chat::send{std::move(out)});
  return id;
}

effects game_follower::take_effects() {
  return std::exchange(out_, {});
}

void game_follower::remark(std::string text) {
  out_.emplace_back(chat::remark{std::move(text)});
}

} // namespace atelier::cli::play
