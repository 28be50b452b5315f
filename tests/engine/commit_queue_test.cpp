#include "engine/commit_queue.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

constexpr connection_id ada{1};
constexpr connection_id bob{2};
constexpr picture_id welcome{1};

using namespace std::chrono_literals;

struct desk {
  commit_queue queue;
  effects out;
  turn now{{instant::clock::time_point{1h}, {}}, out};

  void send() {
    CHECK_FALSE(queue.send(now, {}));
  }

  deliver text(std::string what) {
    return {std::make_shared<const std::string>(std::move(what)), true};
  }
  std::vector<std::string> told(connection_id who) {
    std::vector<std::string> all;
    for (const auto& each : out)
      if (const auto* message = std::get_if<to_connection>(&each); message && message->to == who)
        if (const auto* delivered = std::get_if<deliver>(&message->what))
          all.push_back(*delivered->text);
    return all;
  }
  std::vector<store_batch> batches() {
    std::vector<store_batch> all;
    for (const auto& each : out)
      if (const auto* batch = std::get_if<store_batch>(&each))
        all.push_back(*batch);
    return all;
  }
};

ops_record ops(seq_t first, seq_t last, std::size_t size, client_seq_t used = 0) {
  ops_record out{welcome, first, last, bytes(size), {}};
  if (used > 0)
    out.client_seqs.emplace_back(author_id{7}, used);
  return out;
}

} // namespace

TEST_CASE("what nothing is waiting to be stored for is said at once") {
  desk d;
  d.queue.hold(d.now, ada, d.text("hello"));
  CHECK(d.told(ada) == std::vector<std::string>{"hello"});
  CHECK(d.queue.idle());
}

TEST_CASE("ops for which nobody waits are gathered for a while, and sent at once when somebody does") {
  desk d;
  const auto began = d.now.now.mono;
  d.queue.add_ops(ops(1, 1, 20));
  CHECK_FALSE(d.queue.send(d.now, {4ms, 1ms, 3}));
  REQUIRE(d.batches().size() == 1);
  static_cast<void>(d.queue.committed(d.now, d.batches()[0].ticket));

  d.now.now.mono += 1ms;
  d.queue.add_ops(ops(2, 2, 20));
  CHECK(d.queue.send(d.now, {4ms, 1ms, 3}) == began + 4ms);
  CHECK(d.batches().size() == 1);
  d.queue.hold(d.now, ada, d.text("joined"));
  CHECK_FALSE(d.queue.send(d.now, {4ms, 1ms, 3}));
  REQUIRE(d.batches().size() == 2);
  static_cast<void>(d.queue.committed(d.now, d.batches()[1].ticket));

  d.queue.add_ops(ops(3, 3, 20));
  CHECK(d.queue.send(d.now, {4ms, 1ms, 3}) == began + 5ms);
  d.now.now.mono += 4ms;
  CHECK_FALSE(d.queue.send(d.now, {4ms, 1ms, 3}));
  REQUIRE(d.batches().size() == 3);
  static_cast<void>(d.queue.committed(d.now, d.batches()[2].ticket));

  d.queue.add_ops(ops(4, 4, 2'000'000));
  CHECK_FALSE(d.queue.send(d.now, {4ms, 1ms, 3}));
  REQUIRE(d.batches().size() == 4);
  static_cast<void>(d.queue.committed(d.now, d.batches()[3].ticket));

  // So many ops are worth an earlier commit.
  d.queue.add_ops(ops(5, 6, 20));
  CHECK(d.queue.send(d.now, {4ms, 1ms, 3}) == d.now.now.mono + 4ms);
  d.queue.add_ops(ops(7, 7, 20));
  CHECK(d.queue.send(d.now, {4ms, 1ms, 3}) == d.now.now.mono + 1ms);
  d.now.now.mono += 1ms;
  CHECK_FALSE(d.queue.send(d.now, {4ms, 1ms, 3}));
  CHECK(d.batches().size() == 5);
}

