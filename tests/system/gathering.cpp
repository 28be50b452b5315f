#include "tests/system/gathering.hpp"

#include "tests/system/environment.hpp"
#include "tests/system/picture_access.hpp"

#include <algorithm>
#include <cstdio>
#include <doctest/doctest.h>
#include <thread>

namespace atelier::test {

namespace {

int between(std::mt19937_64& dice, int least, int most) {
  return std::uniform_int_distribution<int>{least, most}(dice);
}

} // namespace

drawn_op random_op(std::mt19937_64& dice, const image& picture) {
  const auto x = static_cast<std::uint16_t>(between(dice, 0, picture.width - 1));
  const auto y = static_cast<std::uint16_t>(between(dice, 0, picture.height - 1));
  const auto channel = [&] {
    return static_cast<std::uint8_t>(between(dice, 0, 255));
  };
  const auto anywhere = [&] {
    return static_cast<std::int16_t>(between(dice, -30, 90));
  };
  const rgba colour{channel(), channel(), channel(), channel()};
  const auto at = point{static_cast<std::int16_t>(x), static_cast<std::int16_t>(y)};
  drawn_op out;
  switch (between(dice, 0, 11)) {
  case 0:
    encode(rect_op{x, y, 9, 7, colour}, out.encoded);
    break;
  case 1:
    encode(line_op{at, {anywhere(), anywhere()}, static_cast<std::uint8_t>(between(dice, 1, 9)), colour}, out.encoded);
    break;
  case 2:
    encode(ellipse_op{at, 5, 8, colour}, out.encoded);
    break;
  case 3:
    encode(fill_op{x, y, colour}, out.encoded);
    break;
  case 4:
    encode(pixel_op{static_cast<std::uint16_t>(picture.width + x), y, colour}, out.encoded);
    out.refused_as = "out_of_bounds";
    break;
  case 5: {
    bytes points;
    for (const auto& each : {at, point{anywhere(), anywhere()}, at}) {
      store_le(points, each.x);
      store_le(points, each.y);
    }
    encode(stroke_op{3, colour, points}, out.encoded);
    break;
  }
  default:
    encode(pixel_op{x, y, colour}, out.encoded);
  }
  return out;
}

std::string uuid_of(std::uint64_t number) {
  char tail[13];
  std::snprintf(tail, sizeof tail, "%012llx", static_cast<unsigned long long>(number & 0xffff'ffff'ffff));
  return std::string{"6f1d3a52-9c40-4e1b-8a77-"} + tail;
}

gathering::gathering(server_process& server, picture_id picture) : server_{server}, picture_{picture} {
  auto& first = add(uuid_of(0), nullptr);
  come_back();
  REQUIRE(eventually([&] {
    first.take();
    return first.is_synced();
  }));
}

painter& gathering::add(std::string uuid, painter::op_maker make) {
  return *people_.emplace_back(std::make_unique<painter>(std::move(uuid), picture_, std::move(make)));
}

void gathering::come_back() {
  for (auto& each : people_) {
    if (!each->is_connected())
      each->connect(server_.url(next_transport_++));
    if (!each->is_subscribed())
      each->subscribe();
  }
}

bool gathering::take() {
  bool any = false;
  for (auto& each : people_)
    any |= each->take();
  return any;
}

void gathering::settle() {
  const auto done = [&] {
    seq_t last = 0;
    for (const auto& each : people_)
      last = std::max(last, each->stream().seq());
    const bool agree = std::all_of(people_.begin(), people_.end(), [&](const auto& each) {
      return each->is_synced() && each->is_settled() && each->stream().seq() == last;
    });
    if (!agree)
      return false;
    // What a broken connection left behind is dealt with when the server counts it no more.
    const auto facts = picture_facts(server_, picture_);
    return facts.at("viewers") == people_.size() && facts.at("seq") == last;
  };
  const bool settled = eventually([&] {
    come_back();
    while (take()) {
    }
    return done();
  });
  REQUIRE(settled);
}

void gathering::check_rasters() {
  const auto served = picture_by_http(server_, picture_);
  for (const auto& each : people_)
    REQUIRE(each->raster() == served);
}

} // namespace atelier::test
