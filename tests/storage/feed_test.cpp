#include "tests/storage/feed_folder.hpp"

#include <algorithm>
#include <map>
#include <random>

using namespace atelier;
using namespace atelier::test;

namespace {

feed_message of_kind(feed_message what, feed_kind kind) {
  what.kind = kind;
  return what;
}

/// A message whose members are that long.
feed_message long_message(seqno_t number, std::size_t bytes) {
  auto message = sample_feed_message(number, number);
  message.members = R"("body":")" + std::string(bytes - 9, 'x') + '"';
  return message;
}

/// Messages of `servers` servers in both projects, in a random order of arrival with gaps in all numbers.
std::vector<feed_message> random_messages(std::mt19937& chance, std::uint32_t servers, int count) {
  std::vector<feed_message> out;
  std::map<std::pair<std::uint32_t, session_id>, seqno_t> last;
  seqno_t arrival = 0;
  seqno_t own = 0;
  for (int i = 0; i < count; ++i) {
    const auto srv_id = static_cast<std::uint32_t>(chance() % servers);
    const session_id project{1 + static_cast<std::uint32_t>(chance() % 2)};
    auto& seqno = srv_id == 1 ? own : last[{srv_id, project}];
    seqno += 1 + chance() % 3;
    arrival += 1 + chance() % 2;
    out.push_back(of_kind(sample_feed_message(arrival, seqno, project, srv_id), static_cast<feed_kind>(chance() % 3)));
  }
  return out;
}

feed_selection random_selection(std::mt19937& chance, std::uint32_t servers) {
  feed_selection out;
  for (std::uint32_t srv_id = 0; srv_id < servers + 2; ++srv_id)
    if (chance() % 3 != 0)
      out.since[srv_id] = chance() % 80;
  out.kinds = {chance() % 3 != 0, chance() % 3 != 0, chance() % 3 != 0};
  return out;
}

/// All pages that a stream reads, one after the other.
std::vector<feed_message> read_pages(feed_folder& in, const feed_selection& wanted, seqno_t until,
                                     std::size_t bytes_max, session_id project) {
  std::vector<feed_message> out;
  for (seqno_t after = 0; after < until;) {
    const auto page = in.read(wanted, after, until, bytes_max, project);
    REQUIRE((page.reached == until || page.reached == page.messages.back().arrival));
    REQUIRE(page.reached > after);
    out.insert(out.end(), page.messages.begin(), page.messages.end());
    after = page.reached;
  }
  return out;
}

} // namespace

TEST_CASE("a message of a feed is found again as it was put, another server's too") {
  feed_folder in;
  const auto own = sample_feed_message(1, 1);
  auto foreign = of_kind(sample_feed_message(2, 9'007'199'254'740'992, in.other, 4'294'967'295), feed_kind::entry);
  foreign.uuid = "no uuid at all";
  foreign.members = R"("user_uuid":5)";
  in.put({own, foreign});
  in.start_again();
  CHECK(in.read().messages == std::vector{own});
  CHECK(in.read({{}, every_kind}, 0, every_arrival, no_limit, in.other).messages == std::vector{foreign});
  CHECK(recover(*in.folder).feed.size() == 2);
}

TEST_CASE("messages of a feed are read between two arrivals") {
  feed_folder in;
  for (seqno_t number = 1; number <= 9; ++number)
    in.put({sample_feed_message(number, number, number % 3 == 0 ? in.other : lobby)});
  const feed_selection all{{}, every_kind};
  CHECK(arrivals_of(in.read().messages) == numbers{1, 2, 4, 5, 7, 8});
  CHECK(arrivals_of(in.read(all, 2, 7).messages) == numbers{4, 5, 7});
  CHECK(arrivals_of(in.read(all, 0, 4).messages) == numbers{1, 2, 4});
  CHECK(in.read(all, 8).messages.empty());
  CHECK(in.read(all, 7, 4).messages.empty());
  CHECK(in.read(all, 5, 6).reached == 6);
  CHECK(in.read(all, 0, every_arrival, no_limit, session_id{99}).messages.empty());
}

