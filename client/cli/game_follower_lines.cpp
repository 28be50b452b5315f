#include "client/cli/chat_fault_words.hpp"
#include "client/cli/chat_text.hpp"
#include "client/cli/exit_codes.hpp"
#include "client/cli/game_follower.hpp"
#include "client/cli/game_state_text.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/reconnecting.hpp"
#include "client/cli/value_text.hpp"
#include "protocol/limits.hpp"
#include "protocol/overloaded.hpp"

#include <algorithm>
#include <utility>

namespace atelier::cli::play {

using client::fault;
using client::fault_kind;
using client::outcome;

namespace {

/// What a pipe may be ahead of the server; a person may type ahead further.
constexpr std::size_t piped_ahead_max = 64;
constexpr std::size_t typed_ahead_max = 1'000;
constexpr std::size_t page = 500;

} // namespace

void game_follower::delivered(const json& message) {
  const auto type = raw_field(message, "type");
  const auto mux = count_field(message, "mux_id");
  const bool ours = mux && (*mux == 1 || *mux == 2);
  if (type == "event" && ours) {
    happened(message);
  } else if (type == "message" && ours) {
    const auto lines = view_.take(message);
    if (!lines)
      return give_up(lines.error());
    for (const auto& each : *lines)
      out_.emplace_back(chat::show{each});
    // Files are not fetched here.
    static_cast<void>(view_.take_attached());
  } else if (type == "sync" && ours) {
    if (*mux == 1)
      static_cast<void>(view_.synced());
    is_past_over_ |= *mux == 2;
    synced();
  } else if (type == "broadcast") {
    broadcast(message);
  } else if (type == "error") {
    const auto why = client::refusal(field(message, "error"));
    if (!ours)
      out_.emplace_back(chat::complaint{chat::in_words(why)});
    else if (reconnecting::worth_a_try(why))
      drop(why);
    else
      give_up(why);
  } else if (type == "closed" && ours) {
    const auto reason = raw_field(message, "reason");
    if (reason == "removed")
      give_up(
          {fault_kind::refused, "session " + std::to_string(session_->value) + " was removed", reason, std::nullopt});
    else
      drop({fault_kind::lost, "the server ended a stream of the session: " + shown(reason), {}, std::nullopt});
  }
}

void game_follower::happened(const json& event) {
  if (!events_.take(event))
    return;
  if (is_presented_)
    show_event(event);
  else if (is_past_over_)
    held_.push_back(event);
}

void game_follower::show_event(const json& event) {
  if (!how_.style.json) {
    out_.emplace_back(chat::show{narrator_.line(event)});
    return;
  }
  auto plain = event;
  plain.erase("type");
  plain.erase("mux_id");
  out_.emplace_back(chat::show{to_text(plain)});
}

void game_follower::broadcast(const json& message) {
  narrator_.names().take_broadcast(message);
  if (!is_presented_ || count_field(message, "session") != std::uint64_t{session_->value})
    return;
  const auto event = raw_field(message, "event");
  if (game_narrator::is_whisper(message))
    show_event(message);
  else if (how_.interactive && (event == "came" || event == "went"))
    remark(view_.person(field(message, "data")) + " " + event);
}

void game_follower::typed(const std::string& text) {
  if (over_ || input_ended_)
    return;
  auto meant = parse_line(text);
  std::visit(overloaded{[](const nothing&) {},
                        [&](say& what) {
                          keep({"say", {{"text", std::move(what.text)}}});
                        },
                        [&](act& what) {
                          keep({std::move(what.action), std::move(what.arguments)});
                        },
                        [&](const show_state&) {
                          keep({"state", json::object()});
                        },
                        [&](const usage&) { remark(usage_text()); }, [&](const quit&) { input_ended(); },
                        [&](const misread& what) {
                          any_refused_ = true;
                          out_.emplace_back(chat::complaint{what.why});
                        }},
             meant);
  finish_if_done();
}

void game_follower::keep(deed what) {
  // What one read of a pipe brought is taken whole; then `wants_input` says no.
  if (how_.interactive && outbox_.size() >= typed_ahead_max) {
    out_.emplace_back(chat::complaint{"not done: " + std::to_string(typed_ahead_max)
                                      + " lines wait for the server already; try again when it has taken some"});
    return;
  }
  if (what.action != "state")
    what.key = how_.key_prefix + "-" + std::to_string(next_key_++);
  outbox_.add(std::move(what));
  send_waiting();
}

void game_follower::send_waiting() {
  if (step_ != step::at_it || farewell_)
    return;
  while (const auto* what = outbox_.next(next_id_)) {
    auto arguments =
        what->action == "say" ? outcome<json>{what->arguments} : narrator_.names().with_ids(what->arguments);
    if (arguments) {
      command(what->action, *arguments, true, what->key);
      continue;
    }
    const auto undone = outbox_.answered(next_id_++);
    refused(*undone, arguments.error());
  }
}

void game_follower::answered(client::response answer) {
  if (answer.id == preparing_)
    return prepared(answer.what);
  if (closing_ != 0 && answer.id == closing_)
    return closing_answered(answer.what);
  if (!answer.what && answer.what.error().code == "shutting_down" && outbox_.postponed(answer.id))
    return;
  if (const auto what = outbox_.answered(answer.id)) {
    if (answer.what)
      done(*what, *answer.what);
    else
      refused(*what, answer.what.error());
    send_waiting();
  }
}

void game_follower::refused(const deed& what, const fault& why) {
  any_refused_ = true;
  out_.emplace_back(chat::complaint{(what.action == "say" ? "not said" : presentable_name("/" + what.action)) + ": "
                                    + chat::in_words(why)});
}

void game_follower::done(const deed& what, const json& result) {
  if (what.action == "state")
    return present(result);
  if (what.action != "say")
    return show_result(what, result);
  const auto& message = field(result, "message");
  if (const auto seqno = count_field(message, "seqno")) {
    auto& last = own_[static_cast<std::uint32_t>(count_field(message, "srv_id").value_or(0))];
    last = std::max(last, *seqno);
  }
  if (how_.style.json && message.is_null())
    show_result(what, result);
  else if (auto words = game_narrator::guess_words(result); !words.empty())
    out_.emplace_back(chat::show{std::move(words)});
}

void game_follower::show_result(const deed& what, const json& result) {
  if (how_.style.json)
    out_.emplace_back(chat::show{to_text(json{{"action", what.action}, {"result", result}})});
  // What these two do is told as an event.
  else if (what.action != "start" && what.action != "stop")
    out_.emplace_back(chat::show{presentable_name("/" + what.action) + ": " + value_line(result)});
}

void game_follower::input_ended() {
  input_ended_ = true;
  if (how_.interactive && step_ != step::at_it && !over_) {
    over_ = true;
    out_.emplace_back(chat::leave{outbox_.size() > 0 ? exit_no_connection : exit_done});
  }
  finish_if_done();
}

void game_follower::finish_if_done() {
  if (over_ || !input_ended_ || how_.follow || step_ != step::at_it || farewell_ || outbox_.size() > 0)
    return;
  for (const auto& [srv_id, seqno] : own_)
    if (!view_.stream().has(srv_id, seqno))
      return;
  if (how_.interactive)
    return finish();
  if (closing_ != 0 || (!awaited_.is_null() && !events_.has(awaited_)))
    return;
  if (!awaited_.is_null() && is_last_awaited_)
    return finish();
  // What came of the last deeds may still be on its way.
  closing_ = command("events", {{"after", events_.latest()}, {"count", page}}, true);
}

void game_follower::closing_answered(const outcome<json>& answer) {
  // The connection is about to end, and the next one asks anew.
  if (!answer && reconnecting::worth_a_try(answer.error()))
    return;
  closing_ = 0;
  const auto events = answer ? list_field(*answer, "events") : json::array();
  if (events.empty())
    return finish();
  awaited_ = events.back();
  is_last_awaited_ = events.size() < page && !flag_field(*answer, "more");
}

void game_follower::finish() {
  over_ = true;
  out_.emplace_back(chat::leave{any_refused_ && !how_.interactive ? exit_refused : exit_done});
}

bool game_follower::wants_input() const noexcept {
  return !over_ && !input_ended_ && (how_.interactive || outbox_.size() < piped_ahead_max);
}

} // namespace atelier::cli::play
