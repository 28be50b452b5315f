#include "tests/storage/feed_folder.hpp"

using namespace atelier;
using namespace atelier::test;

namespace {

bool mentions(const std::string& text, const std::string& what) {
  INFO(text);
  return text.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("a server that starts again knows every message of its feeds, but not their texts") {
  feed_folder in;
  const auto first = sample_feed_message(3, 5);
  const auto second = sample_feed_message(4, 9, in.other, 2);
  in.put({first, second});
  in.start_again();
  const auto state = recover(*in.folder);
  REQUIRE(state.feed.size() == 2);
  CHECK(state.feed[0].arrival == 3);
  CHECK(state.feed[0].project == lobby);
  CHECK(state.feed[0].srv_id == 1);
  CHECK(state.feed[0].seqno == 5);
  CHECK(state.feed[0].id == feed_key_of(first.uuid));
  CHECK(state.feed[0].content == head_of(first).content);
  CHECK(state.feed[0].bytes == first.members.size());
  CHECK(state.feed[1].arrival == 4);
  CHECK(state.feed[1].project == in.other);
  CHECK(state.feed[1].srv_id == 2);
  CHECK(state.next_feed_arrival == 5);
  CHECK(state.next_feed_seqno == 6);
}

TEST_CASE("other servers' numbers are not this server's") {
  feed_folder in;
  in.put({sample_feed_message(1, 700, lobby, 2), sample_feed_message(2, 1)});
  CHECK(recover(*in.folder).next_feed_seqno == 2);
  CHECK(recover(*in.folder).next_feed_arrival == 3);
}

TEST_CASE("a server counts its own messages by the number that it was given") {
  const temporary_folder at;
  folder_options numbered;
  numbered.srv_id = 2;
  REQUIRE(commit(*open_folder(at.path(), numbered),
                 {sample_feed_message(1, 700, lobby, 2), sample_feed_message(2, 900, lobby, 1)}));
  CHECK(recover(*open_folder(at.path())).next_feed_seqno == 701);
}

TEST_CASE("numbers of a feed may leave gaps and never go back, not after a start either") {
  feed_folder in;
  in.put({sample_feed_message(5, 15), sample_feed_message(7, 30, lobby, 2)});
  in.start_again();
  SUBCASE("an arrival") {
    CHECK(mentions(refusal(*in.folder, {sample_feed_message(7, 16)}), "arrival 7 in a feed does not follow the last"));
  }
  SUBCASE("an arrival in one batch") {
    CHECK(mentions(refusal(*in.folder, {sample_feed_message(8, 16), sample_feed_message(8, 31, lobby, 2)}),
                   "arrival 8 in a feed does not follow"));
  }
  SUBCASE("a number of this server, in another project too") {
    CHECK(mentions(refusal(*in.folder, {sample_feed_message(8, 15, in.other)}),
                   "message 15 of this server's feeds does not follow the last stored one, 15"));
  }
  SUBCASE("a number of another server") {
    CHECK(mentions(refusal(*in.folder, {sample_feed_message(8, 30, lobby, 2)}),
                   "message 30 of server 2 does not follow the last stored one in project 1, 30"));
  }
  in.start_again();
  CHECK(arrivals_of(in.read().messages) == numbers{5, 7});
  in.put({sample_feed_message(8, 16), sample_feed_message(9, 29, in.other, 2), sample_feed_message(10, 31, lobby, 2)});
}

TEST_CASE("no number is given twice, also when the project whose message had it is gone") {
  feed_folder in;
  in.put({sample_feed_message(1, 1), sample_feed_message(2, 2, in.other), sample_feed_message(3, 50, in.other, 2)});
  in.put({session_removed{in.other}});
  CHECK(recover(*in.folder).next_feed_seqno == 3);
  CHECK(recover(*in.folder).next_feed_arrival == 4);
  finish(*in.folder);
  in.start_again();
  CHECK(recover(*in.folder).next_feed_seqno == 3);
  CHECK(recover(*in.folder).next_feed_arrival == 4);
  CHECK(mentions(refusal(*in.folder, {sample_feed_message(4, 2)}), "does not follow"));
}

TEST_CASE("what is written to a removed project is passed over, and its numbers are used") {
  feed_folder in;
  in.put({session_removed{in.other}, sample_feed_message(1, 1, in.other), sample_feed_message(2, 4, in.other, 2)});
  finish(*in.folder);
  in.put({sample_feed_message(3, 2, in.other)});
  CHECK(number_in(in.at.path(), "SELECT count(*) FROM feed") == 0);
  in.start_again();
  CHECK(recover(*in.folder).next_feed_seqno == 3);
  CHECK(recover(*in.folder).next_feed_arrival == 4);
}

TEST_CASE("a message of a project that was never stored is refused") {
  feed_folder in;
  CHECK(mentions(refusal(*in.folder, {sample_feed_message(1, 1, session_id{3})}), "session 3 was never stored"));
}
