#include "tests/simulation/simulated_player.hpp"

#include <doctest/doctest.h>
#include <string_view>
#include <utility>

namespace atelier::simulation {

namespace {

/// Ids below are those of `enter_session`; a session's streams have twice its id, and one more.
constexpr std::int64_t first_id = 1'000;
/// Nothing follows from these, so they need not be taken apart.
constexpr std::string_view broadcast = R"({"type":"broadcast")";

json since(seqno_t last) {
  auto out = json::array();
  if (last > 0)
    out.push_back(json::array({1, last}));
  return out;
}

} // namespace

simulated_player::simulated_player(identity who, const std::vector<session_id>& enters) : who_{std::move(who)} {
  for (const auto each : enters)
    followed_[each];
}

void simulated_player::send(simulated_server& server, const json& what) {
  const auto text = what.dump();
  const auto raw = as_byte_view(text);
  server.send(*at_, {frame_kind::json, {raw.begin(), raw.end()}});
}

void simulated_player::come(simulated_server& server) {
  at_ = server.connect(who_.admin, who_.token);
  for (const auto& [session, known] : followed_) {
    const auto id = session.value;
    send(server, {{"type", "command"}, {"id", id}, {"session", id}, {"action", "enter_session"}});
    if (!who_.follows)
      continue;
    send(server, {{"type", "subscribe"}, {"mux_id", 2 * id}, {"events", id}, {"since", since(known.last_event)}});
    send(server, {{"type", "subscribe"}, {"mux_id", 2 * id + 1}, {"chat", id}, {"since", since(known.last_said)}});
  }
  for (const auto& [id, each] : asked_)
    send(server, each.what);
}

void simulated_player::cut(simulated_server& server) {
  server.cut(*at_);
  at_.reset();
}

void simulated_player::server_gone() {
  at_.reset();
}

void simulated_player::ask(simulated_server& server, std::optional<session_id> session, const std::string& action,
                           const json& args, const std::string& key, bool is_once) {
  const auto id = next_id_++;
  json what{{"type", "command"}, {"id", id}, {"action", action}, {"args", args}};
  if (session)
    what["session"] = session->value;
  if (is_once)
    what.update({{"key", key}, {"client", who_.name}});
  if (at_)
    send(server, what);
  asked_[id] = {std::move(what), key};
}

std::optional<json> simulated_player::take_answer(const std::string& key) {
  const auto place = answers_.find(key);
  if (place == answers_.end())
    return std::nullopt;
  auto out = std::move(place->second);
  answers_.erase(place);
  return out;
}

void simulated_player::take(simulated_server& server) {
  if (!at_)
    return;
  for (const auto& each : server.receive(*at_)) {
    const auto text = as_text(each.body);
    bytes_ += text;
    REQUIRE(each.kind == frame_kind::json);
    if (!text.starts_with(broadcast))
      hear(json::parse(text));
  }
  CHECK_FALSE(server.is_closed(*at_));
}

std::string simulated_player::take_bytes() {
  return std::exchange(bytes_, {});
}

void simulated_player::hear(const json& message) {
  const auto type = message.at("type").get<std::string>();
  if (type == "event") {
    auto& its = followed_.at(session_id{message.at("session").get<std::uint32_t>()});
    const auto seqno = message.at("seqno").get<seqno_t>();
    CHECK_MESSAGE(seqno > its.last_event, message.dump());
    its.last_event = seqno;
    its.events.push_back(message);
  } else if (type == "message") {
    auto& its = followed_.at(session_id{message.at("session").get<std::uint32_t>()});
    const auto seqno = message.at("seqno").get<seqno_t>();
    CHECK_MESSAGE(seqno > its.last_said, message.dump());
    its.last_said = seqno;
    ++its.said;
  } else if (type == "response" && message.at("id") >= first_id) {
    const auto place = asked_.find(message.at("id").get<std::int64_t>());
    REQUIRE_MESSAGE(place != asked_.end(), message.dump());
    auto answer = message;
    answer.erase("id");
    REQUIRE(answers_.emplace(place->second.key, std::move(answer)).second);
    asked_.erase(place);
  } else if (type == "response" || type == "error" || type == "closed") {
    CHECK_MESSAGE(message.contains("result"), message.dump());
  }
}

} // namespace atelier::simulation
