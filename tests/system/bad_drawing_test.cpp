#include "client/painting.hpp"
#include "protocol/png.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/picture_access.hpp"
#include "tests/system/studio.hpp"

#include <array>
#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr std::uint16_t width = 64;
constexpr std::uint16_t height = 48;
constexpr rgba colour{200, 30, 90, 128};

constexpr std::array<std::uint16_t, 9> places{0, 1, 47, 48, 63, 64, 32'767, 32'768, 65'535};
constexpr std::array<std::int16_t, 9> points{0, 1, 47, 64, 1000, 32'767, -1, -32'767, -32'768};
constexpr std::array<std::uint8_t, 4> widths{0, 1, 2, 255};
constexpr std::array<std::uint16_t, 7> radii{0, 1, 63, 8191, 8192, 32'768, 65'535};

/// An op with every number at one of its limits.
bytes extreme_op(std::mt19937_64& dice) {
  const auto any = [&](const auto& from) {
    return from[dice() % from.size()];
  };
  bytes out;
  switch (dice() % 8) {
  case 0:
    encode(pixel_op{any(places), any(places), colour}, out);
    break;
  case 1:
    encode(rect_op{any(places), any(places), any(places), any(places), colour}, out);
    break;
  case 2:
  case 3:
    encode(line_op{{any(points), any(points)}, {any(points), any(points)}, any(widths), colour}, out);
    break;
  case 4:
  case 5:
    encode(ellipse_op{{any(points), any(points)}, any(radii), any(radii), colour}, out);
    break;
  case 6: {
    bytes raw;
    for (auto count = dice() % 6; count > 0; --count) {
      store_le(raw, any(points));
      store_le(raw, any(points));
    }
    encode(stroke_op{any(widths), colour, raw}, out);
    break;
  }
  default:
    encode(fill_op{any(places), any(places), colour}, out);
  }
  return out;
}

/// What the contract says of an op, with the code that it must be refused with.
drawn_op judged(bytes encoded) {
  image scratch{width, height};
  const auto drawn = client::paint(scratch, decode_op(encoded)->value);
  return {std::move(encoded), drawn ? "" : std::string{name_of(drawn.error().code)}};
}

std::vector<bytes> strange_patches() {
  const auto small = encode_png(image{3, 3, {1, 2, 3, 4}});
  const auto wide = encode_png(image{257, 1});
  std::vector<bytes> out;
  const auto add = [&](patch_op what) {
    encode(what, out.emplace_back());
  };
  add({0, 0, 3, 3, small});
  add({65'535, 65'535, 3, 3, small});
  add({63, 47, 3, 3, small});
  add({0, 0, 0, 3, small});
  add({0, 0, 4, 3, small});
  add({0, 0, 257, 1, wide});
  add({0, 0, 3, 3, byte_view{small}.first(small.size() / 2)});
  add({0, 0, 3, 3, {}});
  add({0, 0, 65'535, 65'535, small});
  return out;
}

void subscribe(stranger& who, picture_id picture) {
  who.say(to_text({{"type", "subscribe"}, {"mux_id", 1}, {"picture", picture.value}}));
  REQUIRE(who.next_word() == "sync");
}

/// A block of any kind.
bytes raw_block(std::uint8_t kind, picture_id picture, byte_view payload, std::uint32_t size_error = 0) {
  bytes out;
  store_le(out, static_cast<std::uint32_t>(8 + payload.size() + size_error));
  store_le(out, std::uint32_t{kind});
  store_le(out, picture.value);
  append(out, payload);
  return out;
}

bytes draw_of(picture_id picture, client_seq_t first, byte_view ops) {
  bytes out;
  append_draw(out, picture, first, ops);
  return out;
}

bytes coded(std::uint8_t code, std::size_t size) {
  bytes out(size, std::byte{1});
  out[0] = std::byte{code};
  return out;
}

} // namespace

TEST_CASE("ops at every limit are drawn or refused as the contract says, and fifty others notice nothing") {
  studio all;
  const auto seed = from_environment("ATELIER_SEED", 1);
  CAPTURE(seed);
  std::mt19937_64 dice{seed};
  const auto picture = add_picture(all.server(), "limits", width, height);
  auto patches = strange_patches();
  gathering people{all.server(), picture};
  for (std::size_t i = 0; i < 3; ++i)
    people.add(uuid_of(i + 1), [&](client_seq_t, const image&) {
      if (patches.empty())
        return judged(extreme_op(dice));
      auto next = judged(std::move(patches.back()));
      patches.pop_back();
      return next;
    });
  people.settle();
  for (int round = 0; round < 100; ++round) {
    for (std::size_t i = 0; i < people.size(); ++i)
      people[i].draw(10);
    people.take();
    all.work();
  }
  people.settle();
  people.check_rasters();
  for (std::size_t i = 0; i < people.size(); ++i)
    check_drawn_once(people[i].lives(), people.watcher().seen());
  all.check();
}

TEST_CASE("a DRAW that cannot be read counts up to where it can, over every transport") {
  studio all;
  const auto picture = add_picture(all.server(), "raw", width, height);
  bytes good;
  encode(pixel_op{1, 1, colour}, good);
  for (std::size_t transport = 0; transport < 3; ++transport) {
    CAPTURE(transport);
    auto one = all.visit(all.server().url(transport));
    one.send_message(frame_kind::blocks, draw_of(picture, 1, good));
    CHECK(one.next_word() == "not_joined");
    one.send_message(frame_kind::blocks, draw_of(picture_id{4'000'000'000}, 1, good));
    CHECK(one.next_word() == "not_joined");
    subscribe(one, picture);
    client_seq_t number = 1;
    for (const auto& bad : {coded(0, 20), coded(8, 20), coded(255, 20), coded(2, 12), coded(5, 9), coded(7, 13)}) {
      auto ops = good;
      append(ops, bad);
      one.send_message(frame_kind::blocks, draw_of(picture, number, ops));
      const auto said = one.next_json();
      CHECK(said.at("type") == "rejected");
      CHECK(said.at("client_seq") == number + 1);
      CHECK(said.at("count") == 1);
      CHECK(said.at("error").at("code") == "malformed");
      number += 2;
    }
    one.send_message(frame_kind::blocks, draw_of(picture, 0, good));
    CHECK(one.next_word() == "bad_data");
    auto two = good;
    append(two, good);
    one.send_message(frame_kind::blocks, draw_of(picture, 0xffff'ffff, two));
    CHECK(one.next_word() == "bad_data");
    const bytes eight(8);
    for (const auto& [message, code] :
         std::vector<std::pair<bytes, std::string>>{{raw_block(2, picture, eight), "unknown_type"},
                                                    {raw_block(3, picture, bytes(16)), "unknown_type"},
                                                    {raw_block(4, picture, eight), "unknown_type"},
                                                    {raw_block(6, picture, bytes(13)), "malformed"},
                                                    {raw_block(0, picture, eight), "malformed"},
                                                    {raw_block(7, picture, eight), "malformed"},
                                                    {raw_block(255, picture, eight), "malformed"},
                                                    {raw_block(1, picture, bytes(3)), "malformed"},
                                                    {raw_block(5, picture, bytes(5)), "malformed"},
                                                    {raw_block(1, picture, eight, 1), "malformed"},
                                                    {raw_block(1, picture, eight, 0xffff'ff00), "malformed"},
                                                    {bytes(3), "malformed"}}) {
      one.send_message(frame_kind::blocks, message);
      CHECK(one.next_word() == code);
    }
    one.say(R"({"type":"close","mux_id":1})");
    CHECK(one.next_word() == "closed");
  }
  // One pixel of each DRAW counted.
  CHECK(picture_facts(all.server(), picture).at("seq") == 3 * 6);
  all.check();
}
