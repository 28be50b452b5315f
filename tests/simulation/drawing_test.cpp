#include "tests/simulation/seeds.hpp"
#include "tests/simulation/simulated_client.hpp"
#include "tests/simulation/simulated_server.hpp"
#include "tests/simulation/simulated_visitor.hpp"

#include <doctest/doctest.h>
#include <memory>
#include <set>
#include <string>
#include <vector>

using namespace atelier;
using namespace atelier::simulation;

namespace {

limits small_limits() {
  limits out;
  out.slice_pixels = 64;
  out.pixels_per_second = std::uint64_t{1} << 40;
  out.pixels_saved_max = std::uint64_t{1} << 40;
  out.log_bytes_max = 8 * 1024;
  out.backlog_bytes_max = 2 * 1024;
  out.draws_unacknowledged_bytes_max = 256;
  out.snapshot_interval = std::chrono::milliseconds{20};
  return out;
}

constexpr session_id lobby{1};
constexpr picture_id welcome{1};
constexpr std::size_t clients_max = 8;

/// Some people at one picture, a server that may crash, and a store that does not.
class play {
public:
  explicit play(std::uint64_t seed) : dice_{seed} {
    server_ = std::make_unique<simulated_server>(store_, small_limits(), dice_);
    const auto count = 2 + roll(clients_max - 1);
    for (std::size_t i = 0; i < count; ++i) {
      const auto named = i % 4 != 3;
      people_.push_back(std::make_unique<simulated_client>(
          named ? "00000000-0000-4000-8000-00000000000" + std::to_string(i) : "", welcome, dice_));
    }
  }

  void run(std::size_t actions) {
    for (std::size_t i = 0; i < actions; ++i) {
      act(*people_[roll(people_.size())]);
      if (roll(4) == 0)
        visitor_.act(*server_, true);
      else if (roll(200) == 0)
        visitor_.cut(*server_);
      for (auto steps = roll(12); steps > 0; --steps)
        server_->step();
      if (roll(200) == 0)
        crash();
      else if (roll(300) == 0)
        stop_and_start();
    }
  }

  /// Lets everybody come back and finish, then compares everybody with everybody.
  void finish() {
    bool all_done = false;
    for (int round = 0; round < 20'000 && !all_done; ++round) {
      all_done = true;
      for (auto& each : people_) {
        come_back(*each);
        each->take(*server_);
        all_done &= each->is_synced() && each->is_settled();
      }
      visitor_.act(*server_, false);
      all_done &= visitor_.is_at_rest();
      all_done &= !server_->step();
    }
    REQUIRE(all_done);
    // Each of the visitor's pictures was made once, and is gone.
    CHECK(store_.state().pictures.size() == 1);
    CHECK(store_.state().next_picture_id
          == picture_id{static_cast<std::uint32_t>(welcome.value + 1 + visitor_.rounds())});
    rounds_ = visitor_.rounds();
    check();
    stop_and_start();
    const auto stored = rebuilt();
    for (const auto& each : people_)
      CHECK(each->replica().raster() == stored);
  }

  /// Pictures that came and went.
  [[nodiscard]] std::uint64_t rounds() const noexcept {
    return rounds_;
  }

private:
  std::size_t roll(std::size_t sides) {
    return std::uniform_int_distribution<std::size_t>{0, sides - 1}(dice_);
  }

  void come_back(simulated_client& who) {
    if (who.is_connected() && server_->is_closed(*who.connection()))
      who.cut(*server_);
    if (!who.is_connected()) {
      who.connect(*server_);
      who.subscribe(*server_, true);
    } else if (!who.is_synced() && roll(50) == 0) {
      server_->stall(*who.connection(), false);
      if (roll(20) == 0) {
        who.cut(*server_);
      }
    } else {
      server_->stall(*who.connection(), false);
    }
  }

