#include "tests/system/busy_client.hpp"

#include "client/cli/joined_picture.hpp"
#include "protocol/png.hpp"

#include <exception>

namespace atelier::test {

using client::fault_kind;
using client::outcome;

namespace {

constexpr client::reliable_drawer::window window{.in_flight_max = 2'000, .kept_max = 4'000, .draw_bytes_max = 8 * 1024};
constexpr std::chrono::milliseconds look_interval{2};

} // namespace

busy_client::busy_client(settings how)
    : how_{std::move(how)}, dice_{how_.seed}, replica_{how_.picture, how_.uuid}, drawer_{window}, draws_{how_.draws} {}

busy_client::~busy_client() {
  leave();
}

void busy_client::begin() {
  leaving_ = false;
  parting_ = {};
  thread_ = std::thread{[this] {
    try {
      if (const auto worked = work(); !worked)
        parting_ = worked.error();
    } catch (const std::exception& wrong) {
      parting_ = {fault_kind::broken_contract, wrong.what()};
    }
    const bool is_expected = parting_.kind == fault_kind::lost || parting_.kind == fault_kind::unreachable;
    if (complaint_.empty() && !is_expected)
      complaint_ = parting_.message;
    replica_.disconnected();
    drawer_.disconnected();
    is_synced_ = false;
  }};
}

void busy_client::end() {
  if (thread_.joinable())
    thread_.join();
}

void busy_client::leave() {
  leaving_ = true;
  end();
}

outcome<void> busy_client::work() {
  client::options patient;
  patient.connect_max = std::chrono::seconds{100};
  auto made = client::connect(how_.url, patient);
  if (!made)
    return tl::unexpected{made.error()};
  if (auto sent = made->commands.post(replica_.stream().subscription(cli::only_stream)); !sent)
    return sent;
  while (!leaving_) {
    // A connection that has ended still has messages to read, and among them what the server promised last.
    static_cast<void>(draw(made->commands));
    auto came = made->messages.recv(look_interval);
    for (; came; came = made->messages.recv(std::chrono::milliseconds{0}))
      if (auto taken = take(*came); !taken)
        return taken;
    publish();
    if (came.error().kind != fault_kind::timed_out)
      return tl::unexpected{came.error()};
  }
  return {};
}

outcome<void> busy_client::draw(const client::sender& to) {
  if (!replica_.stream().synced())
    return {};
  while (draws_ && drawer_.has_room())
    drawer_.add(random_op());
  added_ = drawer_.count().added;
  while (const auto next = drawer_.take_draw()) {
    bytes blocks;
    append_draw(blocks, how_.picture, next->first_client_seq, next->ops);
    if (auto sent = to.post_blocks(std::move(blocks)); !sent)
      return sent;
  }
  return {};
}

outcome<void> busy_client::take(const client::message& came) {
  const cli::picture_events events{[this](const block& what) { return take_block(what); },
                                   [this](const json& message) { return take_sync(message); },
                                   [this](const json& message) {
                                     take_other(message);
                                   }};
  return cli::dispatch(came, how_.picture, events);
}

outcome<void> busy_client::take_block(const block& what) {
  const auto taken = replica_.apply(what, [this](const client::ordered_op& each) {
    drawer_.came(each);
    told_.op_came(each.seq, each.op);
  });
  if (!taken)
    return taken;
  if (what.kind == block_kind::snapshot)
    told_.snapshot_came(replica_.stream().seq(), replica_.raster());
  if (what.kind == block_kind::durable) {
    told_.durable_came(replica_.stream().durable());
    drawer_.durable(replica_.stream().durable());
  }
  return {};
}

outcome<void> busy_client::take_sync(const json& message) {
  const auto synced = replica_.apply_sync(message);
  if (!synced)
    return tl::unexpected{synced.error()};
  drawer_.synced(*synced);
  return {};
}

void busy_client::take_other(const json& message) {
  if (message.value("type", json{}) == "rejected" && complaint_.empty())
    complaint_ = to_text(message);
}

void busy_client::publish() {
  is_synced_ = replica_.stream().synced().has_value();
  is_settled_ = is_synced_ && drawer_.settled();
  seq_ = replica_.stream().seq();
  durable_ = replica_.stream().durable();
}

int busy_client::between(int least, int most) {
  return std::uniform_int_distribution<int>{least, most}(dice_);
}

bytes busy_client::random_op() {
  const auto& picture = replica_.raster();
  const auto x = static_cast<std::uint16_t>(between(0, picture.width - 1));
  const auto y = static_cast<std::uint16_t>(between(0, picture.height - 1));
  const auto channel = [this] {
    return static_cast<std::uint8_t>(between(0, 255));
  };
  const rgba colour{channel(), channel(), channel(), channel()};
  const point here{static_cast<std::int16_t>(x), static_cast<std::int16_t>(y)};
  const point there{static_cast<std::int16_t>(x + between(-30, 30)), static_cast<std::int16_t>(y + between(-30, 30))};
  bytes out;
  const auto kind = between(0, 99);
  if (kind == 0) {
    encode(fill_op{x, y, colour}, out);
  } else if (kind == 1) {
    const auto png = encode_png(image{5, 4, colour});
    encode(patch_op{x, y, 5, 4, png}, out);
  } else if (kind < 5) {
    bytes points;
    for (const auto& each : {here, there, here}) {
      store_le(points, each.x);
      store_le(points, each.y);
    }
    encode(stroke_op{3, colour, points}, out);
  } else if (kind < 10) {
    encode(line_op{here, there, static_cast<std::uint8_t>(between(1, 9)), colour}, out);
  } else if (kind < 15) {
    encode(ellipse_op{here, 3, 6, colour}, out);
  } else if (kind < 20) {
    encode(rect_op{x, y, 12, 7, colour}, out);
  } else {
    encode(pixel_op{x, y, colour}, out);
  }
  return out;
}

} // namespace atelier::test
