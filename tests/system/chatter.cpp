#include "tests/system/chatter.hpp"

#include "client/address.hpp"
#include "protocol/json_text.hpp"

#include <chrono>
#include <doctest/doctest.h>

namespace atelier::test {

namespace {

constexpr int mux = 3;

} // namespace

chatter::chatter(std::string url, int number, session_id session)
    : url_{std::move(url)}, number_{number}, session_{session} {}

void chatter::connect() {
  const auto where = client::parse_address(url_);
  REQUIRE(where);
  auto opened = client::channel::open(*where, {}, nullptr);
  if (!opened)
    return;
  channel_ = std::move(*opened);
  json wanted{{"type", "subscribe"}, {"mux_id", mux}, {"chat", session_.value}};
  if (last_ > 0)
    wanted["since"] = json::array({json::array({srv_id_, last_})});
  static_cast<void>(channel_->post(client::json_message(wanted.dump())));
  if (waiting_)
    ask();
}

void chatter::cut() {
  if (channel_)
    channel_->close();
  channel_.reset();
  synced_ = asked_ = false;
}

void chatter::say(int things) {
  if (!channel_ || !synced_ || asked_ || answered_ >= things)
    return;
  waiting_ = true;
  ask();
}

void chatter::ask() {
  const auto text = std::to_string(number_) + ":" + std::to_string(answered_ + 1);
  const json what{{"type", "command"},        {"id", 1},    {"session", session_.value}, {"action", "say"},
                  {"args", {{"text", text}}}, {"key", text}};
  asked_ = channel_->post(client::json_message(what.dump())).has_value();
}

void chatter::go_on() {
  if (!channel_)
    connect();
  while (channel_) {
    const auto next = channel_->recv(std::chrono::milliseconds{0});
    if (next)
      hear(*next);
    else if (next.error().kind == client::fault_kind::timed_out)
      return;
    else
      cut();
  }
}

void chatter::hear(const client::message& what) {
  const auto message = json::parse(what.text());
  const auto type = message.at("type").get<std::string>();
  if (type == "message") {
    const auto seqno = message.at("seqno").get<seqno_t>();
    CHECK(seqno > last_);
    last_ = seqno;
    srv_id_ = message.at("srv_id");
    heard_.push_back(message.at("text"));
  } else if (type == "sync") {
    synced_ = true;
  } else if (type == "response" && message.contains("result")) {
    CHECK(message.at("result").at("message").at("text")
          == std::to_string(number_) + ":" + std::to_string(answered_ + 1));
    ++answered_;
    waiting_ = asked_ = false;
  } else if (type == "response") {
    CHECK(message.at("error").at("code") == "shutting_down");
  }
}

} // namespace atelier::test
