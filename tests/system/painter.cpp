#include "tests/system/painter.hpp"

#include "client/address.hpp"
#include "protocol/frames.hpp"
#include "protocol/limits.hpp"

#include <doctest/doctest.h>
#include <utility>

namespace atelier::test {

namespace {

client::reliable_drawer::window small_window() {
  return {.in_flight_max = 200, .kept_max = 1000, .draw_bytes_max = 400};
}

/// The first bytes of a message that is never finished.
bytes half_message(client::transport_kind transport, byte_view whole) {
  bytes out;
  if (transport == client::transport_kind::websocket) {
    // A final binary message, its length in 16 bits, masked with zeros.
    for (const auto each : {0x82U, 0xfeU, unsigned(whole.size() >> 8), unsigned(whole.size() & 0xff), 0U, 0U, 0U, 0U})
      out.push_back(static_cast<std::byte>(each));
  } else {
    append(out, frame_header(frame_kind::blocks, whole.size()));
  }
  append(out, whole.first(whole.size() / 2));
  return out;
}

} // namespace

painter::painter(std::string uuid, picture_id picture, op_maker make)
    : uuid_{std::move(uuid)},
      picture_{picture},
      make_{std::move(make)},
      replica_{picture, uuid_},
      drawer_{small_window()},
      lives_(1) {}

void painter::connect(const std::string& url) {
  REQUIRE_FALSE(is_connected());
  const auto where = client::parse_address(url);
  REQUIRE(where);
  transport_ = where->kind;
  auto made = client::channel::open(*where, {}, nullptr);
  REQUIRE_MESSAGE(made, made.error().message);
  channel_ = std::move(*made);
  goodbye_.clear();
  ++connections_;
}

void painter::send(client::outgoing what) {
  // Where the connection has ended, `take` hears of it and says why.
  static_cast<void>(channel_->post(std::move(what)));
}

void painter::subscribe(bool with_since) {
  mux_ = next_number_++;
  send(client::json_message(to_text(replica_.stream().subscription(mux_id{mux_}, with_since))));
  subscribed_ = true;
  last_back_ = 0;
}

void painter::close_stream() {
  if (!subscribed_ || std::exchange(closing_, true))
    return;
  send(client::json_message(to_text({{"type", "close"}, {"mux_id", mux_}})));
}

void painter::ask() {
  const auto id = next_number_++;
  asked_.insert(id);
  send(client::json_message(to_text({{"type", "command"}, {"id", id}, {"action", "pictures"}})));
}

void painter::point_somewhere(point at) {
  if (!is_synced() || closing_)
    return;
  bytes message;
  append_client_cursor(message, picture_, at);
  send(client::blocks_message(std::move(message)));
}

void painter::draw(std::size_t count) {
  if (!is_synced() || closing_)
    return;
  auto& ops = lives_.back().ops;
  for (; count > 0 && drawer_.has_room(); --count) {
    const auto number = ops.empty() ? 1 : ops.rbegin()->first + 1;
    auto next = make_(number, replica_.raster());
    REQUIRE(drawer_.add(next.encoded) == number);
    ops[number] = std::move(next);
  }
  send_draws();
}

void painter::send_draws() {
  if (!is_synced() || closing_)
    return;
  while (auto next = drawer_.take_draw()) {
    bytes message;
    append_draw(message, picture_, next->first_client_seq, next->ops);
    send(client::blocks_message(std::move(message)));
  }
}

bool painter::take() {
  bool any = false;
  while (channel_) {
    const auto next = channel_->recv(std::chrono::milliseconds{0});
    if (!next) {
      if (next.error().kind != client::fault_kind::timed_out)
        forget_connection();
      break;
    }
    any = true;
    if (next->kind == frame_kind::json) {
      hear(json::parse(next->text()));
      continue;
    }
    byte_view rest{next->body};
    while (!rest.empty()) {
      const auto part = take_block(rest);
      REQUIRE(part);
      REQUIRE((part->kind == block_kind::snapshot || next->body.size() < limits::server_message_bytes_max));
      if (part->kind != block_kind::cursor)
        see(*part);
    }
  }
  if (channel_)
    send_draws();
  return any;
}

void painter::see(const block& what) {
  REQUIRE(subscribed_);
  // What follows a SNAPSHOT may have come before.
  if (what.kind == block_kind::snapshot)
    last_back_ = 0;
  std::vector<ordered_place> came;
  std::vector<seq_t> where;
  const auto taken = replica_.apply(what, [&](const client::ordered_op& each) {
    came.push_back({each.author, each.client_seq, {each.op.begin(), each.op.end()}});
    where.push_back(each.seq);
    drawer_.came(each);
  });
  REQUIRE_MESSAGE(taken, taken.error().message);
  const auto& mine = lives_.back();
  for (std::size_t i = 0; i < came.size(); ++i) {
    auto& each = came[i];
    if (each.author == mine.author) {
      const auto known = mine.ops.find(each.client_seq);
      REQUIRE(known != mine.ops.end());
      REQUIRE(known->second.encoded == each.encoded);
      REQUIRE(each.client_seq > std::exchange(last_back_, each.client_seq));
    }
    seen_.insert_or_assign(where[i], std::move(each));
  }
  if (what.kind == block_kind::durable)
    drawer_.durable(replica_.stream().durable());
}

void painter::hear(const json& message) {
  const auto type = message.at("type").get<std::string>();
  if (type == "sync") {
    hear_sync(message);
  } else if (type == "rejected") {
    hear_rejected(message);
  } else if (type == "closed") {
    REQUIRE_MESSAGE(closing_, to_text(message));
    subscribed_ = closing_ = false;
    replica_.disconnected();
    drawer_.disconnected();
  } else if (type == "response") {
    REQUIRE_MESSAGE(asked_.erase(message.at("id").get<std::int64_t>()) == 1, to_text(message));
    REQUIRE_MESSAGE(message.contains("result"), to_text(message));
  } else if (type == "goodbye") {
    goodbye_ = message.at("reason").get<std::string>();
  } else {
    REQUIRE_MESSAGE((type == "hello" || type == "presence" || type == "broadcast"), to_text(message));
  }
}

void painter::hear_sync(const json& message) {
  const auto synced = replica_.apply_sync(message);
  REQUIRE_MESSAGE(synced, synced.error().message);
  auto& mine = lives_.back();
  REQUIRE(mine.author.value_or(synced->author) == synced->author);
  mine.author = synced->author;
  const auto last = mine.ops.empty() ? 0 : mine.ops.rbegin()->first;
  REQUIRE_MESSAGE(synced->client_seq <= last, to_text(message));
  last_back_ = synced->client_seq;
  drawer_.synced(*synced);
}

void painter::hear_rejected(const json& message) {
  const auto first = message.at("client_seq").get<client_seq_t>();
  const auto count = message.at("count").get<std::uint32_t>();
  const auto& ops = lives_.back().ops;
  for (client_seq_t i = 0; i < count; ++i) {
    const auto known = ops.find(first + i);
    REQUIRE_MESSAGE(known != ops.end(), to_text(message));
    REQUIRE_MESSAGE(known->second.refused_as == message.at("error").at("code"), to_text(message));
  }
  drawer_.rejected({first, count, {}});
}

void painter::forget_connection() {
  if (channel_)
    channel_->close();
  channel_.reset();
  subscribed_ = closing_ = false;
  asked_.clear();
  replica_.disconnected();
  drawer_.disconnected();
  if (uuid_.empty()) {
    drawer_ = client::reliable_drawer{small_window()};
    lives_.back().has_ended = true;
    lives_.emplace_back();
  }
}

void painter::cut() {
  forget_connection();
}

void painter::cut_within_message() {
  if (auto next = is_synced() && !closing_ ? drawer_.take_draw() : std::nullopt) {
    bytes message;
    append_draw(message, picture_, next->first_client_seq, next->ops);
    send({client::outgoing::form::raw, half_message(transport_, message)});
  }
  forget_connection();
}

void painter::leave() {
  send(client::json_message(to_text({{"type", "goodbye"}})));
  channel_.reset();
  forget_connection();
}

void painter::server_killed() {
  forget_connection();
  seen_.erase(seen_.upper_bound(replica_.stream().durable()), seen_.end());
}

bool painter::is_settled() const noexcept {
  return drawer_.settled() && asked_.empty() && stream().durable() == stream().seq();
}

} // namespace atelier::test
