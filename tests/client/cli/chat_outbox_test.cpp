#include "client/cli/chat_outbox.hpp"

#include <doctest/doctest.h>

namespace atelier::cli::chat {

namespace {

ask said(const std::string& text) {
  return {ask::kind::say, {{"text", text}}, "key " + text};
}

/// The texts, or the kinds in brackets, of all that is sent now, under ids from `first` on.
std::string send_all(chat_outbox& from, std::int64_t first) {
  std::string out;
  while (const auto* next = from.next(first++))
    out += next->what == ask::kind::say ? next->args.at("text").get<std::string>() + " " : "[] ";
  return out;
}

} // namespace

TEST_CASE("messages are sent at once, up to a limit, in their order") {
  chat_outbox outbox;
  CHECK(send_all(outbox, 1) == "");
  for (int i = 0; i < 40; ++i)
    outbox.add(said(std::to_string(i)));
  std::size_t sent = 0;
  while (outbox.next(static_cast<std::int64_t>(sent) + 1))
    ++sent;
  CHECK(sent == chat_outbox::under_way_max);
  CHECK(outbox.answered(1).value().args.at("text") == "0");
  CHECK(send_all(outbox, 100) == "32 ");
  CHECK_FALSE(outbox.answered(1));
}

TEST_CASE("a sign-in waits for the messages before it and holds up those behind it") {
  chat_outbox outbox;
  outbox.add(said("a"));
  outbox.add({ask::kind::sign_in});
  outbox.add(said("b"));
  CHECK(send_all(outbox, 1) == "a ");
  CHECK(outbox.answered(1));
  CHECK(send_all(outbox, 2) == "[] ");
  CHECK(outbox.answered(2));
  CHECK(send_all(outbox, 3) == "b ");
}

TEST_CASE("what follows from an answer comes before what was asked for later") {
  chat_outbox outbox;
  outbox.add({ask::kind::add_player});
  outbox.add(said("a"));
  CHECK(send_all(outbox, 1) == "[] ");
  CHECK(outbox.answered(1).value().what == ask::kind::add_player);
  outbox.add_next({ask::kind::sign_in});
  CHECK(outbox.next(2)->what == ask::kind::sign_in);
  CHECK(outbox.next(3) == nullptr);
}

TEST_CASE("after a cut everything that is not answered is sent again with its key, in the same order") {
  chat_outbox outbox;
  for (const auto* each : {"a", "b", "c"})
    outbox.add(said(each));
  CHECK(send_all(outbox, 1) == "a b c ");
  CHECK(outbox.answered(1));
  outbox.disconnected();
  outbox.add(said("d"));
  CHECK_FALSE(outbox.answered(2));
  const auto* again = outbox.next(10);
  REQUIRE(again);
  CHECK(again->key == "key b");
  CHECK(again->repeated);
  CHECK(send_all(outbox, 11) == "c d ");
  CHECK_FALSE(outbox.answered(12).value().repeated);
}

TEST_CASE("what is refused for now is kept and holds up the rest until the next connection") {
  chat_outbox outbox;
  outbox.add(said("a"));
  CHECK(send_all(outbox, 1) == "a ");
  outbox.postponed(1);
  outbox.add(said("b"));
  CHECK(send_all(outbox, 2) == "");
  outbox.disconnected();
  CHECK(send_all(outbox, 3) == "a b ");
}

TEST_CASE("what was not said can be given back") {
  chat_outbox outbox;
  outbox.add(said("a"));
  outbox.add({ask::kind::who});
  outbox.add(said("b"));
  CHECK(outbox.take_unsaid() == std::vector<std::string>{"a", "b"});
  CHECK(outbox.size() == 1);
}

} // namespace atelier::cli::chat
