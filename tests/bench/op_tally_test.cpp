#include "bench/load/op_tally.hpp"

#include <doctest/doctest.h>
#include <vector>

namespace atelier::bench {

namespace {

op_digest digest_of(const std::vector<op_id>& ops) {
  op_digest digest;
  for (const auto each : ops)
    digest.add(each);
  return digest;
}

struct listener final : op_watcher {
  std::vector<std::uint32_t> senders;
  void returned(op_id op) override {
    senders.push_back(op.sender);
  }
};

void take(op_tally& tally, const std::vector<op_id>& ops) {
  tally.take(ops.size(), [&](std::size_t i) { return ops[i]; });
}

} // namespace

TEST_CASE("the same ops in another order have the same sum and another hash") {
  const auto one = digest_of({{0, 1}, {1, 1}, {0, 2}});
  const auto other = digest_of({{1, 1}, {0, 1}, {0, 2}});
  CHECK_EQ(one.sum, other.sum);
  CHECK_EQ(one.count, other.count);
  CHECK(one.order != other.order);
  CHECK(digest_of({{0, 1}, {1, 1}}).sum != digest_of({{0, 1}, {0, 1}}).sum);
}

TEST_CASE("ops are tallied alike however they come in") {
  const std::vector<op_id> ops{{3, 1}, {4, 1}, {3, 2}};
  op_tally together;
  take(together, ops);
  op_tally alone;
  for (const auto each : ops)
    take(alone, {each});
  CHECK(together.digest() == alone.digest());
  CHECK(together.digest() == digest_of(ops));
}

TEST_CASE("a watcher hears of one sender's ops, of all, or of none") {
  const std::vector<op_id> ops{{0, 1}, {7, 1}, {0, 2}, {0xffffffff, 1}};
  listener heard;
  op_tally tally;
  take(tally, ops);
  CHECK(heard.senders.empty());
  tally.watch(0, heard);
  take(tally, ops);
  CHECK(heard.senders == std::vector<std::uint32_t>{0, 0});
  heard.senders.clear();
  tally.watch_all(heard);
  take(tally, ops);
  CHECK(heard.senders == std::vector<std::uint32_t>{0, 7, 0, 0xffffffff});
}

} // namespace atelier::bench
