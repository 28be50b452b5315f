#include "io_actors/outbox.hpp"

#include "tests/io_actors/twins.hpp"
#include "tests/protocol/samples.hpp"

#include <algorithm>
#include <cstdio>
#include <doctest/doctest.h>
#include <map>
#include <utility>

using namespace atelier;
using namespace atelier::test;

namespace {

using lines = std::vector<std::string>;

constexpr std::size_t plenty = 1024 * 1024;

limits small_limits() {
  limits bounds;
  bounds.backlog_bytes_max = 2000;
  return bounds;
}

lines take_all(outbox& from, std::size_t bytes_max = plenty) {
  lines out;
  while (true) {
    const auto more = from.gather(bytes_max);
    if (more.messages.empty() && more.fell_behind.empty())
      return out;
    for (auto& line : describe(more.messages))
      out.push_back(std::move(line));
  }
}

} // namespace

TEST_CASE("texts keep their order and are counted until they are gathered") {
  outbox box{limits{}};
  box.push("one");
  box.push("two");
  box.push(std::make_shared<const std::string>("three"));
  CHECK_EQ(box.text_bytes(), 11);
  CHECK_FALSE(box.empty());
  CHECK_EQ(take_all(box), lines{"one", "two", "three"});
  CHECK_EQ(box.text_bytes(), 0);
  CHECK(box.empty());
}

TEST_CASE("blocks among the texts keep their place, are counted, and have a message each") {
  outbox box{limits{}};
  const auto first = std::make_shared<const bytes>(chunk_message(transfer_id{6}, 0, 10));
  const auto second = std::make_shared<const bytes>(chunk_message(transfer_id{6}, 10, 20));
  box.push("one");
  box.push(first);
  box.push(second);
  box.push("two");
  CHECK_EQ(box.text_bytes(), 6 + first->size() + second->size());
  const auto more = box.gather(plenty);
  REQUIRE_EQ(more.messages.size(), 4);
  CHECK_EQ(describe(more.messages), lines{"one", "CHUNK 6: 0+10", "CHUNK 6: 10+20", "two"});
  CHECK_EQ(more.messages[1].slices.at(0).data.data(), first->data());
  CHECK_EQ(box.text_bytes(), 0);
  CHECK(box.empty());
}

TEST_CASE("blocks of several streams share a binary message below its limit") {
  outbox box{limits{}};
  picture_twin a{picture_id{1}};
  picture_twin b{picture_id{2}};
  for (auto* it : {&a, &b}) {
    box.open(mux_id{it->id().value}, it->id());
    box.join(it->join(mux_id{it->id().value}));
  }
  (void)take_all(box);
  for (int i = 0; i < 30; ++i) {
    a.grow(1000);
    b.grow(1000);
  }
  box.wake(a.id());
  box.wake(b.id());
  const auto more = box.gather(plenty);
  REQUIRE_GE(more.messages.size(), 2);
  CHECK_LE(more.messages.size(), 4);
  std::size_t sum = 0;
  for (const auto& message : more.messages) {
    CHECK_LT(message.size, limits::server_message_bytes_max);
    sum += message.size;
  }
  CHECK_EQ(sum, more.size);
  CHECK_EQ(describe(more.messages).size(), 60);
}

TEST_CASE("a snapshot larger than a message has one for itself") {
  outbox box{limits{}};
  picture_twin picture{picture_id{1}};
  auto start = picture.join(mux_id{1});
  auto head = std::make_shared<bytes>();
  append_snapshot(*head, picture.id(), 0, 300, 300, snapshot_encoding::raw, bytes(300 * 300 * 4));
  start.head = head;
  box.open(mux_id{1}, picture.id());
  box.join(start);
  const auto more = box.gather(plenty);
  REQUIRE_EQ(more.messages.size(), 3);
  CHECK_EQ(more.messages[0].size, head->size());
  CHECK_EQ(more.synced, std::vector{picture.id()});
}

TEST_CASE("streams take turns, so that a busy one does not hold up the others") {
  outbox box{limits{}};
  picture_twin busy{picture_id{1}, 16 * 1024 * 1024};
  picture_twin quiet{picture_id{2}};
  for (auto* it : {&busy, &quiet}) {
    box.open(mux_id{it->id().value}, it->id());
    box.join(it->join(mux_id{it->id().value}));
  }
  (void)take_all(box);
  for (int i = 0; i < 300; ++i)
    busy.grow(1000);
  quiet.grow(1);
  box.wake(busy.id());
  box.wake(quiet.id());
  const auto first = describe(box.gather(128 * 1024).messages);
  CHECK(std::find(first.begin(), first.end(), "UPDATES 2: 1-1") != first.end());
}

