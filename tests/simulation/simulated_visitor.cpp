#include "tests/simulation/simulated_visitor.hpp"

#include "protocol/blocks.hpp"

#include <doctest/doctest.h>

namespace atelier::simulation {

namespace {

constexpr int mux = 1;
constexpr std::uint16_t side = 40;

wire_message text_of(const json& what) {
  const auto text = what.dump();
  const auto raw = as_byte_view(text);
  return {frame_kind::json, {raw.begin(), raw.end()}};
}

/// The JSON messages that have arrived.
std::vector<json> heard(simulated_server& server, connection_id at) {
  std::vector<json> out;
  for (const auto& each : server.receive(at))
    if (each.kind == frame_kind::json)
      out.push_back(json::parse(as_text(each.body)));
  return out;
}

} // namespace

void simulated_visitor::next(step to) {
  step_ = to;
  asked_ = false;
}

void simulated_visitor::ask(simulated_server& server, connection_id over, const json& what) {
  server.send(over, text_of(what));
  asked_ = true;
}

void simulated_visitor::act(simulated_server& server, bool may_begin) {
  if ((painter_ && server.is_closed(*painter_)) || (remover_ && server.is_closed(*remover_)))
    return cut(server);
  if (!painter_) {
    painter_ = server.connect();
    remover_ = server.connect();
  }
  for (const auto& each : heard(server, *painter_))
    hear_painter(each);
  for (const auto& each : heard(server, *remover_))
    hear_remover(each);
  if (asked_ || (is_at_rest() && !may_begin))
    return;
  const auto name = "scratch " + std::to_string(round_);
  switch (step_) {
  case step::make:
    begun_ = true;
    return ask(server, *painter_,
               {{"type", "command"},
                {"id", 1},
                {"key", name},
                {"session", session_.value},
                {"action", "add_picture"},
                {"args", {{"name", name}, {"width", side}, {"height", side}}}});
  case step::subscribe:
    return ask(server, *painter_, {{"type", "subscribe"}, {"mux_id", mux}, {"picture", picture_.value}});
  case step::draw:
    draw(server);
    return next(step::remove);
  case step::remove:
    return ask(server, *remover_,
               {{"type", "command"},
                {"id", 2},
                {"key", "remove " + name},
                {"session", session_.value},
                {"action", "remove_picture"},
                {"args", {{"picture", picture_.value}}}});
  case step::ping:
    return ask(server, *painter_, {{"type", "command"}, {"id", 3}, {"action", "ping"}});
  }
}

void simulated_visitor::draw(simulated_server& server) {
  if (!synced_)
    return;
  bytes ops;
  constexpr client_seq_t count = 8;
  for (client_seq_t i = 0; i < count; ++i)
    encode(rect_op{0, 0, side, side, {static_cast<std::uint8_t>(i), 0, 0, 255}}, ops);
  bytes message;
  append_draw(message, picture_, 1, ops);
  server.send(*painter_, {frame_kind::blocks, std::move(message)});
}

void simulated_visitor::hear_painter(const json& message) {
  const auto type = message.at("type");
  if (type == "sync") {
    synced_ = true;
    if (step_ == step::subscribe)
      next(step::draw);
  } else if (type == "error") {
    // The picture is gone already: its removal was committed before a crash.
    if (step_ == step::subscribe && message.at("error").at("code") == "not_found")
      next(step::remove);
  } else if (type == "closed") {
    CHECK(message.at("reason") == "removed");
    synced_ = false;
    if (step_ != step::ping)
      next(step::ping);
  } else if (type == "response" && message.contains("result")) {
    if (step_ == step::make && message.at("id") == 1) {
      picture_ = picture_id{message.at("result").at("picture").at("id").get<std::uint32_t>()};
      next(step::subscribe);
    } else if (step_ == step::ping && message.at("id") == 3) {
      ++round_;
      begun_ = false;
      next(step::make);
    }
  }
}

void simulated_visitor::hear_remover(const json& message) {
  // Where the painter does not view the picture, nothing but this says that it is gone.
  if (message.at("type") == "response" && message.contains("result") && step_ == step::remove && !synced_)
    next(step::ping);
}

void simulated_visitor::cut(simulated_server& server) {
  for (const auto& each : {painter_, remover_})
    if (each)
      server.cut(*each);
  server_gone();
}

void simulated_visitor::server_gone() {
  painter_.reset();
  remover_.reset();
  asked_ = synced_ = false;
  if (step_ == step::draw || (step_ == step::remove && std::uniform_int_distribution<int>{0, 1}(dice_) == 0))
    step_ = step::subscribe;
}

} // namespace atelier::simulation
