#include "engine/answers.hpp"
#include "engine/configuration.hpp"
#include "engine/identities.hpp"
#include "engine/pictures/flush_pacer.hpp"
#include "engine/pictures/making.hpp"
#include "engine/pictures/pixel_budget.hpp"
#include "engine/timers.hpp"
#include "engine/wake_ups.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace atelier;
using namespace std::chrono_literals;

namespace {

constexpr instant::clock::time_point start{1h};

command asked(const char* action, json args) {
  command out;
  out.action = action;
  out.args = std::move(args);
  return out;
}

} // namespace

TEST_CASE("an alarm is kept at the earlier of the times that it was set to") {
  timers t;
  t.set({timer_kind::flush, picture_id{1}}, start + 5ms);
  t.set({timer_kind::flush, picture_id{1}}, start + 9ms);
  t.set({timer_kind::flush, picture_id{2}}, start + 1ms);
  CHECK(t.next() == start + 1ms);
  t.set({timer_kind::flush, picture_id{1}}, start + 2ms);
  CHECK(t.take_due(start + 2ms)
        == std::vector<timer_key>{{timer_kind::flush, picture_id{2}}, {timer_kind::flush, picture_id{1}}});
  CHECK_FALSE(t.next());
  t.set({timer_kind::proceed}, start);
  t.cancel({timer_kind::proceed});
  CHECK(t.take_due(start + 1h).empty());
}

TEST_CASE("a tick is asked for only where none comes in time") {
  wake_ups w;
  CHECK(w.want(start + 9ms, start) == start + 9ms);
  CHECK_FALSE(w.want(start + 9ms, start));
  CHECK_FALSE(w.want(start + 10ms, start));
  CHECK(w.want(start + 2ms, start) == start + 2ms);
  CHECK(w.want(start, start) == wake_ups::at_once);
  CHECK_FALSE(w.want(start, start));
  CHECK_FALSE(w.want(start + 1ms, start));
  w.came(wake_ups::at_once);
  CHECK(w.want(start, start) == wake_ups::at_once);
  w.came(wake_ups::at_once);
  w.came(start + 2ms);
  // The later one is still on its way.
  CHECK_FALSE(w.want(start + 9ms, start + 3ms));
  w.came(start + 9ms);
  CHECK(w.want(start + 12ms, start + 9ms) == start + 12ms);
}

TEST_CASE("a client that names itself keeps its author, over restarts too, and nobody else ever gets it") {
  identities first{{}, author_id{1}};
  const auto ada = first.author_of("a");
  const auto bob = first.author_of("b");
  CHECK(first.author_of("a").author == ada.author);
  CHECK(first.author_of("a").records.empty());
  CHECK(ada.author != bob.author);

  author_id until{1};
  std::vector<client_record> known;
  for (const auto& given : {ada, bob})
    for (const auto& each : given.records) {
      if (const auto* client = std::get_if<client_record>(&each))
        known.push_back(*client);
      if (const auto* reserved = std::get_if<authors_reserved>(&each))
        until = std::max(until, reserved->until);
    }
  identities second{known, until};
  CHECK(second.author_of("a").author == ada.author);
  std::set<author_id> given{ada.author, bob.author};
  for (int i = 0; i < 1000; ++i)
    CHECK(given.insert(second.new_author().author).second);
}

TEST_CASE("authors are reserved on disk before they are given away") {
  identities all{{}, author_id{1}};
  author_id reserved{0};
  for (int i = 0; i < 2000; ++i) {
    const auto given = all.new_author();
    for (const auto& each : given.records)
      reserved = std::get<authors_reserved>(each).until;
    CHECK(given.author < reserved);
    CHECK(given.author.value > 0);
  }
}

