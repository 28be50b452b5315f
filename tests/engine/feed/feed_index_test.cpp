#include "engine/feed/feed_index.hpp"

#include "tests/engine/feed/writing_desk.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>
#include <set>

using namespace atelier;
using namespace atelier::test;

namespace {

feed_head head(session_id project, std::uint32_t srv_id, seqno_t seqno, std::uint32_t bytes = 100) {
  feed_head out;
  out.project = project;
  out.srv_id = srv_id;
  out.seqno = seqno;
  out.kind = feed_kind::thread;
  out.id = {seqno, srv_id};
  out.bytes = bytes;
  return out;
}

/// A message of few things, so that many are of the same one.
feed_head random_head(std::mt19937_64& dice, seqno_t seqno) {
  feed_head out;
  out.srv_id = static_cast<std::uint32_t>(1 + dice() % 3);
  out.seqno = seqno;
  out.kind = static_cast<feed_kind>(dice() % 3);
  out.id = {1, dice() % 6};
  out.parent = {2, dice() % 3};
  out.report = {3, dice() % 3};
  out.user = {4, dice() % 3};
  out.content = dice() % 4;
  out.submitted = static_cast<std::int64_t>(dice() % 20);
  out.authored = static_cast<std::int64_t>(dice() % 5);
  out.is_original = dice() % 2 == 0;
  if (dice() % 2 == 0)
    out.archived = std::make_shared<const version_vector>(version_vector{{1, seqno}});
  return out;
}

/// With which a key has the hash of the empty one, under the seed 0: the inner mixing of `high` is taken out of `low`.
std::uint64_t low_for(std::uint64_t high) {
  constexpr std::uint64_t odd = 0x9e3779b97f4a7c15U, other_odd = 0xc2b2ae3d27d4eb4fU;
  high = (high ^ high >> 32U) * odd;
  high = (high ^ high >> 29U) * other_odd;
  return high ^ high >> 32U;
}

template <class Thing>
void check_same(const Thing* a, const Thing* b) {
  REQUIRE((a == nullptr) == (b == nullptr));
  if (!a)
    return;
  CHECK(a->first == b->first);
  CHECK(a->latest == b->latest);
  CHECK((a->archived ? *a->archived : version_vector{}) == (b->archived ? *b->archived : version_vector{}));
}

void check_same(const feed_project& a, const feed_project& b) {
  CHECK(a.have() == b.have());
  CHECK(a.messages() == b.messages());
  for (std::uint64_t i = 0; i < 6; ++i) {
    const auto *version = a.find_version({1, i}), *other_version = b.find_version({1, i});
    REQUIRE((version == nullptr) == (other_version == nullptr));
    if (version) {
      CHECK(version->entry == other_version->entry);
      CHECK(version->content == other_version->content);
      CHECK(version->first == other_version->first);
    }
    const auto *entry = a.find_entry({2, i}), *other_entry = b.find_entry({2, i});
    check_same(entry, other_entry);
    if (entry) {
      CHECK(entry->report == other_entry->report);
      CHECK(entry->original == other_entry->original);
    }
    const auto *thread = a.find_thread({1, i}), *other_thread = b.find_thread({1, i});
    check_same(thread, other_thread);
    if (thread) {
      CHECK(thread->comment == other_thread->comment);
      CHECK(thread->content == other_thread->content);
    }
    const auto *comment = a.find_comment({1, i}), *other_comment = b.find_comment({1, i});
    check_same(comment, other_comment);
    if (comment) {
      CHECK(comment->author == other_comment->author);
      CHECK(comment->thread == other_comment->thread);
      CHECK(comment->place == other_comment->place);
      CHECK(comment->content == other_comment->content);
    }
    for (std::int64_t at = 0; at < 5; ++at)
      for (std::uint64_t content = 0; content < 4; ++content)
        CHECK(a.find_write({1, i}, at, content) == b.find_write({1, i}, at, content));
  }
}

} // namespace

TEST_CASE("what stands is the same in whatever order the messages came") {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    CAPTURE(seed);
    std::mt19937_64 dice{seed};
    std::vector<feed_head> all;
    for (seqno_t seqno = 1; seqno <= 40; ++seqno)
      all.push_back(random_head(dice, seqno));
    feed_project in_order;
    for (const auto& each : all)
      in_order.add(each);
    std::ranges::shuffle(all, dice);
    feed_project shuffled{{seed, 7}};
    for (const auto& each : all)
      shuffled.add(each);
    check_same(in_order, shuffled);
  }
}

TEST_CASE("an entry's first version is an original, also where an edit came before it") {
  feed_project project;
  feed_head edit;
  edit.kind = feed_kind::entry;
  edit.id = {1, 2};
  edit.parent = {2, 1};
  edit.submitted = 5;
  edit.srv_id = 3;
  edit.seqno = 1;
  project.add(edit);
  CHECK(project.find_entry({2, 1})->original == feed_key{1, 2});
  auto original = edit;
  original.id = {1, 1};
  original.submitted = 9;
  original.srv_id = 2;
  original.is_original = true;
  project.add(original);
  CHECK(project.find_entry({2, 1})->original == feed_key{1, 1});
  CHECK(project.find_entry({2, 1})->first == feed_moment{9, {2, 1}});
}

TEST_CASE("UUIDs that were made to collide do not, under a seed that their maker does not know") {
  std::set<std::size_t> guessed, others;
  const feed_key_hash known{{}}, hidden{{3, 4}};
  constexpr std::size_t count = 1'000;
  // As many as one needs that have one hash under the seed 0.
  const auto wanted = known({0, 0});
  std::mt19937_64 dice{1};
  for (std::size_t i = 0; i < count; ++i) {
    feed_key key{dice(), 0};
    key.low = low_for(key.high);
    REQUIRE(known(key) == wanted);
    guessed.insert(known(key));
    others.insert(hidden(key));
  }
  CHECK(guessed.size() == 1);
  CHECK(others.size() == count);
}

TEST_CASE("projects are apart, and the one that is removed makes room") {
  feed_index index{{head(session_id{1}, 1, 1), head(session_id{1}, 2, 7), head(session_id{2}, 1, 2)}, {1, 2}, 3, 1'000};
  CHECK(index.of(session_id{1}).have() == version_vector{{1, 1}, {2, 7}});
  CHECK(index.of(session_id{2}).have() == version_vector{{1, 2}});
  CHECK(index.of(session_id{3}).have().empty());
  CHECK(index.messages() == 3);
  CHECK(index.is_full_for(0));
  index.remove(session_id{1});
  index.remove(session_id{3});
  CHECK(index.messages() == 1);
  CHECK(index.bytes() == 100);
  CHECK(index.of(session_id{1}).have().empty());
  CHECK_FALSE(index.is_full_for(900));
  CHECK(index.is_full_for(901));
}
