#include "protocol/limits.hpp"
#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <limits>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr auto every_seqno = std::numeric_limits<seqno_t>::max();
constexpr auto no_limit = std::numeric_limits<std::size_t>::max();
constexpr session_id other{2};

using numbers = std::vector<seqno_t>;

numbers numbers_of(const std::vector<event_record>& events) {
  numbers found;
  for (const auto& event : events)
    found.push_back(event.seqno);
  return found;
}

struct event_folder {
  temporary_folder at;
  std::unique_ptr<sqlite_folder> folder = open_folder(at.path());
  std::unique_ptr<event_archive> events = open_events(*folder);

  event_folder() {
    put({sample_session(2)});
  }

  void put(std::vector<record> records) {
    const auto done = commit(*folder, std::move(records));
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
  }

  void start_again() {
    events.reset();
    folder.reset();
    folder = open_folder(at.path());
    events = open_events(*folder);
  }

  event_archive::page read(seqno_t after = 0, seqno_t until = every_seqno, std::size_t bytes_max = no_limit,
                           session_id session = lobby) {
    const auto page = events->read_events(session, after, until, bytes_max);
    REQUIRE(page);
    return *page;
  }

  std::vector<event_record> first(seqno_t after, std::size_t count, session_id session = lobby) {
    const auto found = events->first_events(session, after, count);
    REQUIRE(found);
    return *found;
  }
};

bool mentions(const std::string& text, const std::string& what) {
  INFO(text);
  return text.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("an event is found again as it was put") {
  event_folder in;
  const auto first = sample_event(1, lobby, R"({"who":"Grüße 😀","none":null})");
  auto outside = sample_event(2, other);
  outside.game = 0;
  outside.name = "player_changed_session";
  in.put({first, outside});
  in.start_again();
  CHECK(in.read().events == std::vector{first});
  CHECK(in.read(0, every_seqno, no_limit, other).events == std::vector{outside});
  CHECK(recover(*in.folder).next_event_seqno == 3);
  CHECK(recover(*in.folder).next_chat_seqno == 1);
}

TEST_CASE("events of a session are read between two numbers") {
  event_folder in;
  for (seqno_t seqno = 1; seqno <= 9; ++seqno)
    in.put({sample_event(seqno, seqno % 3 == 0 ? other : lobby)});
  CHECK(numbers_of(in.read().events) == numbers{1, 2, 4, 5, 7, 8});
  CHECK(numbers_of(in.read(2, 7).events) == numbers{4, 5, 7});
  CHECK(numbers_of(in.read(3, 6).events) == numbers{4, 5});
  CHECK(in.read(8).events.empty());
  CHECK(in.read(5, 5).events.empty());
  CHECK(in.read(7, 4).events.empty());
  CHECK(in.read(every_seqno).events.empty());
  CHECK(in.read(0, every_seqno, no_limit, session_id{99}).events.empty());
  CHECK_FALSE(in.read().more);
}

TEST_CASE("a page of events ends before it grows beyond its bytes, and has at least one") {
  event_folder in;
  for (seqno_t seqno = 1; seqno <= 10; ++seqno)
    in.put({sample_event(seqno, lobby, '"' + std::string(seqno == 7 ? 50'000 : 1'000, 'x') + '"')});
  numbers seen;
  std::vector<std::size_t> sizes;
  for (auto more = true; more;) {
    const auto page = in.read(seen.empty() ? 0 : seen.back(), every_seqno, 4'000);
    for (const auto& event : page.events)
      seen.push_back(event.seqno);
    sizes.push_back(page.events.size());
    more = page.more;
  }
  CHECK(seen == numbers{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
  CHECK(sizes == std::vector<std::size_t>{3, 3, 1, 3});
  CHECK(in.read(0, 3, 4'000).more == false);
  CHECK(in.read(0, 4, 4'000).more == true);
}

TEST_CASE("the first events after a number are as many as were asked for") {
  event_folder in;
  for (seqno_t seqno = 1; seqno <= 9; ++seqno)
    in.put({sample_event(seqno, seqno % 3 == 0 ? other : lobby)});
  CHECK(numbers_of(in.first(0, 3)) == numbers{1, 2, 4});
  CHECK(numbers_of(in.first(4, 100)) == numbers{5, 7, 8});
  CHECK(numbers_of(in.first(0, 1, other)) == numbers{3});
  CHECK(in.first(8, 5).empty());
  CHECK(in.first(every_seqno, 5).empty());
  CHECK(in.first(0, 0).empty());
}

TEST_CASE("of events that do not fit into an answer so many are found that it is known") {
  event_folder in;
  const auto data = '"' + std::string(10'000, 'x') + '"';
  for (seqno_t seqno = 1; seqno <= 40; ++seqno)
    in.put({sample_event(seqno, lobby, data)});
  const auto found = in.first(0, 40);
  CHECK(found.size() < 40);
  CHECK(found.size() * data.size() > limits::list_bytes_max);
  CHECK((found.size() - 1) * data.size() <= limits::list_bytes_max);
}

TEST_CASE("what happened is seen by an archive that was open before") {
  event_folder in;
  CHECK(in.read().events.empty());
  in.put({sample_event(1)});
  CHECK(numbers_of(in.read().events) == numbers{1});
}

TEST_CASE("numbers of events may leave gaps and never go back, not after a start either") {
  event_folder in;
  in.put({sample_event(5)});
  in.start_again();
  CHECK(recover(*in.folder).next_event_seqno == 6);
  SUBCASE("the same") {
    CHECK(mentions(refusal(*in.folder, {sample_event(5)}), "event 5 does not follow the last stored one, 5"));
  }
  SUBCASE("an earlier one") {
    CHECK(mentions(refusal(*in.folder, {sample_event(4, other)}), "event 4 does not follow"));
  }
  SUBCASE("in one batch") {
    CHECK(mentions(refusal(*in.folder, {sample_event(7), sample_event(6)}), "event 6 does not follow"));
  }
  in.start_again();
  CHECK(numbers_of(in.read().events) == numbers{5});
  in.put({sample_event(6)});
}

TEST_CASE("an event in a session that was never stored is refused") {
  event_folder in;
  CHECK(mentions(refusal(*in.folder, {sample_event(1, session_id{3})}), "session 3 was never stored"));
}
