#include "bench/load/feed_client.hpp"

#include "protocol/json_text.hpp"

#include <array>
#include <cstdio>
#include <stdexcept>
#include <string>

namespace atelier::bench {

namespace {

constexpr std::string_view entry = R"({"type":"entry")";
constexpr std::size_t content_bytes = 100;

std::string uuid_of(std::uint64_t number) {
  std::array<char, 37> out{};
  std::snprintf(out.data(), out.size(), "00000000-0000-4000-8000-%012llx", static_cast<unsigned long long>(number));
  return out.data();
}

} // namespace

feed_client::feed_client(generator& with) : loop_{with.loop}, connection_{with.loop, with.scratch, *this} {
  connection_.open(with.port, "/ws");
}

void feed_client::opened() {
  open_ = true;
}

void feed_client::say(const std::string& text) {
  append_websocket_frame(connection_.out(), websocket_opcode::text, as_byte_view(text), masking::zero_key);
}

void feed_client::ask(const std::string& rest) {
  const auto id = ++last_id_;
  sent_at_.emplace(id, clock::now());
  say(R"({"type":"command","id":)" + std::to_string(id) + "," + rest);
}

void feed_client::subscribe(std::uint64_t since) {
  say(R"({"type":"subscribe","mux_id":1,"project_id":1,"entries":"*","threads":"*","comments":"*","since":[[1,)"
      + std::to_string(since) + "]]}");
}

void feed_client::post_entry(std::uint64_t number) {
  const std::string content(content_bytes, 'x');
  ask(R"("session":1,"action":"post_entry","args":{"report_uuid":")" + uuid_of(0) + R"(","entry_uuid":")"
      + uuid_of(2 * number) + R"(","version_uuid":")" + uuid_of(2 * number + 1)
      + R"(","clip_id":"clip","content":{"text":")" + content + R"("}}})");
}

void feed_client::ping() {
  ask(R"("action":"ping"})");
}

void feed_client::received(const websocket_frame& frame) {
  const auto text = as_text(frame.payload);
  // By far the most frequent.
  if (text.starts_with(entry)) {
    ++entries_;
    return;
  }
  const auto message = json::parse(text);
  const auto type = message.at("type").get<std::string>();
  if (type == "sync") {
    in_sync_ = true;
  } else if (type == "response" && message.contains("result")) {
    const auto asked = sent_at_.extract(message.at("id").get<std::int64_t>());
    latency_.add(clock::now() - asked.mapped());
  } else if (type != "hello" && type != "broadcast") {
    throw std::runtime_error{"the server said " + std::string{text}};
  }
}

} // namespace atelier::bench
