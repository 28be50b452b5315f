#include "tests/system/company.hpp"

#include "protocol/png.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/picture_access.hpp"

#include <doctest/doctest.h>

namespace atelier::test {

namespace {

constexpr std::size_t painters = 3;
constexpr std::size_t patches_each = 4;
constexpr std::uint16_t patch_side = 64;
/// Of noise, which no PNG makes smaller.
constexpr std::size_t patch_bytes_min = patch_side * patch_side * 3;

static_assert(company::round_bytes_min == painters * patches_each * patch_bytes_min);

} // namespace

company::company(server_process& server, const std::string& name)
    : picture_{add_picture(server, name, 200, 150)}, people_{server, picture_} {
  for (std::size_t i = 0; i < painters; ++i)
    people_.add(uuid_of(i + 1), [this](client_seq_t, const image& picture) { return random_patch(picture); });
  people_.settle();
}

void company::draw_round() {
  for (std::size_t i = 0; i < people_.size(); ++i)
    people_[i].draw(patches_each);
  drawn_ += painters * patches_each;
  REQUIRE(eventually([this] {
    while (people_.take()) {
    }
    return all_have_seen_all();
  }));
}

void company::check() {
  const auto& order = people_.watcher().seen();
  CHECK(order.size() == drawn_);
  CHECK(people_.watcher().connections() == 1);
  for (std::size_t i = 0; i < people_.size(); ++i) {
    CHECK(people_[i].connections() == 1);
    CHECK((people_[i].seen() == order));
    check_drawn_once(people_[i].lives(), order);
  }
  people_.check_rasters();
}

drawn_op company::random_patch(const image& picture) {
  image pixels{patch_side, patch_side};
  for (auto& each : pixels.pixels)
    each = {static_cast<std::uint8_t>(dice_()), static_cast<std::uint8_t>(dice_()), static_cast<std::uint8_t>(dice_()),
            255};
  const auto png = encode_png(pixels);
  REQUIRE(png.size() < round_bytes_max / (painters * patches_each) - 100);
  const auto x = static_cast<std::uint16_t>(dice_() % picture.width);
  const auto y = static_cast<std::uint16_t>(dice_() % picture.height);
  drawn_op out;
  encode(patch_op{x, y, patch_side, patch_side, png}, out.encoded);
  return out;
}

bool company::all_have_seen_all() {
  for (std::size_t i = 0; i < people_.size(); ++i)
    if (people_[i].stream().seq() != drawn_)
      return false;
  return people_.watcher().stream().seq() == drawn_;
}

} // namespace atelier::test
