#include "client/cli/chat_conversation.hpp"
#include "client/cli/chat_fault_words.hpp"
#include "client/cli/chat_text.hpp"
#include "client/cli/exit_codes.hpp"
#include "protocol/limits.hpp"
#include "protocol/overloaded.hpp"

#include <algorithm>
#include <map>

namespace atelier::cli::chat {

using client::fault;
using client::outcome;

namespace {

/// What a pipe may be ahead of the server; a person may type ahead further.
constexpr std::size_t piped_ahead_max = 64;
constexpr std::size_t typed_ahead_max = 1'000;

struct command_form {
  std::string_view action;
  bool in_session;
};

constexpr command_form form_of(ask::kind what) noexcept {
  switch (what) {
  case ask::kind::say:
    return {"say", true};
  case ask::kind::who:
    return {"who", true};
  case ask::kind::search:
    return {"search_messages", true};
  case ask::kind::add_player:
    return {"add_player", false};
  case ask::kind::sign_in:
    break;
  }
  return {"sign_in", false};
}

} // namespace

void conversation::typed(const std::string& text) {
  if (over_ || input_ended_)
    return;
  auto meant = parse_line(text);
  if (!how_.interactive && !std::holds_alternative<nothing>(meant))
    meant = say{text};
  carry_out(std::move(meant));
  finish_if_done();
}

void conversation::carry_out(line typed) {
  std::visit(overloaded{[](const nothing&) {}, [&](say& what) { keep_for_saying(std::move(what.text)); },
                        [&](const usage&) { out_.emplace_back(remark{usage_text()}); },
                        [&](register_player& what) {
                          asking_passphrase_ = {sign_up::registering, std::move(what.handle)};
                        },
                        [&](sign_in& what) {
                          asking_passphrase_ = {sign_up::signing_in, std::move(what.handle)};
                        },
                        [&](const who&) { keep({ask::kind::who}); },
                        [&](const history& what) { show_all(view_.history(what.count)); },
                        [&](const search& what) {
                          keep({ask::kind::search, {{"query", what.query}}});
                        },
                        [&](const send_file& what) {
                          files_.uploads().add({what.path, what.image});
                          go_on_with_files();
                        },
                        [&](const get_file& what) { fetch(what.message); }, [&](const quit&) { input_ended(); },
                        [&](const misread& what) {
                          out_.emplace_back(complaint{what.why});
                        }},
             typed);
  if (asking_passphrase_)
    out_.emplace_back(
        ask_passphrase{"passphrase for " + presentable_name(asking_passphrase_->second) + " (Enter for none): "});
}

void conversation::passphrase_given(const std::optional<std::string>& passphrase) {
  const auto asked = std::exchange(asking_passphrase_, std::nullopt);
  if (!asked || !passphrase)
    return;
  json args{{"handle", asked->second}};
  if (!passphrase->empty())
    args["passphrase"] = *passphrase;
  keep({asked->first == sign_up::registering ? ask::kind::add_player : ask::kind::sign_in, std::move(args)});
}

void conversation::keep_for_saying(std::string text) {
  if (text.size() > limits::message_text_bytes_max) {
    any_refused_ = true;
    out_.emplace_back(complaint{"not said: " + shown(text) + " is " + std::to_string(text.size())
                                + " bytes long; a message has at most "
                                + std::to_string(limits::message_text_bytes_max)});
    return;
  }
  keep({ask::kind::say, {{"text", std::move(text)}}, how_.key_prefix + "-" + std::to_string(next_key_++)});
}

void conversation::keep(ask what) {
  // What one read of a pipe brought is taken whole; then `wants_input` says no.
  if (how_.interactive && outbox_.size() >= typed_ahead_max) {
    out_.emplace_back(complaint{"not done: " + std::to_string(typed_ahead_max)
                                + " lines wait for the server already; try again when it has taken some"});
    return;
  }
  outbox_.add(std::move(what));
  send_waiting();
}

void conversation::send_waiting() {
  if (state_ != state::joined || farewell_)
    return;
  while (const auto* what = outbox_.next(next_id_)) {
    const auto [action, in_session] = form_of(what->what);
    command(action, what->args, in_session, what->key.value_or(""));
  }
}

void conversation::answered(const ask& asked, const outcome<json>& answer) {
  if (!answer)
    return refused(asked, answer.error());
  switch (asked.what) {
  case ask::kind::say:
    return said(*answer);
  case ask::kind::who:
    return show_who(*answer);
  case ask::kind::search:
    return show_found(asked, *answer);
  case ask::kind::add_player:
    return player_added(asked, *answer);
  case ask::kind::sign_in:
    return signed_in(*answer);
  }
}

void conversation::refused(const ask& asked, const fault& why) {
  const auto handle = presentable_name(asked.args.value("handle", ""));
  switch (asked.what) {
  case ask::kind::say:
    any_refused_ = true;
    out_.emplace_back(complaint{"not said: " + in_words(why)});
    return;
  case ask::kind::who:
  case ask::kind::search:
    out_.emplace_back(complaint{in_words(why)});
    return;
  case ask::kind::add_player:
    // It may have been added over the connection that was lost, and then the passphrase fits.
    if (asked.repeated && (why.code == "name_taken" || why.code == "already_exists"))
      outbox_.add_next({ask::kind::sign_in, asked.args});
    else
      out_.emplace_back(complaint{handle + " is not registered: " + in_words(why)});
    return;
  case ask::kind::sign_in:
    out_.emplace_back(complaint{"not signed in as " + handle + ": " + in_words(why)});
  }
}

void conversation::said(const json& answer) {
  const auto message = client::to_chat_item(answer.value("message", json{}));
  if (!message)
    return give_up(message.error());
  auto& last = own_[message->srv_id];
  last = std::max(last, message->what.seqno);
}

void conversation::show_who(const json& answer) {
  std::map<std::string, std::size_t> people;
  for (const auto& each : answer.value("who", json::array()))
    ++people[view_.person(each)];
  std::string out;
  for (const auto& [name, count] : people)
    out += (out.empty() ? "" : ", ") + name + (count > 1 ? " × " + std::to_string(count) : "");
  out_.emplace_back(remark{out.empty() ? "nobody is here" : "here: " + out});
}

void conversation::show_found(const ask& asked, const json& answer) {
  const auto lines = view_.found(answer.value("messages", json::array()));
  if (!lines)
    return give_up(lines.error());
  const auto query = shown(asked.args.at("query").get<std::string>());
  out_.emplace_back(
      remark{lines->empty() ? "nothing holds the words " + query : "what holds the words " + query + ":"});
  show_all(*lines);
}

void conversation::player_added(const ask& asked, const json& answer) {
  const auto similar = answer.find("similar");
  if (similar != answer.end() && similar->is_array())
    for (const auto& each : *similar)
      out_.emplace_back(remark{"this handle is much like "
                               + (each.is_object() ? presentable_name(each.value("handle", "")) : shown_value(each))});
  outbox_.add_next({ask::kind::sign_in, asked.args});
}

void conversation::signed_in(const json& answer) {
  token_ = answer.value("token", "");
  const auto player = answer.value("player", json::object());
  const auto identity = answer.value("identity", "");
  handle_ = presentable_name(player.value("handle", ""));
  out_.emplace_back(remark{"you are " + view_.person({{"handle", player.value("handle", "")}, {"identity", identity}})
                           + (identity == "verified" ? "" : "; without a passphrase anybody may be")});
}

void conversation::show_all(const chat_view::lines& lines) {
  for (const auto& each : lines)
    out_.emplace_back(show{each});
}

void conversation::input_ended() {
  input_ended_ = true;
  if (how_.interactive && state_ != state::joined && !over_) {
    over_ = true;
    out_.emplace_back(leave{outbox_.size() > 0 || !files_.is_idle() ? exit_no_connection : exit_done});
  }
  finish_if_done();
}

void conversation::finish_if_done() {
  if (over_ || !input_ended_ || how_.follow || state_ != state::joined || outbox_.size() > 0 || !files_.is_idle())
    return;
  for (const auto& [srv_id, seqno] : own_)
    if (!view_.stream().has(srv_id, seqno))
      return;
  over_ = true;
  out_.emplace_back(leave{any_refused_ && !how_.interactive ? exit_refused : exit_done});
}

bool conversation::wants_input() const noexcept {
  return !over_ && !input_ended_ && (how_.interactive || outbox_.size() < piped_ahead_max);
}

} // namespace atelier::cli::chat
