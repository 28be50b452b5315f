#include "client/picture_replica.hpp"
#include "tests/system/company.hpp"
#include "tests/system/environment.hpp"
#include "tests/system/picture_access.hpp"
#include "tests/system/stranger.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr std::size_t backlog_bytes_max = 256 * 1024;
/// Whoever has seen all of the rounds before can take a whole one and not fall behind.
static_assert(company::round_bytes_max < backlog_bytes_max);
/// More than the backlog, a write that is under way and the buffers of any socket hold together.
constexpr std::size_t bytes_to_fall_behind = 6 * 1024 * 1024;

/// One viewer on a bare socket, which it reads only when it is told to.
class viewer {
public:
  viewer(const std::string& url, picture_id picture, stranger::activity meanwhile)
      : socket_{url, std::move(meanwhile)}, replica_{picture, uuid_of(99)} {
    socket_.say(to_text(replica_.stream().subscription(mux_id{1})));
    read_until([this] { return syncs_ == 1; });
  }

  template <class Condition>
  void read_until(Condition condition) {
    while (!condition()) {
      const auto came = socket_.next();
      REQUIRE(came);
      take(*came);
    }
  }
  /// Reads up to the goodbye, behind which nothing may come; gives its reason.
  std::string read_to_goodbye() {
    read_until([this] { return !goodbye_.empty(); });
    CHECK(socket_.next_word() == "end");
    return goodbye_;
  }

  [[nodiscard]] seq_t seq() const noexcept {
    return replica_.stream().seq();
  }
  [[nodiscard]] const image& raster() const noexcept {
    return replica_.raster();
  }
  [[nodiscard]] std::size_t syncs() const noexcept {
    return syncs_;
  }
  [[nodiscard]] std::size_t snapshots() const noexcept {
    return snapshots_;
  }
  /// Ops that it never saw, since a SNAPSHOT was beyond them.
  [[nodiscard]] seq_t passed_over() const noexcept {
    return passed_over_;
  }

private:
  void take(const stranger::message& came) {
    if (came.kind == frame_kind::json)
      return hear(json::parse(as_text(came.body)));
    byte_view rest{came.body};
    while (!rest.empty()) {
      const auto block = take_block(rest);
      REQUIRE(block);
      const auto before = seq();
      const auto taken = replica_.apply(*block);
      REQUIRE_MESSAGE(taken, taken.error().message);
      if (block->kind != block_kind::snapshot)
        continue;
      ++snapshots_;
      passed_over_ += std::max(seq(), before) - before;
    }
  }

  void hear(const json& message) {
    const auto type = message.at("type").get<std::string>();
    if (type == "goodbye") {
      goodbye_ = message.at("reason").get<std::string>();
    } else if (type == "sync") {
      const auto synced = replica_.apply_sync(message);
      REQUIRE_MESSAGE(synced, synced.error().message);
      ++syncs_;
    } else {
      REQUIRE_MESSAGE(type == "presence", to_text(message));
    }
  }

  stranger socket_;
  client::picture_replica replica_;
  std::size_t syncs_ = 0;
  std::size_t snapshots_ = 0;
  seq_t passed_over_ = 0;
  std::string goodbye_;
};

} // namespace

TEST_CASE("a viewer that did not read gets a snapshot and another sync, and the others get every op") {
  const temporary_folder folder;
  server_process server{folder.path() / "data",
                        {"--backlog-bytes-max", std::to_string(backlog_bytes_max), "--stall-seconds", "3600"}};
  for (std::size_t transport = 0; transport < 3; ++transport) {
    CAPTURE(transport);
    company others{server, "view " + std::to_string(transport)};
    viewer slow{server.url(transport), others.picture(), [&] {
                  others.take();
                }};
    CHECK(slow.snapshots() == 1);
    for (std::size_t drawn = 0; drawn < bytes_to_fall_behind; drawn += company::round_bytes_min)
      others.draw_round();
    slow.read_until([&] { return slow.syncs() == 2; });
    CHECK(slow.snapshots() == 2);
    CHECK(slow.passed_over() > 0);
    CHECK(slow.seq() == others.seq());

    others.draw_round();
    slow.read_until([&] { return slow.seq() == others.seq(); });
    CHECK(slow.syncs() == 2);
    CHECK(slow.snapshots() == 2);
    CHECK(slow.raster() == picture_by_http(server, others.picture()));
    others.check();
  }
  CHECK(server.stop() == 0);
}

TEST_CASE("a viewer that takes nothing for too long is closed as too slow, and the others get every op") {
  const temporary_folder folder;
  server_process server{folder.path() / "data", {"--stall-seconds", "2"}};
  for (std::size_t transport = 0; transport < 3; ++transport) {
    CAPTURE(transport);
    company others{server, "view " + std::to_string(transport)};
    viewer slow{server.url(transport), others.picture(), [&] {
                  others.take();
                }};
    const auto viewers_now = [&] {
      return picture_facts(server, others.picture()).at("viewers").get<std::size_t>();
    };
    CHECK(viewers_now() == others.size() + 1);
    for (std::size_t drawn = 0; drawn < bytes_to_fall_behind; drawn += company::round_bytes_min)
      others.draw_round();
    REQUIRE(eventually([&] { return viewers_now() == others.size(); }));
    CHECK(slow.read_to_goodbye() == "too_slow");
    others.draw_round();
    others.check();
  }
  CHECK(server.stop() == 0);
}