TEST_CASE("a key gives the first answer again to the client that named itself, whatever it asks") {
  answers kept{{}, 10, 1'000};
  const auto hash = request_hash(asked("add_picture", {{"name", "x"}}));
  const auto other = request_hash(asked("add_picture", {{"name", "y"}}));
  CHECK(hash != other);
  kept.add({"ada", "k", hash, "first", {}});
  REQUIRE(kept.find({"ada", "k", other}));
  CHECK(*kept.find({"ada", "k", other}) == "first");
  CHECK_FALSE(kept.find({"bob", "k", hash}));
  CHECK_FALSE(kept.find({"ada", "j", hash}));
}

TEST_CASE("where somebody did not name itself, a key is the same for the same request only") {
  answers kept{{}, 10, 1'000};
  const auto hash = request_hash(asked("add_picture", {{"name", "x"}}));
  const auto other = request_hash(asked("add_picture", {{"name", "y"}}));
  kept.add({"", "k", hash, "first", {}});
  CHECK(kept.find({"", "k", hash}));
  CHECK(kept.find({"ada", "k", hash}));
  CHECK_FALSE(kept.find({"", "k", other}));
}

TEST_CASE("answers are forgotten after their time, oldest first, and bounded in number") {
  answers kept{{{"a", "2", 0, "two", wall_time{2s}}, {"a", "1", 0, "one", wall_time{1s}}}, 2, 1'000};
  CHECK(kept.is_full());
  CHECK(kept.oldest() == wall_time{1s});
  CHECK(kept.expire(wall_time{2s}));
  CHECK_FALSE(kept.find({"a", "1", 0}));
  CHECK(kept.find({"a", "2", 0}));
  CHECK_FALSE(kept.is_full());
  CHECK_FALSE(kept.expire(wall_time{2s}));
}

TEST_CASE("set_config takes all of its values or none, and says which is wrong") {
  configuration config{limits{}};
  const auto wrong = config.set({{"snapshot_seconds", 5}, {"pixels_per_second", 1}});
  REQUIRE_FALSE(wrong);
  CHECK(wrong.error().code == errc::bad_data);
  CHECK(wrong.error().message.find("pixels_per_second") != std::string::npos);
  CHECK(config.bounds().snapshot_interval == 30s);
  for (const auto& bad :
       {json{{"no_such_thing", 1}}, json{{"snapshot_seconds", "5"}}, json{{"snapshot_seconds", 5.5}},
        json{{"snapshot_seconds", -1}}, json{{"snapshot_seconds", 18446744073709551615U}}, json::object()})
    CHECK_FALSE(config.set(bad));
  const auto stored = config.set({{"snapshot_seconds", 5}});
  REQUIRE(stored);
  CHECK(config.bounds().snapshot_interval == 5s);

  configuration next{limits{}};
  auto kept = *stored;
  kept["gone"] = "1";
  kept["pictures_max"] = "\"many\"";
  next.recover(kept);
  CHECK(next.bounds().snapshot_interval == 5s);
  CHECK(next.bounds().pictures_max == limits{}.pictures_max);
}

TEST_CASE("a budget fills with time, up to what may be saved, and a debt is paid off first") {
  limits bounds;
  bounds.pixels_per_second = 1'000;
  bounds.pixels_saved_max = 2'000;
  pixel_budget budget{bounds, start};
  CHECK(budget.available(start) == 2'000);
  budget.spend(5'000);
  CHECK(budget.available(start + 1s) == -2'000);
  CHECK(budget.available(start + 2s) == -1'000);
  CHECK(budget.available(start + 3s + 1ms) == 1);
  CHECK(budget.available(start + 24h) == 2'000);
  CHECK(budget.available(start) == 2'000);
}

TEST_CASE("the pictures with an alarm of one kind are known") {
  timers t;
  CHECK(t.pictures_with(timer_kind::flush).empty());
  for (const auto id : {3U, 1U})
    t.set({timer_kind::flush, picture_id{id}}, start);
  t.set({timer_kind::proceed}, start);
  t.set({timer_kind::cursors, picture_id{2}}, start);
  CHECK(t.pictures_with(timer_kind::flush) == std::vector{picture_id{1}, picture_id{3}});
  (void)t.take_due(start);
  CHECK(t.pictures_with(timer_kind::flush).empty());
}

TEST_CASE("updates go out at once while a picture is quiet, and otherwise after the last writes' time") {
  flush_pacer pacer{2ms};
  CHECK(pacer.due(start, 1000) == start);
  pacer.flushed(start);
  CHECK(pacer.due(start, 10) == start + 250us);
  CHECK(pacer.due_with_durable(start, 10) == start + 50us);
  CHECK(pacer.due_with_durable(start, 100) == start + 500us);
  CHECK(pacer.due(start, 100) == start + 500us);
  CHECK(pacer.due(start + 50us, 100) == start + 500us);
  CHECK(pacer.due(start + 1ms, 100) == start + 1ms);
  CHECK(pacer.due(start, 100'000) == start + 2ms);
}

TEST_CASE("names are trimmed, and refused where they are empty, too long or hold control characters") {
  CHECK(clean_name("  a name \n", "the name").value() == "a name");
  CHECK(clean_name("наброски 🎨", "the name").value() == "наброски 🎨");
  for (const auto& bad : {std::string{}, std::string{" \t"}, std::string(201, 'x'), std::string{"a\nb"},
                          std::string{"a\0b", 3}, std::string{"\x7f"}}) {
    const auto cleaned = clean_name(bad, "the name");
    REQUIRE_FALSE(cleaned);
    CHECK(cleaned.error().code == errc::bad_data);
  }
}