TEST_CASE("neither many texts nor a busy stream keep the other waiting") {
  outbox box{limits{}};
  picture_twin picture{picture_id{1}, 16 * 1024 * 1024};
  box.open(mux_id{1}, picture.id());
  box.join(picture.join(mux_id{1}));
  (void)take_all(box);
  for (int i = 0; i < 100; ++i) {
    picture.grow(1000);
    box.push(std::string(9000, 'x'));
  }
  box.wake(picture.id());
  const auto first = box.gather(100'000);
  std::map<frame_kind, std::size_t> sizes;
  for (const auto& message : first.messages)
    sizes[message.kind] += message.size;
  CHECK_GE(sizes[frame_kind::json], 30'000);
  CHECK_GE(sizes[frame_kind::blocks], 30'000);
}

TEST_CASE("a picture that is closed is open to be opened again, and what is late for it is passed over") {
  outbox box{limits{}};
  picture_twin picture{picture_id{1}};
  box.open(mux_id{1}, picture.id());
  box.join(picture.join(mux_id{1}));
  (void)take_all(box);
  box.end(picture.id(), "");
  const auto more = box.gather(plenty);
  CHECK_EQ(more.closed, std::vector{picture.id()});
  box.wake(picture.id());
  box.show_presence(picture.id(), std::make_shared<const std::string>("[]"));
  box.show_cursors(picture.id(), std::make_shared<const bytes>());
  box.end(picture.id(), "");
  box.join(picture.join(mux_id{1}));
  CHECK(take_all(box).empty());
  box.open(mux_id{2}, picture.id());
  box.join(picture.join(mux_id{2}));
  CHECK_EQ(take_all(box).size(), 3);
}

TEST_CASE("what is said behind a picture that is not open comes with the other texts") {
  outbox box{limits{}};
  box.push_behind(picture_id{9}, std::make_shared<const std::string>("refused"));
  CHECK_EQ(take_all(box), lines{"refused"});
}

TEST_CASE("texts that wait behind a log count, and no longer when their stream is thrown away") {
  outbox box{limits{}};
  picture_twin picture{picture_id{1}};
  box.open(mux_id{1}, picture.id());
  box.join(picture.join(mux_id{1}));
  box.push_behind(picture.id(), std::make_shared<const std::string>("refused"));
  CHECK_EQ(box.text_bytes(), 7);
  box.drop(picture.id());
  CHECK_EQ(box.text_bytes(), 0);
  CHECK(box.empty());
}

TEST_CASE("a viewer too slow falls behind once, whatever else happens before it joins anew") {
  outbox box{small_limits()};
  picture_twin picture{picture_id{1}};
  box.open(mux_id{1}, picture.id());
  box.join(picture.join(mux_id{1}));
  (void)take_all(box);
  picture.grow(1000);
  box.wake(picture.id());
  CHECK_EQ(box.gather(plenty).fell_behind, std::vector{picture.id()});
  picture.grow(1000);
  box.wake(picture.id());
  CHECK(box.gather(plenty).fell_behind.empty());
  box.join(picture.join(mux_id{1}));
  CHECK_EQ(box.gather(plenty).synced, std::vector{picture.id()});
}

TEST_CASE("a stopped outbox sends what is there and nothing that comes later but texts") {
  outbox box{limits{}};
  picture_twin live{picture_id{1}};
  picture_twin joining{picture_id{2}};
  for (auto* it : {&live, &joining})
    box.open(mux_id{it->id().value}, it->id());
  box.join(live.join(mux_id{1}));
  (void)take_all(box);
  live.grow(2);
  live.commit(2);
  box.stop();
  live.grow(1);
  box.join(joining.join(mux_id{2}));
  box.push("last");
  box.wake(live.id());
  auto seen = take_all(box);
  std::sort(seen.begin(), seen.end());
  CHECK_EQ(seen, lines{"DURABLE 1: 2", "UPDATES 1: 1-2", "last"});
  CHECK(box.empty());
}

TEST_CASE("every viewer sees each op once and in order however growth, wake-ups and gathering interleave") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    CAPTURE(seed);
    samples::random from{seed};
    outbox box{small_limits()};
    picture_twin picture{picture_id{1}};
    box.open(mux_id{1}, picture.id());
    box.join(picture.join(mux_id{1}));
    seq_t seen = 0;
    bool synced = false;
    bool asked = false;
    const auto gather = [&] {
      const auto more = box.gather(samples::between(from, 1, 4000));
      for (const auto& line : describe(more.messages)) {
        unsigned long long first = 0;
        unsigned long long last = 0;
        if (std::sscanf(line.c_str(), "SNAPSHOT 1: %llu", &first) == 1) {
          REQUIRE_GE(first, seen);
          seen = first;
        } else if (std::sscanf(line.c_str(), "UPDATES 1: %llu-%llu", &first, &last) == 2) {
          REQUIRE_EQ(first, seen + 1);
          seen = last;
        } else if (std::sscanf(line.c_str(), "DURABLE 1: %llu", &first) == 1) {
          REQUIRE_LE(first, seen);
        } else {
          synced = true;
        }
      }
      if (!more.fell_behind.empty()) {
        REQUIRE_FALSE(asked);
        asked = true;
        synced = false;
      }
    };
    const auto answer = [&] {
      if (std::exchange(asked, false))
        box.join(picture.join(mux_id{1}));
    };
    for (int step = 0; step < 300; ++step) {
      switch (samples::between(from, 0, 5)) {
      case 0:
      case 1:
        if (picture.grow(static_cast<std::uint16_t>(samples::between(from, 1, 60))))
          box.wake(picture.id());
        break;
      case 2:
        if (picture.commit(picture.seq()))
          box.wake(picture.id());
        break;
      case 3:
        answer();
        break;
      default:
        gather();
      }
    }
    while (asked || !box.empty()) {
      answer();
      gather();
    }
    CHECK(synced);
    CHECK_EQ(seen, picture.seq());
  }
}
