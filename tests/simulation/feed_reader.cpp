#include "tests/simulation/feed_reader.hpp"

#include <doctest/doctest.h>

namespace atelier::simulation {

void feed_reader::send(simulated_server& server, const json& what) {
  const auto text = what.dump();
  const auto raw = as_byte_view(text);
  server.send(*at_, {frame_kind::json, {raw.begin(), raw.end()}});
}

void feed_reader::subscribe(simulated_server& server) {
  in_sync_ = closing_ = false;
  send(server, {{"type", "subscribe"},
                {"mux_id", ++mux_},
                {"project_id", project_},
                {"since", to_json(has_)},
                {"entries", "*"},
                {"threads", "*"},
                {"comments", "*"},
                {"syncid", {{"mux", mux_}}}});
}

void feed_reader::come(simulated_server& server) {
  at_ = server.connect();
  subscribe(server);
}

void feed_reader::cut(simulated_server& server) {
  server.cut(*at_);
  server_gone();
}

void feed_reader::server_gone() {
  at_.reset();
  in_sync_ = false;
}

void feed_reader::turn_over(simulated_server& server) {
  if (!at_ || closing_)
    return;
  closing_ = true;
  send(server, {{"type", "close"}, {"mux_id", mux_}});
}

void feed_reader::take(simulated_server& server) {
  if (!at_)
    return;
  for (const auto& each : server.receive(*at_)) {
    REQUIRE(each.kind == frame_kind::json);
    hear(json::parse(as_text(each.body)), server);
  }
}

void feed_reader::hear(const json& message, simulated_server& server) {
  const auto type = message.at("type").get<std::string>();
  if (type == "hello" || type == "broadcast")
    return;
  REQUIRE_MESSAGE(message.at("mux_id") == mux_, message.dump());
  if (type == "closed") {
    REQUIRE(closing_);
    return subscribe(server);
  }
  if (type == "sync") {
    CHECK_FALSE(in_sync_);
    CHECK(message.at("syncid") == json{{"mux", mux_}});
    in_sync_ = true;
    return;
  }
  REQUIRE_MESSAGE(feed_kind_named(type), message.dump());
  CHECK(message.at("proj_id") == project_);
  const auto srv_id = message.at("srv_id").get<std::uint32_t>();
  const auto seqno = message.at("seqno").get<seqno_t>();
  auto& highest = has_[srv_id];
  REQUIRE_MESSAGE(seqno > highest, message.dump());
  highest = seqno;
  auto everywhere = message;
  everywhere.erase("mux_id");
  everywhere.erase("proj_id");
  messages_.emplace(std::pair{srv_id, seqno}, everywhere.dump());
}

} // namespace atelier::simulation
