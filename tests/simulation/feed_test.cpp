#include "engine/feed/feed_report.hpp"
#include "tests/simulation/feed_node.hpp"
#include "tests/simulation/seeds.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <set>

using namespace atelier;
using namespace atelier::simulation;

namespace {

constexpr int rounds_usual = 25;
constexpr std::size_t server_count = 3;
/// More than a link waits before it tries again, several times over.
constexpr int rounds_of_peace_max = 300;

/// Three servers that follow each other, in a ring or all of them, and write; links are cut and servers killed.
class feed_play {
public:
  explicit feed_play(std::uint64_t seed) : dice_{seed} {
    now_.mono += std::chrono::hours{1};
    now_.wall = std::chrono::sys_days{std::chrono::January / 1 / 2026};
    const bool is_ring = seed % 2 == 0;
    nodes_.resize(server_count);
    for (std::size_t i = 0; i < server_count; ++i) {
      std::vector<std::string> peers{url_of((i + 1) % server_count)};
      if (!is_ring)
        peers.push_back(url_of((i + 2) % server_count));
      nodes_[i] = std::make_unique<feed_node>(static_cast<std::uint32_t>(i + 1), std::move(peers), dice_, now_,
                                              [this](const std::string& url) { return reach(url); });
    }
  }

  void run(int rounds) {
    for (int i = 0; i < rounds; ++i)
      round(true);
    for (int i = 0; i < rounds_of_peace_max && !is_at_rest(); ++i)
      round(false);
    REQUIRE(is_at_rest());
    check();
  }

  [[nodiscard]] std::size_t messages() const {
    return nodes_.front()->store().feed().size();
  }
  [[nodiscard]] int cuts() const {
    int sum = 0;
    for (const auto& each : nodes_)
      sum += each->cuts();
    return sum;
  }

private:
  static std::string url_of(std::size_t which) {
    return "ws://" + std::to_string(which) + "/ws";
  }

  feed_node* reach(const std::string& url) {
    const auto which = static_cast<std::size_t>(url.at(5) - '0');
    return is_cut_[which] ? nullptr : nodes_[which].get();
  }

  void round(bool is_wild) {
    constexpr std::uint64_t milliseconds_max = 400;
    const std::chrono::milliseconds passed{dice_() % (is_wild ? milliseconds_max : 10 * milliseconds_max)};
    now_.mono += passed;
    now_.wall += passed;
    for (auto& each : is_cut_)
      each = is_wild && (each ? dice_() % 3 != 0 : dice_() % 8 == 0);
    for (std::size_t turn = 0; turn < 2 * server_count; ++turn) {
      auto& node = *nodes_[dice_() % server_count];
      const auto what = is_wild ? dice_() % 20 : 20;
      if (what < 10)
        node.write();
      else if (what < 12)
        node.disturb_reader();
      else if (what < 13)
        node.cut_links();
      else if (what < 14)
        node.kill(node.server().now());
      node.run(now_.mono);
    }
    for (auto& each : nodes_)
      each->run(now_.mono);
  }

  [[nodiscard]] bool is_at_rest() const {
    return std::ranges::all_of(nodes_, [&](const auto& each) {
      return each->is_idle() && each->store().feed().size() == messages()
             && each->reader().messages() == nodes_.front()->reader().messages();
    });
  }

  /// As one server tells it, of now or as of then.
  [[nodiscard]] static json report_of(const feed_node& node, const std::optional<version_vector>& at) {
    feed_report report{session_id{1}, "00000000-0000-4000-8000-000000000001", at};
    for (const auto& each : node.store().feed())
      REQUIRE_FALSE(report.take(each));
    const auto text = report.text();
    REQUIRE(text);
    return json::parse(*text);
  }

  static void check_same(const json& one, const json& other) {
    if (one != other)
      FAIL_CHECK("the reports differ first in ", json::diff(one, other).front().dump());
  }

  void check() {
    version_vector then;
    for (std::uint32_t id = 1; id <= server_count; ++id)
      then[id] = 1 + dice_() % (1 + messages() / server_count);
    const auto report = report_of(*nodes_.front(), std::nullopt);
    const auto report_then = report_of(*nodes_.front(), then);
    CHECK_FALSE(report.at("reports").empty());
    for (const auto& node : nodes_) {
      node->check_answers();
      CHECK_EQ(node->reader().messages().size(), node->store().feed().size());
      check_same(report_of(*node, std::nullopt), report);
      check_same(report_of(*node, then), report_then);
      // Over one link a message comes once, and again only where the link was cut before it was stored.
      for (const auto& [url, numbers] : node->came())
        for (const auto& [number, count] : numbers)
          CHECK(count <= 1 + cuts());
    }
  }

  simulation::random dice_;
  instant now_;
  std::array<bool, server_count> is_cut_{};
  std::vector<std::unique_ptr<feed_node>> nodes_;
};

} // namespace

TEST_CASE("servers that follow each other end with the same feed, whatever is cut and killed on the way") {
  const auto first = from_environment("ATELIER_SEED", 1);
  const auto count = from_environment("ATELIER_SEEDS", seeds_usual / 10);
  const auto rounds = static_cast<int>(from_environment("ATELIER_ROUNDS", rounds_usual));
  std::size_t messages = 0;
  int cuts = 0;
  for (auto seed = first; seed < first + count; ++seed) {
    CAPTURE(seed);
    feed_play play{seed};
    play.run(rounds);
    messages += play.messages();
    cuts += play.cuts();
  }
  CHECK(messages > 10 * count);
  CHECK((count < 10 || cuts > static_cast<int>(count)));
}
