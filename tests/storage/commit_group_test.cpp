#include "storage/commit_group.hpp"
#include "tests/storage/fake_folder.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

store_batch batch(std::uint64_t ticket) {
  return {ticket_id{ticket}, {}};
}

std::vector<std::uint64_t> tickets(const commit_group::outcome& outcome) {
  std::vector<std::uint64_t> found;
  for (const auto& done : outcome.done)
    found.push_back(done.ticket.value);
  return found;
}

} // namespace

TEST_CASE("all batches that wait are one commit, answered in their order") {
  fake_folder folder;
  commit_group group{folder};
  CHECK(group.add(batch(4)));
  CHECK_FALSE(group.add(batch(5)));
  CHECK_FALSE(group.add(batch(6)));
  CHECK(tickets(group.commit()) == std::vector<std::uint64_t>{4, 5, 6});
  CHECK(group.add(batch(7)));
  CHECK(tickets(group.commit()) == std::vector<std::uint64_t>{7});
  CHECK(folder.commits() == std::vector<std::size_t>{3, 1});
}

TEST_CASE("where nothing waits, nothing is committed") {
  fake_folder folder;
  commit_group group{folder};
  CHECK(group.commit().done.empty());
  CHECK(folder.commits().empty());
}

TEST_CASE("a failed commit is told once, and nothing is taken after it") {
  fake_folder folder;
  folder.failing_commit = 2;
  commit_group group{folder};
  static_cast<void>(group.add(batch(1)));
  CHECK_FALSE(group.commit().failed);
  static_cast<void>(group.add(batch(2)));
  static_cast<void>(group.add(batch(3)));
  const auto outcome = group.commit();
  CHECK(outcome.done.empty());
  REQUIRE(outcome.failed);
  CHECK(outcome.failed->reason == "the disk is full");
  CHECK_FALSE(group.add(batch(4)));
  const auto later = group.commit();
  CHECK(later.done.empty());
  CHECK_FALSE(later.failed);
  CHECK(folder.commits().size() == 2);
}

TEST_CASE("what can wait is done only while no batch waits") {
  fake_folder folder;
  folder.tidy_more = 1;
  commit_group group{folder};
  CHECK(group.tidy());
  static_cast<void>(group.add(batch(1)));
  CHECK_FALSE(group.tidy());
  CHECK(folder.tidied() == 1);
  static_cast<void>(group.commit());
  CHECK_FALSE(group.tidy());
  CHECK(folder.tidied() == 2);
}
