#include "tests/storage/feed_folder.hpp"

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr auto rows_of_removed = "SELECT count(*) FROM feed WHERE project = 2";

/// Own messages, the odd ones of project 2, and others of server 7 in it.
void fill(feed_folder& in, seqno_t last, std::size_t padding = 0) {
  std::vector<record> records;
  for (seqno_t number = 1; number <= last; ++number) {
    auto message = sample_feed_message(number, number, number % 2 == 1 ? in.other : lobby);
    message.members += R"(,"more":")" + std::string(padding, 'x') + '"';
    records.emplace_back(std::move(message));
  }
  for (seqno_t number = 1; number <= last; ++number)
    records.emplace_back(sample_feed_message(last + number, number, in.other, 7));
  in.put(std::move(records));
}

} // namespace

TEST_CASE("a removed project's feed is gone at once for the next start, and its rows piece by piece") {
  feed_folder in;
  fill(in, 5'000);
  in.put({session_removed{in.other}});
  const auto check_found = [&] {
    const auto state = recover(*in.folder);
    CHECK(state.feed.size() == 2'500);
    CHECK(state.feed.front().arrival == 2);
    CHECK(state.feed.back().arrival == 5'000);
    CHECK(in.read().messages.size() == 2'500);
  };
  check_found();
  auto pieces = 0;
  for (auto left = number_in(in.at.path(), rows_of_removed); in.folder->tidy(); ++pieces) {
    const auto now_left = number_in(in.at.path(), rows_of_removed);
    CHECK(left - now_left <= 512);
    left = now_left;
  }
  CHECK(pieces >= 15);
  CHECK(number_in(in.at.path(), rows_of_removed) == 0);
  CHECK(number_in(in.at.path(), "SELECT count(*) FROM sessions WHERE id = 2") == 0);
  check_found();
}

TEST_CASE("large messages of a removed project are deleted a few at a time") {
  feed_folder in;
  fill(in, 100, 60'000);
  in.put({session_removed{in.other}});
  CHECK(in.folder->tidy());
  CHECK(number_in(in.at.path(), rows_of_removed) >= 130);
  finish(*in.folder);
  CHECK(number_in(in.at.path(), rows_of_removed) == 0);
}

TEST_CASE("what was left of a removed project's feed is deleted by the next run") {
  feed_folder in;
  fill(in, 20);
  in.put({session_removed{in.other}});
  in.start_again();
  CHECK(recover(*in.folder).feed.size() == 10);
  finish(*in.folder);
  CHECK(number_in(in.at.path(), "SELECT count(*) FROM feed") == 10);
}

TEST_CASE("links to other servers are found again until they are removed, or their project is") {
  feed_folder in;
  const std::string ada = "ws://ada.example:7070/ws";
  const std::string ben = "ws://ben.example:7070/ws";
  in.put({feed_link_record{ben, lobby}, feed_link_record{ada, in.other}, feed_link_record{ada, lobby},
          feed_link_record{ben, in.other}, feed_link_record{ada, lobby}});
  in.put({feed_link_removed{ben, in.other}, feed_link_removed{"ws://nobody/ws", lobby}});
  in.start_again();
  CHECK(recover(*in.folder).feed_links == std::vector<feed_link_record>{{ada, lobby}, {ada, in.other}, {ben, lobby}});
  in.put({session_removed{in.other}});
  CHECK(number_in(in.at.path(), "SELECT count(*) FROM feed_links") == 2);
  in.put({feed_link_record{ben, in.other}, feed_link_removed{ada, in.other}});
  finish(*in.folder);
  in.start_again();
  CHECK(recover(*in.folder).feed_links == std::vector<feed_link_record>{{ada, lobby}, {ben, lobby}});
}

TEST_CASE("a link of a project that was never stored is refused") {
  feed_folder in;
  CHECK(refusal(*in.folder, {feed_link_record{"ws://ada.example:7070/ws", session_id{3}}})
            .find("session 3 was never stored")
        != std::string::npos);
}
