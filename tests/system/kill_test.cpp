#include "tests/system/busy_client.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/picture_access.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <memory>
#include <numeric>
#include <random>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr std::uint16_t width = 200;
constexpr std::uint16_t height = 150;
constexpr std::size_t clients_max = 8;
/// Then all start afresh, so that a long test does not fill the disk.
constexpr std::uint64_t rounds_of_a_play = 10;

/// Some people draw on two pictures, others watch, over all transports, and the server is killed and starts again.
class play {
public:
  explicit play(std::uint64_t seed) : dice_{seed} {
    for (const auto* name : {"left", "right"})
      pictures_.push_back(add_picture(server_, name, width, height));
    for (std::size_t i = 0; i < clients_max; ++i)
      clients_.push_back(std::make_unique<busy_client>(
          busy_client::settings{server_.url(i), pictures_[i / 2 % pictures_.size()],
                                "00000000-0000-4000-8000-00000000000" + std::to_string(i), dice_(), i % 2 == 0}));
  }

  void round() {
    begin();
    // Now and then the kill comes while they still join.
    if (roll(4) != 0) {
      wait_for_all([](auto& each) { return each.is_synced(); });
      check_epoch_ = true;
      std::this_thread::sleep_for(std::chrono::milliseconds{roll(1'000)});
    } else {
      std::this_thread::sleep_for(std::chrono::milliseconds{roll(50)});
    }
    server_.kill();
    for (auto& each : clients_)
      each->end();
    check_contract();
    server_.start();
    check_promises();
  }

  /// Lets everybody finish, then compares everybody with the server, before and after it stopped.
  void finish() {
    for (auto& each : clients_)
      each->draw_no_more();
    begin();
    REQUIRE(eventually([&] {
      return std::ranges::all_of(
          clients_, [&](auto& each) { return each->is_settled() && each->durable() == drawn_on(each->how().picture); });
    }));
    for (auto& each : clients_)
      each->leave();
    check_contract();
    check_promises();
    for (const auto& each : clients_) {
      CHECK(each->replica().stream().seq() == drawn_on(each->how().picture));
      CHECK(each->replica().raster() == picture_by_http(server_, each->how().picture));
      CHECK(each->count().durable == each->count().added);
    }
    REQUIRE(server_.stop() == 0);
    CHECK(picture_on_disk(server_, "left").raster == clients_[0]->replica().raster());
    CHECK(picture_on_disk(server_, "right").raster == clients_[2]->replica().raster());
  }

private:
  std::size_t roll(std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>{0, sides - 1}(dice_);
  }

  void begin() {
    for (auto& each : clients_)
      each->begin();
  }

  template <class Condition>
  void wait_for_all(Condition condition) const {
    REQUIRE(eventually([&] { return std::ranges::all_of(clients_, [&](auto& each) { return condition(*each); }); }));
  }

  /// Every op that was added counts once, however often the server was killed on the way.
  [[nodiscard]] seq_t drawn_on(picture_id picture) const {
    return std::accumulate(clients_.begin(), clients_.end(), seq_t{0}, [&](seq_t sum, const auto& each) {
      return sum + (each->how().picture == picture ? each->added() : 0);
    });
  }

  /// Nobody was told anything that cannot be, and where all had joined, the kill before this start raised the epoch.
  void check_contract() {
    auto newest = epoch_;
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      CAPTURE(i);
      REQUIRE(clients_[i]->complaint() == "");
      const auto epoch = clients_[i]->replica().stream().epoch().value_or(0);
      if (check_epoch_)
        REQUIRE(epoch > epoch_);
      newest = std::max(newest, epoch);
    }
    epoch_ = newest;
    check_epoch_ = false;
  }

  /// The server has what anybody was told is durable, and it looks as that one saw it.
  void check_promises() {
    for (std::size_t i = 0; i < clients_.size(); ++i) {
      CAPTURE(i);
      auto& told = clients_[i]->told();
      CAPTURE(told.watermark());
      REQUIRE(picture_facts(server_, clients_[i]->how().picture).at("durable_seq").get<seq_t>() >= told.watermark());
      if (const auto& newest = told.newest(); !newest.raster.pixels.empty()) {
        CAPTURE(newest.seq);
        REQUIRE(picture_by_http(server_, clients_[i]->how().picture, newest.seq) == newest.raster);
      }
    }
  }

  std::mt19937_64 dice_;
  temporary_folder folder_;
  server_process server_{folder_.path() / "data",
                         {"--snapshot-seconds", "1", "--pixels-per-second", "1099511627776", "--pixels-saved-max",
                          "1099511627776", "--log-level", "warning"}};
  std::vector<picture_id> pictures_;
  std::vector<std::unique_ptr<busy_client>> clients_;
  /// The newest of the starts before this one.
  epoch_t epoch_ = 0;
  bool check_epoch_ = false;
};

} // namespace

TEST_CASE("whatever anybody was told is durable is there after kill -9 under load, and every op counts once") {
  const auto seed = from_environment("ATELIER_SEED", 1);
  const auto rounds = from_environment("ATELIER_KILL_ROUNDS", 5);
  CAPTURE(seed);
  for (std::uint64_t done = 0; done < rounds; done += rounds_of_a_play) {
    CAPTURE(done);
    play game{seed + done};
    for (auto round = done; round < std::min(done + rounds_of_a_play, rounds); ++round) {
      CAPTURE(round);
      game.round();
    }
    game.finish();
  }
}
