#include "tests/client/cli/chat_twin.hpp"

#include "tests/client/chat_samples.hpp"

#include <chrono>
#include <thread>

namespace atelier::client {

void chat_twin::add(const std::string& text, const std::string& handle, const std::string& identity) {
  const std::lock_guard lock{mutex_};
  auto item = samples::chat_item_json(items_.size() + 1, text, handle, identity);
  items_.push_back(std::move(item));
}

std::vector<std::string> chat_twin::texts() const {
  const std::lock_guard lock{mutex_};
  std::vector<std::string> out;
  for (const auto& each : items_)
    out.push_back(each.at("text").get<std::string>());
  return out;
}

json chat_twin::credentials() const {
  const std::lock_guard lock{mutex_};
  return credentials_;
}

void chat_twin::send_since(test_peer& peer, std::uint64_t since) const {
  const std::lock_guard lock{mutex_};
  for (const auto& each : items_)
    if (each.at("seqno").get<std::uint64_t>() > since)
      peer.send(each);
}

void chat_twin::serve(test_peer& peer) {
  ++connections_;
  peer.hello();
  for (;;) {
    const auto came = peer.receive_json();
    const auto type = came.at("type").get<std::string>();
    if (type == "subscribe") {
      const auto since = came.value("since", json::array());
      send_since(peer, since.empty() ? 0 : since.at(0).at(1).get<std::uint64_t>());
      peer.send(json{{"type", "sync"}, {"mux_id", came.at("mux_id")}});
    } else if (type == "command" && !command(peer, came)) {
      return;
    }
  }
}

bool chat_twin::command(test_peer& peer, const json& what) {
  if (what.at("action") == "say")
    return say(peer, what);
  peer.send(json{{"type", "response"}, {"id", what.at("id")}, {"result", result_of(what)}});
  return true;
}

json chat_twin::result_of(const json& what) {
  const auto action = what.at("action").get<std::string>();
  if (action == "sessions")
    return {{"sessions", {{{"id", samples::chat_session}, {"name", "lobby"}}}}};
  if (action == "who")
    return {{"who", {{{"player", nullptr}, {"handle", handle_}, {"identity", identity_}}}}};
  if (action != "sign_in" && action != "add_player")
    return json::object();
  const auto& args = what.at("args");
  const std::lock_guard lock{mutex_};
  if (!args.contains("token")) {
    credentials_ = args;
    handle_ = args.at("handle").get<std::string>();
    identity_ = args.contains("passphrase") ? "verified" : "claimed";
  }
  return {{"player", {{"id", 7}, {"handle", handle_}}}, {"identity", identity_}, {"token", "token"}};
}

bool chat_twin::say(test_peer& peer, const json& what) {
  const auto text = what.at("args").at("text").get<std::string>();
  const auto key = what.at("key").get<std::string>();
  const auto answer = [&] {
    peer.send(json{{"type", "response"}, {"id", what.at("id")}, {"result", {{"message", answers_.at(key)}}}});
  };
  if (answers_.contains(key)) {
    answer();
    return true;
  }
  add(text, handle_, identity_);
  const auto item = items_.back();
  answers_[key] = item;
  if (text == "cut")
    return false;
  answer();
  peer.send(item);
  if (text.starts_with("flood "))
    for (int i = 0, all = std::stoi(text.substr(6)); i < all; ++i) {
      add("message " + std::to_string(i) + " of many", "bob", "claimed");
      peer.send(items_.back());
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
  return true;
}

} // namespace atelier::client