  void act(simulated_client& who) {
    who.take(*server_);
    if (!who.is_connected()) {
      who.connect(*server_);
      return who.subscribe(*server_, roll(4) != 0);
    }
    if (server_->is_closed(*who.connection()))
      return who.cut(*server_);
    switch (roll(24)) {
    case 0:
      return who.cut(*server_);
    case 1:
      return who.toggle_stream(*server_);
    case 2:
      return server_->stall(*who.connection(), true);
    case 3:
    case 4:
      return server_->stall(*who.connection(), false);
    case 5:
      return who.say(*server_, {{"type", "command"}, {"id", 1}, {"action", "pictures"}});
    default:
      who.draw(*server_, 1 + roll(20));
    }
  }

  void crash() {
    check_durable();
    for (auto& each : people_)
      each->server_gone();
    visitor_.server_gone();
    server_ = std::make_unique<simulated_server>(store_, small_limits(), dice_);
    check_durable();
  }

  void stop_and_start() {
    const auto epoch = store_.state().epoch;
    server_->stop();
    for (int i = 0; i < 100'000 && !server_->is_over(); ++i) {
      server_->step();
      for (auto& each : people_) {
        if (each->is_connected())
          server_->stall(*each->connection(), false);
        each->take(*server_);
      }
    }
    REQUIRE(server_->is_over());
    check_durable();
    for (auto& each : people_)
      each->server_gone();
    visitor_.server_gone();
    server_ = std::make_unique<simulated_server>(store_, small_limits(), dice_);
    CHECK(store_.state().epoch == epoch);
  }

  /// Every op at or below a watermark that anybody saw is there, in its place.
  void check_durable() {
    const auto order = store_.order_of(welcome);
    for (const auto& each : people_) {
      const auto durable = each->replica().stream().durable();
      REQUIRE(durable <= order.size());
      for (const auto& [seq, op] : each->seen()) {
        if (seq > durable)
          break;
        REQUIRE(order[seq - 1] == op);
      }
    }
  }

  void check() {
    const auto order = store_.order_of(welcome);
    const auto stored = rebuilt();
    for (const auto& each : people_) {
      CHECK(each->replica().stream().seq() == order.size());
      CHECK(each->replica().stream().durable() == order.size());
      CHECK(each->replica().raster() == stored);
      for (const auto& [seq, op] : each->seen())
        REQUIRE(order[seq - 1] == op);
      check_once(*each, order);
    }
  }

  /// Each op of a client is in the order once, in the order in which it was sent, unless it had to be refused.
  void check_once(const simulated_client& who, const std::vector<memory_store::stored_op>& order) {
    auto expected = who.ops().begin();
    for (const auto& each : order) {
      if (each.author != who.author())
        continue;
      while (expected != who.ops().end() && expected->second.is_bad)
        ++expected;
      REQUIRE(expected != who.ops().end());
      CHECK(each.client_seq == expected->first);
      CHECK(each.encoded == expected->second.op);
      ++expected;
    }
    while (expected != who.ops().end() && expected->second.is_bad)
      ++expected;
    CHECK(expected == who.ops().end());
  }

  /// The picture as a rebuild from what is stored makes it.
  image rebuilt() {
    const auto known =
        std::ranges::find_if(store_.state().pictures, [](const auto& each) { return each.record.id == welcome; });
    auto loaded = rebuild(store_, {0, known->record, std::nullopt});
    REQUIRE(loaded.pixels);
    return to_image(*loaded.pixels->view());
  }

  simulation::random dice_;
  memory_store store_{48, 40};
  std::unique_ptr<simulated_server> server_;
  std::vector<std::unique_ptr<simulated_client>> people_;
  simulated_visitor visitor_{lobby, dice_};
  std::uint64_t rounds_ = 0;
};

} // namespace

TEST_CASE("all see one order and one picture, and nothing durable is lost, whatever is cut or crashes") {
  const auto first = from_environment("ATELIER_SEED", 1);
  const auto count = from_environment("ATELIER_SEEDS", seeds_usual);
  std::uint64_t rounds = 0;
  for (auto seed = first; seed < first + count; ++seed) {
    CAPTURE(seed);
    play game{seed};
    game.run(200);
    game.finish();
    rounds += game.rounds();
  }
  CHECK(rounds > 0);
}
