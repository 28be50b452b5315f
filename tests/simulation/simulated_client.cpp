#include "tests/simulation/simulated_client.hpp"

#include <doctest/doctest.h>

namespace atelier::simulation {

namespace {

int between(random& dice, int least, int most) {
  return std::uniform_int_distribution<int>{least, most}(dice);
}

client::reliable_drawer::window small_window() {
  return {.in_flight_max = 40, .kept_max = 200, .draw_bytes_max = 200};
}

wire_message text_of(const json& what) {
  const auto text = what.dump();
  const auto raw = as_byte_view(text);
  return {frame_kind::json, {raw.begin(), raw.end()}};
}

} // namespace

simulated_client::simulated_client(std::string uuid, picture_id picture, random& dice)
    : uuid_{std::move(uuid)}, picture_{picture}, dice_{dice}, replica_{picture, uuid_}, drawer_{small_window()} {}

void simulated_client::connect(simulated_server& server) {
  connection_ = server.connect();
}

void simulated_client::say(simulated_server& server, const json& what) {
  server.send(*connection_, text_of(what));
}

void simulated_client::subscribe(simulated_server& server, bool with_since) {
  mux_ = next_mux_++;
  say(server, replica_.stream().subscription(mux_id{mux_}, with_since));
  subscribed_ = true;
}

void simulated_client::toggle_stream(simulated_server& server) {
  if (!subscribed_)
    return subscribe(server, between(dice_, 0, 1) == 0);
  if (closing_)
    return;
  say(server, {{"type", "close"}, {"mux_id", mux_}});
  closing_ = true;
}

simulated_client::given simulated_client::random_op() {
  const auto& picture = replica_.raster();
  const auto x = static_cast<std::uint16_t>(between(dice_, 0, picture.width - 1));
  const auto y = static_cast<std::uint16_t>(between(dice_, 0, picture.height - 1));
  const auto channel = [&] {
    return static_cast<std::uint8_t>(between(dice_, 0, 255));
  };
  const rgba colour{channel(), channel(), channel(), channel()};
  const auto at = point{static_cast<std::int16_t>(x), static_cast<std::int16_t>(y)};
  const auto elsewhere =
      point{static_cast<std::int16_t>(between(dice_, -20, 60)), static_cast<std::int16_t>(between(dice_, -20, 60))};
  given out;
  switch (between(dice_, 0, 9)) {
  case 0:
    encode(rect_op{x, y, 5, 7, colour}, out.op);
    break;
  case 1:
    encode(line_op{at, elsewhere, static_cast<std::uint8_t>(between(dice_, 1, 9)), colour}, out.op);
    break;
  case 2:
    encode(ellipse_op{at, 3, 6, colour}, out.op);
    break;
  case 3:
    encode(fill_op{x, y, colour}, out.op);
    break;
  case 4:
    encode(pixel_op{static_cast<std::uint16_t>(picture.width + x), y, colour}, out.op);
    out.is_bad = true;
    break;
  case 5: {
    bytes points;
    for (const auto& each : {at, elsewhere, at}) {
      store_le(points, each.x);
      store_le(points, each.y);
    }
    encode(stroke_op{3, colour, points}, out.op);
    break;
  }
  default:
    encode(pixel_op{x, y, colour}, out.op);
  }
  return out;
}

void simulated_client::draw(simulated_server& server, std::size_t count) {
  if (!is_synced() || closing_)
    return;
  for (; count > 0 && drawer_.has_room(); --count) {
    auto next = random_op();
    const auto number = drawer_.add(next.op);
    ops_[number] = std::move(next);
  }
  send_draws(server);
}

void simulated_client::send_draws(simulated_server& server) {
  if (!is_synced() || closing_)
    return;
  bytes message;
  while (auto next = drawer_.take_draw()) {
    append_draw(message, picture_, next->first_client_seq, next->ops);
    if (between(dice_, 0, 2) == 0)
      server.send(*connection_, {frame_kind::blocks, std::exchange(message, {})});
  }
  if (!message.empty())
    server.send(*connection_, {frame_kind::blocks, std::move(message)});
}

void simulated_client::forget_connection() {
  connection_.reset();
  subscribed_ = closing_ = false;
  replica_.disconnected();
  drawer_.disconnected();
  if (!is_named()) {
    // A new connection is somebody new, whose numbers start at 1 again.
    drawer_ = client::reliable_drawer{small_window()};
    ops_.clear();
    author_.reset();
  }
}

void simulated_client::cut(simulated_server& server) {
  server.cut(*connection_);
  forget_connection();
}

void simulated_client::server_gone() {
  forget_connection();
  // What was not yet durable may be another op in the next epoch.
  seen_.erase(seen_.upper_bound(replica_.stream().durable()), seen_.end());
}

void simulated_client::take(simulated_server& server) {
  if (!connection_)
    return;
  for (const auto& each : server.receive(*connection_)) {
    if (each.kind == frame_kind::json) {
      hear(json::parse(as_text(each.body)));
      continue;
    }
    CHECK(each.body.size() < limits::server_message_bytes_max);
    byte_view rest{each.body};
    while (!rest.empty()) {
      const auto next = take_block(rest);
      REQUIRE(next);
      if (next->kind != block_kind::cursor)
        see(*next);
    }
  }
  send_draws(server);
}

void simulated_client::see(const block& what) {
  REQUIRE(subscribed_);
  std::vector<client::ordered_op> came;
  const auto taken = replica_.apply(what, [&](const client::ordered_op& each) {
    seen_[each.seq] = {each.author, each.client_seq, {each.op.begin(), each.op.end()}};
    came.push_back(each);
  });
  REQUIRE_MESSAGE(taken, taken.error().message);
  for (const auto& each : came)
    drawer_.came(each);
  if (what.kind == block_kind::durable)
    drawer_.durable(replica_.stream().durable());
}

void simulated_client::hear(const json& message) {
  const auto type = message.at("type").get<std::string>();
  if (type == "sync") {
    const auto synced = replica_.apply_sync(message);
    REQUIRE_MESSAGE(synced, synced.error().message);
    if (author_)
      CHECK(*author_ == synced->author);
    author_ = synced->author;
    drawer_.synced(*synced);
  } else if (type == "rejected") {
    const auto first = message.at("client_seq").get<client_seq_t>();
    const auto count = message.at("count").get<std::uint32_t>();
    for (client_seq_t i = 0; i < count; ++i) {
      const auto place = ops_.find(first + i);
      const bool was_to_be_refused = place != ops_.end() && place->second.is_bad;
      CHECK_MESSAGE(was_to_be_refused, message.dump());
    }
    drawer_.rejected({first, count, {}});
  } else if (type == "closed") {
    CHECK(closing_);
    subscribed_ = closing_ = false;
    replica_.disconnected();
    drawer_.disconnected();
  } else if (type == "response") {
    responses_.push_back(message);
  } else if (type == "error") {
    // A close may cross the refusal of its stream.
    const auto code = message.at("error").at("code").get<std::string>();
    const bool expected = code == "shutting_down" || (code == "not_found" && !subscribed_);
    CHECK_MESSAGE(expected, message.dump());
    subscribed_ = closing_ = false;
  }
}

} // namespace atelier::simulation
