#include "tests/client/cli/chat_twin.hpp"

#include "protocol/blocks.hpp"
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
  pieces_ = 0;
  {
    const std::lock_guard lock{mutex_};
    files_.cut();
  }
  peer.hello();
  while (send_files(peer)) {
    const auto [kind, body] = peer.receive();
    if (kind != frame_kind::json) {
      take_blocks(body);
      continue;
    }
    const auto came = json::parse(body);
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
  const auto action = what.at("action").get<std::string>();
  if (action == "say")
    return say(peer, what);
  if (action == "attach" || action == "fetch_attachment" || action == "cancel_transfer") {
    file_command(peer, what);
    return true;
  }
  peer.send(json{{"type", "response"}, {"id", what.at("id")}, {"result", result_of(what)}});
  return true;
}

void chat_twin::file_command(test_peer& peer, const json& what) {
  atelier::command asked;
  asked.action = what.at("action").get<std::string>();
  asked.args = what.at("args");
  if (what.contains("key"))
    asked.key = what.at("key").get<std::string>();
  const std::lock_guard lock{mutex_};
  const auto result = files_.answer(asked);
  json answer{{"type", "response"}, {"id", what.at("id")}};
  if (result)
    answer["result"] = *result;
  else
    answer["error"] = {{"code", result.error().code}, {"message", result.error().message}};
  peer.send(answer);
}

void chat_twin::take_blocks(std::string_view message) {
  const std::lock_guard lock{mutex_};
  for (auto rest = as_byte_view(message); !rest.empty();) {
    const auto chunk = read_chunk(atelier::take_block(rest).value().payload).value();
    files_.take(chunk.transfer, chunk.offset, chunk.piece);
    ++pieces_;
  }
}

bool chat_twin::send_files(test_peer& peer) {
  const std::lock_guard lock{mutex_};
  const auto is_enough = [&] {
    return cut_at_every_ > 0 && pieces_ >= cut_at_every_;
  };
  while (auto news = files_.next_news()) {
    json out{{"type", "transfer"}, {"transfer", news->transfer.value}};
    if (news->offset)
      out["offset"] = *news->offset;
    if (news->error)
      out["error"] = {{"code", news->error->code}, {"message", news->error->message}};
    if (news->message) {
      auto item = *news->message;
      item["seqno"] = item["id"] = items_.size() + 1;
      item["handle"] = handle_;
      item["identity"] = identity_;
      items_.push_back(item);
      peer.send(item);
      out["message"] = item;
    }
    if (is_enough())
      return false;
    peer.send(out);
  }
  for (auto block = files_.next_chunk(); !block.empty() && !is_enough(); block = files_.next_chunk()) {
    peer.send(frame_kind::blocks, block);
    ++pieces_;
  }
  return !is_enough();
}

void chat_twin::add_file(const std::string& name, const bytes& content, const std::string& kind) {
  const std::lock_guard lock{mutex_};
  files_.keep(hash_of(content), content);
  auto item = samples::chat_item_json(items_.size() + 1, "", "bob", "claimed");
  item["kind"] = kind;
  item["attachment"] = {{"hash", hash_of(content)},
                        {"name", name},
                        {"bytes", content.size()},
                        {"media_type", "application/octet-stream"}};
  items_.push_back(std::move(item));
}

bytes chat_twin::file_of(std::size_t message) const {
  const std::lock_guard lock{mutex_};
  return files_.kept().at(items_.at(message).at("attachment").at("hash").get<std::string>());
}

void chat_twin::spoil_files() {
  const std::lock_guard lock{mutex_};
  const auto kept = files_.kept();
  for (auto [hash, content] : kept) {
    content.front() ^= std::byte{1};
    files_.keep(hash, std::move(content));
  }
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
  if (text.starts_with("gift ")) {
    add_file(text.substr(5), noise(500'000, static_cast<unsigned>(items_.size())));
    peer.send(items_.back());
  }
  if (text.starts_with("flood "))
    for (int i = 0, all = std::stoi(text.substr(6)); i < all; ++i) {
      add("message " + std::to_string(i) + " of many", "bob", "claimed");
      peer.send(items_.back());
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
  return true;
}

} // namespace atelier::client