TEST_CASE("a page of a feed ends before it grows beyond its bytes, and has at least one message") {
  feed_folder in;
  for (seqno_t number = 1; number <= 10; ++number)
    in.put({long_message(number, number == 7 ? 50'000 : 1'000)});
  numbers reached;
  std::vector<std::size_t> sizes;
  numbers seen;
  for (seqno_t after = 0; after < 90;) {
    const auto page = in.read({{}, every_kind}, after, 90, 3'000);
    const auto arrivals = arrivals_of(page.messages);
    seen.insert(seen.end(), arrivals.begin(), arrivals.end());
    sizes.push_back(page.messages.size());
    reached.push_back(after = page.reached);
  }
  CHECK(seen == numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  CHECK(sizes == std::vector<std::size_t>{3, 3, 1, 3});
  CHECK(reached == numbers{3, 6, 7, 90});
}

TEST_CASE("a page that would pass over very many messages ends before, and the next one goes on there") {
  feed_folder in;
  constexpr seqno_t entries = 45'000;
  std::vector<record> all;
  for (seqno_t number = 1; number <= entries; ++number)
    all.emplace_back(of_kind(sample_feed_message(number, number), feed_kind::entry));
  all.emplace_back(of_kind(sample_feed_message(entries + 1, entries + 1), feed_kind::thread));
  in.put(std::move(all));
  const feed_selection threads{{}, {.threads = true}};
  CHECK(in.read(threads, 0, entries + 5).reached == 20'000);
  CHECK(in.read(threads, 0, entries + 5).messages.empty());
  CHECK(in.read(threads, 20'000, entries + 5).reached == 40'000);
  const auto last = in.read(threads, 40'000, entries + 5);
  CHECK(arrivals_of(last.messages) == numbers{entries + 1});
  CHECK(last.reached == entries + 5);
}

TEST_CASE("only what the reader lacks and asks for is read, and the rest takes no room in a page") {
  feed_folder in;
  const auto thread = of_kind(sample_feed_message(1, 5, lobby, 2), feed_kind::thread);
  const auto comment = sample_feed_message(2, 1);
  const auto entry = of_kind(sample_feed_message(3, 7, lobby, 2), feed_kind::entry);
  const auto late = sample_feed_message(4, 2, lobby, 3);
  in.put({thread, comment, entry, late});
  const auto all_but = [&](const version_vector& since) {
    return arrivals_of(in.read({since, every_kind}).messages);
  };
  CHECK(all_but({}) == numbers{1, 2, 3, 4});
  CHECK(all_but({{2, 4}}) == numbers{1, 2, 3, 4});
  CHECK(all_but({{2, 5}}) == numbers{2, 3, 4});
  CHECK(all_but({{2, 5}, {1, 1}}) == numbers{3, 4});
  CHECK(all_but({{2, 7}, {1, 99}, {9, 3}}) == numbers{4});
  CHECK(all_but({{2, 7}, {1, 1}, {3, 2}}).empty());
  CHECK(arrivals_of(in.read({{}, {.threads = true}}).messages) == numbers{1});
  CHECK(arrivals_of(in.read({{{3, 2}}, {.entries = true, .comments = true}}).messages) == numbers{2, 3});
  CHECK(in.read({{}, {}}).messages.empty());
  const auto page = in.read({{{1, 1}}, {.entries = true, .comments = true}}, 0, every_arrival, entry.members.size());
  CHECK(page.messages == std::vector{entry});
  CHECK(page.reached == 3);
}

TEST_CASE("pages that begin where the reader's lack begins have what a look at every message finds") {
  for (unsigned seed = 1; seed <= 30; ++seed) {
    CAPTURE(seed);
    std::mt19937 chance{seed};
    constexpr std::uint32_t servers = 5;
    const auto all = random_messages(chance, servers, 200);
    feed_folder in;
    in.put({all.begin(), all.end()});
    for (int query = 0; query < 20; ++query) {
      CAPTURE(query);
      const auto wanted = random_selection(chance, servers);
      const session_id project{1 + static_cast<std::uint32_t>(chance() % 2)};
      const seqno_t until = chance() % 400;
      std::vector<feed_message> expected;
      std::ranges::copy_if(all, std::back_inserter(expected), [&](const feed_message& each) {
        return each.project == project && each.arrival <= until && wanted.wants(each);
      });
      CHECK(read_pages(in, wanted, until, chance() % 5'000, project) == expected);
    }
  }
}

TEST_CASE("all messages of one thing are found in the order of their arrival") {
  feed_folder in;
  const auto first = sample_feed_message(1, 1);
  auto second = sample_feed_message(2, 7, lobby, 2);
  second.uuid = first.uuid;
  auto elsewhere = sample_feed_message(3, 2, in.other);
  elsewhere.uuid = first.uuid;
  auto another = of_kind(sample_feed_message(4, 3), feed_kind::thread);
  another.uuid = first.uuid;
  in.put({first, second, elsewhere, another, sample_feed_message(5, 4)});
  CHECK(*in.feeds->find_feed(lobby, feed_kind::comment, first.uuid) == std::vector{first, second});
  CHECK(*in.feeds->find_feed(lobby, feed_kind::thread, first.uuid) == std::vector{another});
  CHECK(in.feeds->find_feed(lobby, feed_kind::entry, first.uuid)->empty());
  CHECK(in.feeds->find_feed(lobby, feed_kind::comment, "x")->empty());
}

TEST_CASE("what is written is seen by an archive that was open before") {
  feed_folder in;
  CHECK(in.read().messages.empty());
  in.put({sample_feed_message(1, 1)});
  CHECK(arrivals_of(in.read().messages) == numbers{1});
}

TEST_CASE("a message that is stored as what none can be is an error, not a crash") {
  feed_folder in;
  in.put({sample_feed_message(1, 1)});
  sqlite_database{in.at.path() / "atelier.db"}.execute("UPDATE feed SET kind = 'poem'");
  const auto page = in.feeds->read_feed(lobby, {{}, every_kind}, 0, 9, no_limit);
  REQUIRE_FALSE(page);
  CHECK(page.error().code == errc::storage_failure);
  CHECK(page.error().message.find("message 1 of the feeds is stored as \"poem\"") != std::string::npos);
  CHECK_FALSE(in.folder->recover());
}
