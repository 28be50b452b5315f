#include "client/cli/chat_conversation.hpp"

#include "client/cli/chat_fault_words.hpp"
#include "client/cli/chat_session_lookup.hpp"
#include "client/cli/chat_text.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/reconnecting.hpp"

namespace atelier::cli::chat {

using client::fault;
using client::fault_kind;
using client::outcome;

namespace {

constexpr std::chrono::milliseconds first_wait{100};
constexpr std::chrono::milliseconds longest_wait{5'000};
/// After so long without a word the server is asked whether it is there, and then given up.
constexpr std::chrono::seconds silence_until_ping{30};
constexpr std::chrono::seconds silence_max{60};
constexpr mux_id stream{1};

std::string text_of(const json& object, const char* name) {
  const auto at = object.find(name);
  return at != object.end() && at->is_string() ? at->get<std::string>() : std::string{};
}

bool may_go_away(const fault& why) {
  return reconnecting::worth_a_try(why);
}

} // namespace

conversation::conversation(conversation_settings how)
    : how_{std::move(how)}, view_{how_.style}, files_{how_.key_prefix}, backoff_{first_wait, longest_wait} {}

void conversation::start() {
  state_ = state::connecting;
  out_.emplace_back(connect{});
}

void conversation::opened(time_point now) {
  last_heard_ = now;
  was_connected_ = true;
  if (session_)
    go_on_as_before();
  else
    look_up();
}

void conversation::look_up() {
  if (!sessions_.is_object())
    sessions_ = {{"sessions", json::array()}};
  const auto& known = sessions_["sessions"];
  state_ = state::looking_up;
  preparing_ =
      command("sessions", known.empty() ? json::object() : json{{"after", known.back().value("id", 0U)}}, false);
}

void conversation::looked_up(const json& answer) {
  auto& known = sessions_["sessions"];
  for (const auto& each : answer.value("sessions", json::array()))
    known.push_back(each);
  if (answer.value("more", false) && !known.empty())
    return look_up();
  const auto found = find_session(sessions_, how_.session);
  if (!found)
    return give_up(found.error());
  session_ = found->id;
  go_on_as_before();
}

void conversation::go_on_as_before() {
  if (token_.empty())
    return join();
  state_ = state::signing_in;
  preparing_ = command("sign_in", {{"token", token_}}, false);
}

void conversation::signed_in_again(const outcome<json>& answer) {
  if (!answer) {
    token_.clear();
    out_.emplace_back(complaint{"you are no longer " + handle_ + ": " + in_words(answer.error())
                                + "; .sign-in makes you somebody again"});
    // What was said as somebody must not come from nobody.
    for (const auto& each : outbox_.take_unsaid())
      out_.emplace_back(complaint{"not said: " + each});
    for (const auto& each : files_.uploads().take_unsent())
      out_.emplace_back(complaint{"not sent: " + presentable_name(each)});
  }
  join();
}

void conversation::join() {
  state_ = state::joining;
  out_.emplace_back(send{view_.stream().subscription(stream, *session_)});
  // After the subscription, so that nobody is told that he himself came.
  preparing_ = command("enter_session", json::object(), true);
}

void conversation::joined() {
  state_ = state::joined;
  backoff_.reset();
  if (std::exchange(away_since_, std::nullopt))
    out_.emplace_back(remark{"the server is back"});
  const auto beginning = view_.synced();
  if (beginning.left_out > 0 && how_.interactive)
    out_.emplace_back(remark{std::to_string(beginning.left_out) + " earlier messages; .history N shows more"});
  show_all(beginning.shown);
  send_waiting();
  go_on_with_files();
}

void conversation::received(client::routed what, time_point now) {
  last_heard_ = now;
  pinged_ = false;
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

void conversation::answered(client::response answer) {
  if (answer.id == preparing_)
    return prepared(answer.what);
  if (files_.answered(answer.id, answer.what))
    return go_on_with_files();
  if (!answer.what && answer.what.error().code == "shutting_down")
    return outbox_.postponed(answer.id);
  if (const auto asked = outbox_.answered(answer.id)) {
    answered(*asked, answer.what);
    send_waiting();
    go_on_with_files();
  }
}

void conversation::prepared(const outcome<json>& answer) {
  preparing_ = 0;
  if (!answer && may_go_away(answer.error()))
    return drop(answer.error());
  // After a restart all come back at once.
  if (!answer && answer.error().code == "rate_limited")
    return drop({fault_kind::lost, answer.error().message, answer.error().code, std::nullopt});
  if (state_ == state::signing_in)
    return signed_in_again(answer);
  if (!answer)
    return give_up(answer.error());
  if (state_ == state::looking_up)
    looked_up(*answer);
}

void conversation::delivered(const json& message) {
  const auto type = text_of(message, "type");
  const bool ours = message.value("mux_id", json{}) == stream.value;
  if (type == "message" && ours) {
    const auto lines = view_.take(message);
    if (!lines)
      return give_up(lines.error());
    show_all(*lines);
    fetch_attached();
  } else if (type == "transfer") {
    if (const auto taken = files_.take_news(message); !taken)
      return give_up(taken.error());
    go_on_with_files();
  } else if (type == "sync" && ours) {
    joined();
  } else if (type == "broadcast") {
    broadcast(message);
  } else if (type == "error") {
    const auto why = client::refusal(message.value("error", json{}));
    if (!ours)
      out_.emplace_back(complaint{in_words(why)});
    else if (may_go_away(why))
      drop(why);
    else
      give_up(why);
  } else if (type == "closed" && ours) {
    const auto reason = text_of(message, "reason");
    if (reason == "removed")
      give_up({fault_kind::refused, "session " + std::to_string(session_->value) + " was removed", reason});
    else
      drop({fault_kind::lost, "the server ended the stream of the chat: " + shown(reason)});
  }
}

void conversation::broadcast(const json& message) {
  if (!how_.interactive || !session_ || message.value("session", json{}) != session_->value)
    return;
  const auto event = text_of(message, "event");
  if (event == "came" || event == "went")
    out_.emplace_back(remark{view_.person(message.value("data", json{})) + " " + event});
}

void conversation::drop(fault why) {
  farewell_ = std::move(why);
  out_.emplace_back(disconnect{});
}

void conversation::give_up(fault why) {
  if (std::exchange(over_, true))
    return;
  why.message = presentable_name(why.message);
  why.code = presentable_name(why.code);
  out_.emplace_back(leave{exit_code_of(why.kind), std::move(why)});
}

void conversation::lost(fault why, time_point now) {
  if (over_)
    return;
  if (farewell_)
    why = *std::exchange(farewell_, std::nullopt);
  state_ = state::away;
  preparing_ = 0;
  pinged_ = false;
  sessions_ = {};
  outbox_.disconnected();
  files_.disconnected();
  // A server that dies while it greets was there, and may be again.
  was_connected_ |= why.kind == fault_kind::lost;
  if (!was_connected_ || !may_go_away(why) || (how_.interactive && input_ended_))
    return give_up(std::move(why));
  if (!away_since_) {
    away_since_ = now;
    out_.emplace_back(remark{presentable_name(why.message) + "; trying again"});
  }
  if (how_.retry_max && now - *away_since_ >= *how_.retry_max)
    return give_up(std::move(why));
  next_try_ = now + backoff_.next(how_.random());
}

void conversation::tick(time_point now) {
  if (over_)
    return;
  if (state_ == state::away) {
    if (next_try_ && now >= *next_try_) {
      next_try_.reset();
      start();
    }
  } else if (state_ != state::connecting && !farewell_) {
    if (now - last_heard_ >= silence_max)
      drop({fault_kind::lost, "the server has said nothing for " + std::to_string(silence_max.count()) + " s"});
    else if (now - last_heard_ >= silence_until_ping && !std::exchange(pinged_, true))
      command("ping", json::object(), false);
  }
}

std::optional<conversation::time_point> conversation::next_tick() const {
  if (over_ || state_ == state::connecting || (farewell_ && state_ != state::away))
    return std::nullopt;
  if (state_ == state::away)
    return next_try_;
  return last_heard_ + (pinged_ ? silence_max : silence_until_ping);
}

std::int64_t conversation::command(std::string_view action, const json& args, bool in_session, const std::string& key) {
  const auto id = next_id_++;
  json out{{"type", "command"}, {"id", id}, {"action", action}, {"args", args}};
  if (in_session)
    out["session"] = session_->value;
  if (!key.empty())
    out["key"] = key;
  out_.emplace_back(send{std::move(out)});
  return id;
}

effects conversation::take_effects() {
  return std::exchange(out_, {});
}

} // namespace atelier::cli::chat
