#include "tests/system/environment.hpp"
#include "tests/system/gathering.hpp"
#include "tests/system/picture_access.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr std::size_t people_max = 20;
const std::string name = "harbour";

/// A day at one picture: some people, named or not, who do what people do, in an order that the seed makes.
class schedule {
public:
  explicit schedule(std::uint64_t seed)
      : dice_{seed}, server_{folder_.path()}, picture_{add_picture(server_, name, 64, 48)}, people_{server_, picture_} {
    const auto count = 2 + roll(people_max - 1);
    for (std::size_t i = 0; i < count; ++i)
      people_.add(i % 4 == 3 ? "" : uuid_of(i + 1),
                  [this](client_seq_t, const image& picture) { return random_op(dice_, picture); });
  }

  void run(std::size_t actions) {
    for (std::size_t i = actions * people_.size(); i > 0; --i)
      act(people_[roll(people_.size())]);
    people_.settle();
    people_.check_rasters();
    const auto& order = people_.watcher().seen();
    for (std::size_t i = 0; i < people_.size(); ++i) {
      check_drawn_once(people_[i].lives(), order);
      for (const auto& [seq, op] : people_[i].seen())
        REQUIRE(order.at(seq) == op);
    }
  }

  /// Stops the server; everybody comes back to the next one.
  void restart() {
    const auto before = people_.watcher().raster();
    const auto seq = people_.watcher().stream().seq();
    REQUIRE(server_.stop() == 0);
    const auto stored = picture_on_disk(server_, name);
    CHECK(stored.seq == seq);
    CHECK(stored.raster == before);
    for (std::size_t i = 0; i < people_.size(); ++i)
      hear_the_end_of(people_[i]);
    hear_the_end_of(people_.watcher());
    server_.start();
    CHECK(picture_by_http(server_, picture_) == before);
    people_.settle();
    CHECK(people_.watcher().stream().seq() == seq);
    CHECK(people_.watcher().raster() == before);
    people_.check_rasters();
  }

private:
  static void hear_the_end_of(painter& who) {
    REQUIRE(eventually([&] {
      who.take();
      return !who.is_connected();
    }));
    CHECK(who.goodbye() == "shutting_down");
  }

  std::size_t roll(std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>{0, sides - 1}(dice_);
  }

  void act(painter& who) {
    const auto what = roll(40);
    if (who.is_connected()) {
      who.take();
      REQUIRE_MESSAGE(who.is_connected(), who.goodbye());
    } else {
      who.connect(server_.url(roll(3)));
      return who.subscribe(roll(4) != 0);
    }
    if (!who.is_subscribed())
      return who.subscribe(roll(2) == 0);
    switch (what) {
    case 0:
      return who.cut();
    case 1:
      return who.cut_within_message();
    case 2:
      return who.leave();
    case 3:
      return who.close_stream();
    case 4:
      return who.ask();
    case 5:
      return who.point_somewhere({7, 9});
    case 6:
      people_.watcher().take();
      return;
    default:
      who.draw(1 + roll(6));
    }
  }

  std::mt19937_64 dice_;
  temporary_folder folder_;
  server_process server_;
  picture_id picture_;
  gathering people_;
};

} // namespace

TEST_CASE("all see one order and one picture, on the wire, over HTTP, on disk and after a restart") {
  const auto first = from_environment("ATELIER_SEED", 1);
  const auto count = from_environment("ATELIER_SEEDS", is_instrumented ? 2 : 3);
  for (auto seed = first; seed < first + count; ++seed) {
    CAPTURE(seed);
    schedule day{seed};
    day.run(200);
    day.restart();
    day.run(20);
  }
}
