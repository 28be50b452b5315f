#include "tests/system/environment.hpp"
#include "tests/system/gathering.hpp"
#include "tests/system/picture_access.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr std::uint16_t side = 128;
constexpr std::size_t people_max = 4;
constexpr std::uint32_t ops_max = side * side / people_max;

/// The only pixel that this op of this person ever covers: nobody else's and no other op's.
pixel_op pixel_of(std::size_t person, client_seq_t number, std::uint8_t alpha) {
  const auto place = person * ops_max + number % ops_max;
  return {static_cast<std::uint16_t>(place % side),
          static_cast<std::uint16_t>(place / side),
          {static_cast<std::uint8_t>(number), static_cast<std::uint8_t>(number >> 8), 0, alpha}};
}

/// Half transparent, so that a pixel also shows if it was drawn twice.
drawn_op nth_op(std::size_t person, client_seq_t number) {
  REQUIRE(number < ops_max);
  drawn_op out;
  encode(pixel_of(person, number, 128), out.encoded);
  return out;
}

/// People with names who draw while they are cut off and the server is killed again and again.
class rough_day {
public:
  explicit rough_day(std::uint64_t seed)
      : dice_{seed},
        server_{folder_.path()},
        picture_{add_picture(server_, "rough", side, side)},
        people_{server_, picture_} {
    for (std::size_t i = 0; i < people_max; ++i)
      people_.add(uuid_of(i + 1), [i](client_seq_t number, const image&) { return nth_op(i, number); });
  }

  void run(std::size_t cuts, std::size_t kills) {
    const auto all = cuts + kills;
    for (std::size_t i = 0; i < all; ++i) {
      for (auto turns = roll(6); turns > 0; --turns)
        work();
      // The kills are spread evenly among the cuts.
      if ((i + 1) * kills / all > i * kills / all)
        kill();
      else
        cut(people_[roll(people_.size())]);
    }
    people_.settle();
  }

  void check() {
    people_.check_rasters();
    auto order = find_missing();
    order.insert(people_.watcher().seen().begin(), people_.watcher().seen().end());
    std::uint64_t repeated = 0;
    for (std::size_t i = 0; i < people_.size(); ++i) {
      check_drawn_once(people_[i].lives(), order);
      repeated += people_[i].repeated();
    }
    CHECK(repeated > 0);
  }

private:
  std::size_t roll(std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>{0, sides - 1}(dice_);
  }

  void work() {
    people_.come_back();
    people_.take();
    people_[roll(people_.size())].draw(1 + roll(12));
  }

  void cut(painter& who) {
    if (roll(2) == 0)
      who.draw(1 + roll(12));
    if (roll(2) == 0)
      who.cut();
    else
      who.cut_within_message();
    who.connect(server_.url(roll(3)));
    who.subscribe(roll(4) != 0);
  }

  void kill() {
    for (std::size_t i = 0; i < people_.size(); ++i)
      people_[i].draw(1 + roll(12));
    server_.kill();
    for (std::size_t i = 0; i < people_.size(); ++i)
      people_[i].server_killed();
    people_.watcher().server_killed();
    server_.start();
  }

  /// The ops that were stored, but that the kill kept from the one who watches, by the pixel that each one changed.
  std::map<seq_t, ordered_place> find_missing() {
    std::map<seq_t, ordered_place> out;
    const auto& seen = people_.watcher().seen();
    image before;
    for (seq_t seq = 1; seq <= people_.watcher().stream().seq(); ++seq) {
      if (seen.contains(seq))
        continue;
      if (!out.contains(seq - 1))
        before = picture_by_http(server_, picture_, seq - 1);
      auto after = picture_by_http(server_, picture_, seq);
      out[seq] = change_between(before, after);
      before = std::move(after);
    }
    return out;
  }

  ordered_place change_between(const image& before, const image& after) {
    std::optional<ordered_place> found;
    for (std::size_t place = 0; place < after.pixels.size(); ++place) {
      if (before.pixels[place] == after.pixels[place])
        continue;
      REQUIRE_FALSE(found);
      const auto person = place / ops_max;
      const auto number = static_cast<client_seq_t>(place % ops_max);
      const auto& drawn = people_[person].lives().back();
      REQUIRE(drawn.ops.contains(number));
      found = {*drawn.author, number, drawn.ops.at(number).encoded};
    }
    REQUIRE(found);
    return *found;
  }

  std::mt19937_64 dice_;
  temporary_folder folder_;
  server_process server_;
  picture_id picture_;
  gathering people_;
};

} // namespace

TEST_CASE("nothing of a client that names itself is doubled or lost over cuts of its connection and kill -9") {
  const auto seed = from_environment("ATELIER_SEED", 1);
  CAPTURE(seed);
  rough_day day{seed};
  day.run(from_environment("ATELIER_CUTS", 190), from_environment("ATELIER_KILL_ROUNDS", 10));
  day.check();
}