TEST_CASE("an answer waits for everything that was added before it, and keeps its place") {
  desk d;
  d.queue.add(config_record{"a", "1"});
  d.queue.hold(d.now, ada, d.text("first"));
  d.send();
  d.queue.add(config_record{"b", "2"});
  d.queue.hold(d.now, ada, d.text("second"));
  d.send();
  REQUIRE(d.batches().size() == 1);
  CHECK(d.told(ada).empty());

  static_cast<void>(d.queue.committed(d.now, d.batches()[0].ticket));
  CHECK(d.told(ada) == std::vector<std::string>{"first"});
  d.send();
  REQUIRE(d.batches().size() == 2);
  static_cast<void>(d.queue.committed(d.now, d.batches()[1].ticket));
  CHECK(d.told(ada) == std::vector<std::string>{"first", "second"});
  CHECK(d.queue.idle());
}

TEST_CASE("ops that wait for the same batch become one row, with the last number of each author") {
  desk d;
  d.queue.add_ops(ops(1, 3, 30, 3));
  d.queue.add(config_record{"a", "1"});
  d.queue.add_ops(ops(4, 9, 60, 9));
  d.send();
  const auto batch = d.batches().at(0);
  REQUIRE(batch.records.size() == 2);
  const auto& row = std::get<ops_record>(batch.records[0]);
  CHECK(row.first_seq == 1);
  CHECK(row.last_seq == 9);
  CHECK(row.runs.size() == 90);
  CHECK(row.client_seqs == std::vector<std::pair<author_id, client_seq_t>>{{author_id{7}, 9}});
  const auto marks = d.queue.committed(d.now, batch.ticket);
  REQUIRE(marks.size() == 1);
  CHECK(marks[0].seq == 9);
}

TEST_CASE("a row of the log stays small enough to be read for a few ops") {
  desk d;
  for (seq_t i = 0; i < 10; ++i)
    d.queue.add_ops(ops(i + 1, i + 1, 64 * 1024));
  d.send();
  const auto batch = d.batches().at(0);
  CHECK(batch.records.size() == 3);
  for (const auto& each : batch.records)
    CHECK(std::get<ops_record>(each).runs.size() <= 256 * 1024);
}

TEST_CASE("a batch in flight is not what the next ops are joined with") {
  desk d;
  d.queue.add_ops(ops(1, 1, 10));
  d.send();
  d.queue.add_ops(ops(2, 2, 10));
  CHECK(d.queue.pending_bytes() > 0);
  const auto first = d.queue.committed(d.now, d.batches()[0].ticket);
  CHECK(first.at(0).seq == 1);
  d.send();
  const auto second = d.queue.committed(d.now, d.batches().at(1).ticket);
  CHECK(second.at(0).seq == 2);
  CHECK(d.queue.pending_bytes() == 0);
}

TEST_CASE("when storage fails, commands that wait are answered so and nothing else is let go") {
  desk d;
  d.queue.add(config_record{"a", "1"});
  d.queue.hold(d.now, ada, d.text("the answer"), 7);
  d.queue.hold(d.now, bob, d.text("the news"));
  d.queue.fail(d.now);
  REQUIRE(d.told(ada).size() == 1);
  CHECK(d.told(ada)[0].find("storage_failure") != std::string::npos);
  CHECK(d.told(ada)[0].find("\"id\":7") != std::string::npos);
  CHECK(d.told(bob).empty());
  d.queue.add(config_record{"b", "2"});
  d.queue.hold(d.now, ada, d.text("later"), 8);
  CHECK(d.told(ada).size() == 2);
  CHECK(d.queue.idle());
}

TEST_CASE("nothing is kept for a connection that is gone") {
  desk d;
  d.queue.add(config_record{"a", "1"});
  d.queue.hold(d.now, ada, d.text("for ada"));
  d.queue.hold(d.now, bob, d.text("for bob"));
  d.queue.drop(ada);
  d.send();
  static_cast<void>(d.queue.committed(d.now, d.batches().at(0).ticket));
  CHECK(d.told(ada).empty());
  CHECK(d.told(bob).size() == 1);
}
