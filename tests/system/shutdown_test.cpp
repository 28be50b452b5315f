#include "tests/system/busy_client.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/picture_access.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <csignal>
#include <doctest/doctest.h>
#include <functional>
#include <memory>
#include <numeric>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr std::size_t clients_max = 8;

/// How long a stop may take; past it the server cuts somebody off and ends with 7.
constexpr std::chrono::seconds stop_max{is_instrumented ? 60 : 5};

/// Half of the people draw as fast as they may, half watch, and the server is told to stop.
class closing_time {
public:
  explicit closing_time(std::uint64_t seed) {
    picture_ = add_picture(server_, "busy", 200, 150);
    for (std::size_t i = 0; i < clients_max; ++i)
      clients_.push_back(std::make_unique<busy_client>(
          busy_client::settings{server_.url(i), picture_, "00000000-0000-4000-8000-00000000000" + std::to_string(i),
                                seed * clients_max + i, i % 2 == 0}));
    begin();
    // Enough for every drawer's first window, so that the stop comes in the middle of the work.
    REQUIRE(eventually([this] { return all([](auto& each) { return each.durable() > 10'000; }); }));
  }

  /// `tell` makes the server stop.
  void check(const std::function<void(server_process&)>& tell) {
    const auto told = std::chrono::steady_clock::now();
    tell(server_);
    const auto code = server_.wait();
    CHECK(std::chrono::steady_clock::now() - told < stop_max);
    CHECK_MESSAGE(code == 0, server_.log());
    CHECK_FALSE(std::filesystem::exists(server_.socket_file()));
    for (auto& each : clients_)
      each->end();
    check_goodbyes();
    check_disk();
    const auto epoch = clients_.front()->replica().stream().epoch();
    server_.start();
    check_promises();
    finish();
    for (const auto& each : clients_)
      CHECK(each->replica().stream().epoch() == epoch);
  }

private:
  template <class Condition>
  [[nodiscard]] bool all(Condition condition) const {
    return std::ranges::all_of(clients_, [&](const auto& each) { return condition(*each); });
  }

  void begin() {
    for (auto& each : clients_)
      each->begin();
  }

  void check_goodbyes() {
    for (const auto& each : clients_) {
      CAPTURE(each->how().url);
      CHECK(each->complaint() == "");
      CHECK_MESSAGE(each->parting().code == "shutting_down", each->parting().message);
      CHECK(each->parting().may_return == true);
    }
  }

  /// The snapshot in the data folder has all that was called durable.
  void check_disk() {
    const auto stored = picture_on_disk(server_, "busy");
    bool was_up_to_date = false;
    for (auto& each : clients_) {
      CHECK(each->told().watermark() <= stored.seq);
      if (const auto& newest = each->told().newest(); newest.seq == stored.seq) {
        was_up_to_date = true;
        CHECK(newest.raster == stored.raster);
      }
    }
    CHECK(was_up_to_date);
  }

  void check_promises() {
    for (auto& each : clients_)
      if (const auto& newest = each->told().newest(); !newest.raster.pixels.empty())
        CHECK(picture_by_http(server_, picture_, newest.seq) == newest.raster);
  }

  /// All come back, what was under way is drawn, and all see the same.
  void finish() {
    for (auto& each : clients_)
      each->draw_no_more();
    begin();
    const auto drawn = std::accumulate(clients_.begin(), clients_.end(), seq_t{0},
                                       [](seq_t sum, const auto& each) { return sum + each->added(); });
    REQUIRE(eventually([&] { return all([&](auto& each) { return each.is_settled() && each.durable() == drawn; }); }));
    for (auto& each : clients_)
      each->leave();
    const auto shown = picture_by_http(server_, picture_);
    for (const auto& each : clients_) {
      CHECK(each->complaint() == "");
      CHECK(each->replica().stream().seq() == drawn);
      CHECK(each->replica().raster() == shown);
    }
  }

  temporary_folder folder_;
  server_process server_{folder_.path() / "data",
                         {"--pixels-per-second", "1099511627776", "--pixels-saved-max", "1099511627776",
                          "--shutdown-seconds", std::to_string(stop_max.count()), "--log-level", "warning"}};
  picture_id picture_;
  std::vector<std::unique_ptr<busy_client>> clients_;
};

} // namespace

TEST_CASE("a stop by SIGINT under full load is clean, in time, and loses nothing") {
  closing_time{1}.check([](server_process& server) { server.send_signal(SIGINT); });
}

TEST_CASE("a stop by SIGTERM under full load is clean, in time, and loses nothing") {
  closing_time{2}.check([](server_process& server) { server.send_signal(SIGTERM); });
}

TEST_CASE("a stop by command under full load is clean, in time, and loses nothing") {
  closing_time{3}.check([](server_process& server) {
    auto made = client::connect(server.unix_url());
    REQUIRE_MESSAGE(made, made.error().message);
    command what;
    what.action = "shutdown";
    const auto answer = made->commands.send(std::move(what)).get();
    CHECK_MESSAGE(answer, answer.error().message);
  });
}
