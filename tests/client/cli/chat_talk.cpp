#include "tests/client/cli/chat_talk.hpp"

#include "protocol/overloaded.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <utility>

namespace atelier::cli::chat {

namespace {

conversation_settings settings_of(bool interactive, bool follow, std::optional<std::chrono::milliseconds> retry_max) {
  conversation_settings out;
  out.session = "lobby";
  out.interactive = interactive;
  out.follow = follow;
  out.retry_max = retry_max;
  out.style.past_shown = interactive ? 20 : 0;
  out.style.local = [](std::chrono::system_clock::time_point at) {
    const auto seconds = std::chrono::system_clock::to_time_t(at);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return parts;
  };
  out.key_prefix = "run";
  out.random = [] {
    return 0.5;
  };
  return out;
}

} // namespace

chat_talk::chat_talk(bool interactive, bool follow, std::optional<std::chrono::milliseconds> retry_max)
    : core_{settings_of(interactive, follow, retry_max)} {
  core_.start();
  sort();
}

void chat_talk::sort() {
  for (auto& each : core_.take_effects())
    std::visit(overloaded{[&](const connect&) { ++connects_; }, [&](const disconnect&) { ++disconnects_; },
                          [&](const send& what) {
                            sent_.push_back(what.what);
                            if (what.what.at("type") == "command")
                              commands_.push_back(what.what);
                          },
                          [&](const show& what) { shown_.push_back(what.line); },
                          [&](const remark& what) { remarks_.push_back(what.text); },
                          [&](const complaint& what) { complaints_.push_back(what.text); },
                          [&](const ask_passphrase& what) { prompts_.push_back(what.prompt); },
                          [&](const leave& what) {
                            CHECK_FALSE(left_);
                            left_ = what;
                          },
                          [&](const auto& what) {
                            file_effects_.emplace_back(what);
                          }},
               each);
}

void chat_talk::join() {
  open();
  answer("sessions", {{"sessions", {{{"id", 3}, {"name", "lobby"}}}}});
  answer("enter_session", json::object());
  sync();
}

void chat_talk::open() {
  core_.opened(now_);
  sort();
}

std::int64_t chat_talk::id_of(const std::string& action) const {
  const auto last =
      std::find_if(commands_.rbegin(), commands_.rend(), [&](const json& each) { return each.at("action") == action; });
  REQUIRE_MESSAGE(last != commands_.rend(), "no ", action, " was sent");
  return last->at("id").get<std::int64_t>();
}

void chat_talk::answer(const std::string& action, const json& result) {
  core_.received(client::response{id_of(action), result}, now_);
  sort();
}

void chat_talk::refuse(const std::string& action, const std::string& code) {
  core_.received(client::response{id_of(action), client::failed(client::fault_kind::refused, "words", code)}, now_);
  sort();
}

void chat_talk::deliver(const json& message) {
  core_.received(client::delivery{message}, now_);
  sort();
}

void chat_talk::lose(client::fault why) {
  core_.lost(std::move(why), now_);
  sort();
}

void chat_talk::deliver_blocks(const bytes& message) {
  core_.blocks_received(message, now_);
  sort();
}

void chat_talk::tell(file_event what) {
  core_.file_changed(std::move(what));
  sort();
}

void chat_talk::type(const std::string& text) {
  core_.typed(text);
  sort();
}

void chat_talk::give_passphrase(const std::optional<std::string>& text) {
  core_.passphrase_given(text);
  sort();
}

void chat_talk::end_input() {
  core_.input_ended();
  sort();
}

void chat_talk::pass(std::chrono::milliseconds time) {
  now_ += time;
  core_.tick(now_);
  sort();
}

std::vector<std::string> chat_talk::take_shown() {
  return std::exchange(shown_, {});
}

std::vector<std::string> chat_talk::take_remarks() {
  return std::exchange(remarks_, {});
}

std::vector<std::string> chat_talk::take_complaints() {
  return std::exchange(complaints_, {});
}

std::vector<std::string> chat_talk::take_prompts() {
  return std::exchange(prompts_, {});
}

std::vector<json> chat_talk::take_sent() {
  return std::exchange(sent_, {});
}

std::vector<std::string> chat_talk::take_said() {
  std::vector<std::string> out;
  for (const auto& each : take_sent())
    if (each.value("action", "") == "say")
      out.push_back(each.at("args").at("text").get<std::string>());
  return out;
}

effects chat_talk::take_file_effects() {
  return std::exchange(file_effects_, {});
}

int chat_talk::take_connects() {
  return std::exchange(connects_, 0);
}

int chat_talk::take_disconnects() {
  return std::exchange(disconnects_, 0);
}

} // namespace atelier::cli::chat
