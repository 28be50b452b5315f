#include "client/picture_replica.hpp"

#include "client/painting.hpp"
#include "protocol/png.hpp"
#include "tests/client/samples.hpp"

#include <doctest/doctest.h>

namespace atelier::client {

namespace {

outcome<void> feed(picture_replica& to, const bytes& message) {
  return to.apply(samples::only_block(message));
}

class view_of final : public picture_view {
public:
  explicit view_of(const image& shown) : shown_{shown} {}
  std::uint16_t width() const noexcept override {
    return shown_.width;
  }
  std::uint16_t height() const noexcept override {
    return shown_.height;
  }
  void copy_row(unsigned y, std::span<rgba> out) const override {
    std::ranges::copy(shown_.row(y), out.begin());
  }

private:
  const image& shown_;
};

} // namespace

TEST_CASE("a replica draws a snapshot and the ops after it") {
  picture_replica replica{samples::picture};
  REQUIRE(feed(replica, samples::snapshot(10)));
  REQUIRE(feed(replica, samples::updates(11, author_id{9}, 1, 3)));
  image expected{8, 4};
  for (unsigned x = 0; x < 3; ++x)
    expected.at(x, 0) = samples::red;
  CHECK(replica.raster() == expected);
  CHECK(replica.stream().seq() == 13);
}

TEST_CASE("a snapshot as PNG holds the same pixels as a raw one") {
  image drawn{5, 3};
  drawn.at(4, 2) = samples::red;
  bytes message;
  append_snapshot(message, samples::picture, 7, 5, 3, snapshot_encoding::png, encode_png(view_of{drawn}));
  picture_replica replica{samples::picture};
  REQUIRE(feed(replica, message));
  CHECK(replica.raster() == drawn);
}

TEST_CASE("a snapshot that is not what it says is a breach, and the picture stays as it was") {
  picture_replica replica{samples::picture};
  REQUIRE(feed(replica, samples::snapshot(1)));
  const auto before = replica.raster();
  const bytes five_pixels(20);
  const auto png = encode_png(image{2, 2});
  const std::tuple<std::uint16_t, snapshot_encoding, byte_view> wrong[]{{4, snapshot_encoding::raw, five_pixels},
                                                                        {3, snapshot_encoding::png, png},
                                                                        {2, snapshot_encoding::png, five_pixels}};
  for (const auto& [width, encoding, data] : wrong) {
    bytes message;
    append_snapshot(message, samples::picture, 1, width, 2, encoding, data);
    const auto done = feed(replica, message);
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == fault_kind::broken_contract);
  }
  CHECK(replica.raster() == before);
}

TEST_CASE("an op that cannot be drawn is a breach that names it") {
  picture_replica replica{samples::picture};
  REQUIRE(feed(replica, samples::snapshot(10, 2, 2)));
  const auto done = feed(replica, samples::updates(11, author_id{9}, 1, 3));
  REQUIRE_FALSE(done);
  CHECK(done.error().message.find("op 13 cannot be drawn") != std::string::npos);
}

TEST_CASE("what takes the ops sees each after it is drawn") {
  picture_replica replica{samples::picture};
  REQUIRE(feed(replica, samples::snapshot(0)));
  unsigned seen = 0;
  REQUIRE(replica.apply(samples::only_block(samples::updates(1, author_id{9}, 1, 2)), [&](const ordered_op&) {
    CHECK(replica.raster().at(seen, 0) == samples::red);
    ++seen;
  }));
  CHECK(seen == 2);
}

} // namespace atelier::client
