#include "engine/engine.hpp"

#include "protocol/blocks.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace std::chrono_literals;

namespace {

constexpr picture_id welcome{1};
constexpr connection_id ada{1}, bob{2}, eve{3};

recovered_state one_picture() {
  recovered_state out;
  out.srv_id = 1;
  out.epoch = 1;
  out.next_picture_id = picture_id{2};
  out.sessions.push_back({session_id{1}, "00000000-0000-4000-8000-000000000001", "lobby", "free", {}});
  out.pictures.push_back(
      {{welcome, "welcome", "atelier", 64, 64, session_id{1}, "welcome_atelier", "file", {}}, 0, {}});
  return out;
}

/// An engine with one picture, whose loader answers at once and whose storage when it is told to.
class gallery {
public:
  void give(auto&& input) {
    effects out;
    engine_.apply(std::forward<decltype(input)>(input), now, out);
    for (auto& each : out)
      if (auto* wake = std::get_if<wake_viewers>(&each))
        wakes.push_back(std::move(*wake));
      else if (auto* batch = std::get_if<store_batch>(&each))
        take(*batch);
      else if (std::holds_alternative<viewers_changed>(each))
        ++changes;
      else if (const auto* load = std::get_if<load_picture>(&each)) {
        picture_loaded loaded{load->request, load->picture.id, 0, raster{64, 64}, {}, {}};
        give(loaded);
      } else if (const auto* encode = std::get_if<encode_view>(&each))
        give(view_encoded{encode->picture, encode->seq, std::make_shared<bytes>(10)});
      else if (const auto* later = std::get_if<wake_at>(&each))
        wanted = later->at;
  }

  void join(connection_id who) {
    give(connected{who, false});
    stream_requested asked{who, mux_id{1}, {}};
    asked.source.picture = welcome;
    give(std::move(asked));
    commit();
  }

  void commit() {
    while (!stored.empty())
      give(committed{std::exchange(stored, {}).back()});
  }

  /// One pixel, and all that the engine wants to do about it at once.
  void draw(connection_id who) {
    draw_only(who);
    pass();
  }

  void draw_only(connection_id who) {
    draw_batch batch{welcome, ++drawn_, 1, {}, {}};
    encode(pixel_op{1, 2, {3, 4, 5, 255}}, batch.ops);
    draws_received input;
    input.from = who;
    input.batches.push_back(std::move(batch));
    give(std::move(input));
  }

  void pass() {
    now.mono = std::max(now.mono, wanted);
    give(tick{now.mono});
  }

  instant now{instant::clock::time_point{1h}, {}};
  instant::clock::time_point wanted{};
  std::vector<wake_viewers> wakes;
  std::vector<ticket_id> stored;
  /// The last op that storage was given.
  seq_t stored_seq = 0;
  int changes = 0;

private:
  void take(const store_batch& batch) {
    stored.push_back(batch.ticket);
    for (const auto& each : batch.records)
      if (const auto* ops = std::get_if<ops_record>(&each))
        stored_seq = ops->last_seq;
  }

  engine engine_{limits{}, one_picture()};
  client_seq_t drawn_ = 0;
};

std::vector<connection_id> who_of(const viewer_group& group) {
  std::vector<connection_id> out;
  for (const auto& [who, gate] : group)
    out.push_back(who);
  return out;
}

} // namespace

TEST_CASE("a picture's viewers are woken as one group, the same until somebody comes or goes") {
  gallery here;
  here.join(ada);
  here.join(bob);
  here.draw(ada);
  here.draw(bob);
  REQUIRE(here.wakes.size() == 2);
  const auto first = here.wakes.front();
  CHECK(who_of(*first.group) == std::vector{ada, bob});
  CHECK(first.picture == welcome);
  CHECK(here.wakes[1].group == first.group);
  CHECK(here.changes == 0);

  here.join(eve);
  CHECK(here.changes == 1);
  here.draw(ada);
  CHECK(who_of(*here.wakes.back().group) == std::vector{ada, bob, eve});
  here.give(disconnected{bob});
  CHECK(here.changes == 2);
  here.give(stream_left{eve, mux_id{1}, welcome});
  CHECK(here.changes == 2);
  here.draw(ada);
  CHECK(who_of(*here.wakes.back().group) == std::vector{ada});
}

TEST_CASE("each wake begins where the last one ended, also for those who came in between") {
  gallery here;
  here.join(ada);
  here.draw(ada);
  here.join(bob);
  here.draw(ada);
  here.commit();
  here.pass();
  here.draw(ada);
  REQUIRE(here.wakes.size() >= 3);
  runtime::log_position at;
  for (const auto& each : here.wakes) {
    CHECK(each.from == at);
    CHECK(each.until > each.from);
    at = each.until;
  }
  CHECK(here.wakes.back().log->end() == at);
}

TEST_CASE("nobody is woken where nobody views") {
  gallery here;
  here.join(ada);
  here.draw(ada);
  const auto woken = here.wakes.size();
  here.give(disconnected{ada});
  here.commit();
  here.pass();
  CHECK(here.wakes.size() == woken);
}

TEST_CASE("where few view, a DURABLE brings what waits along, and alone it waits for others") {
  gallery here;
  here.join(ada);
  here.now.mono += 1s;
  here.pass();
  here.draw(ada);
  REQUIRE(here.wakes.size() == 1);
  const auto flushed_at = here.now.mono;
  here.now.mono += 20us;
  here.draw_only(ada);
  CHECK(here.wanted == flushed_at + 250us);
  here.commit();
  CHECK(here.wanted == here.now.mono);
  here.pass();
  CHECK(here.wakes.size() == 2);

  while (here.stored.empty())
    here.pass();
  const auto committed_at = here.now.mono;
  here.commit();
  CHECK(here.wanted == committed_at + limits{}.flush_interval);
  CHECK(here.wakes.size() == 2);
  here.pass();
  CHECK(here.wakes.size() == 3);
}

TEST_CASE("what waits for others goes out before a commit, so that it is committed too") {
  gallery here;
  here.join(ada);
  here.now.mono += 1s;
  here.pass();
  here.draw(ada);
  here.commit();
  const auto committed_at = here.now.mono;
  here.now.mono = committed_at + limits{}.commit_interval - 200us;
  here.draw(ada);
  here.now.mono += 100us;
  here.draw_only(ada);
  REQUIRE(here.stored.empty());
  const auto before = here.wakes.size();
  here.now.mono = committed_at + limits{}.commit_interval;
  here.give(tick{here.now.mono});
  CHECK(here.stored.size() == 1);
  CHECK(here.stored_seq == 3);
  CHECK(here.wakes.size() == before + 1);
}
