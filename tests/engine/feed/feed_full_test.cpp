#include "engine/feed/feed.hpp"

#include "tests/engine/feed/feed_room.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr session_id studio{2};

/// A feed that keeps three messages, on a disk that is never asked.
struct small_feed {
  small_feed() {
    all.clients.emplace(ada, connection{true, pixel_budget{all.bounds(), {}}});
  }

  void receive(std::vector<feed_message> items, const char* url = peer, session_id project = lobby) {
    kept.on(feed_items_received{url, project, std::move(items)}, now);
  }
  void write(unsigned number) {
    command what;
    what.session = lobby;
    what.args = {{"thread_uuid", uuid_of(number)}, {"links", {{"entity", "x"}}}};
    kept.post_thread({ada, number, std::nullopt}, what, now);
  }
  version_vector have(const char* url = peer) {
    kept.on(feed_position_asked{url, lobby}, now);
    auto out = std::get<feed_position>(effects_of.back()).have;
    out.erase(1);
    return out;
  }
  [[nodiscard]] std::size_t lines() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(effects_of, [](const effect& each) { return std::holds_alternative<log_line>(each); }));
  }
  /// What is given to the disk now, as errors of commands and as records.
  std::pair<std::vector<std::string>, std::size_t> settle() {
    all.commits.send(now, {});
    std::size_t records = 0;
    for (const auto& each : effects_of)
      if (const auto* batch = std::get_if<store_batch>(&each))
        records += batch->records.size();
    static_cast<void>(all.commits.committed(now, ticket_id{1}));
    std::vector<std::string> errors;
    for (const auto& each : effects_of)
      if (const auto* message = std::get_if<to_connection>(&each))
        if (const auto* said = std::get_if<deliver>(&message->what))
          if (const auto text = json::parse(*said->text); text.contains("error"))
            errors.push_back(text.at("error").at("code"));
    return {errors, records};
  }

  world all{limits{}, two_projects()};
  replies answers{all};
  feed kept{all, answers, 3, 10'000};
  effects effects_of;
  turn now{{instant::clock::time_point{std::chrono::hours{1}}, {}}, effects_of};
};

} // namespace

TEST_CASE("a feed that is full takes no more writes, but answers those again that it took") {
  small_feed d;
  for (unsigned number = 10; number <= 13; ++number)
    d.write(number);
  d.write(10);
  const auto [errors, records] = d.settle();
  CHECK(errors == std::vector<std::string>{"rate_limited"});
  CHECK(records == 3);
}

TEST_CASE("where something of another server has no room, nothing behind it is taken until the link begins anew") {
  small_feed d;
  d.receive({feed_room::foreign(2, 1, 40)});
  d.receive({feed_room::foreign(2, 2, 41)}, peer, studio);
  d.receive({feed_room::foreign(3, 1, 42)}, peer, studio);
  d.receive({feed_room::foreign(2, 3, 43), feed_room::foreign(2, 4, 44)});
  CHECK(d.lines() == 1);
  d.kept.removed(studio, d.now);
  // There is room again, and a gap.
  d.receive({feed_room::foreign(2, 5, 45)});
  CHECK(d.have("ws://third:1/ws") == version_vector{{2, 1}});
  d.receive({feed_room::foreign(2, 5, 45)});
  CHECK(d.have() == version_vector{{2, 1}});
  d.receive({feed_room::foreign(2, 3, 43), feed_room::foreign(2, 4, 44)});
  CHECK(d.have() == version_vector{{2, 4}});
  CHECK(d.lines() == 1);
}
