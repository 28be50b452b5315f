#include "engine/texts/recent_items.hpp"

#include "protocol/chat.hpp"

#include <doctest/doctest.h>

using namespace atelier;

namespace {

struct shelf {
  explicit shelf(std::size_t messages_max = 3, std::size_t bytes_max = 1'000) : kept{messages_max, bytes_max, 10} {}

  void add(seqno_t seqno, seqno_t id, std::size_t size = 10) {
    chat_message message;
    message.seqno = seqno;
    message.id = id;
    kept.add(std::move(message), std::make_shared<const std::string>(size, 'x'), ticket_id{seqno});
  }
  void trim(std::uint64_t stored, bool is_read = true) {
    kept.trim(is_read, [stored](ticket_id ticket) { return ticket.value <= stored; });
  }
  /// How many are after this place.
  [[nodiscard]] std::size_t after(seqno_t position) const {
    std::size_t count = 0;
    kept.after(position, [&](const chat_message& what, const shared_text& text) {
      CHECK(what.seqno > position);
      CHECK(text);
      ++count;
    });
    return count;
  }

  recent_items<chat_message> kept;
};

} // namespace

TEST_CASE("what is stored is dropped past the limits, the oldest first, and nothing else") {
  shelf s;
  for (seqno_t seqno = 11; seqno <= 16; ++seqno)
    s.add(seqno, seqno);
  s.trim(10);
  CHECK(s.kept.floor() == 10);
  CHECK(s.after(10) == 6);
  s.trim(12);
  CHECK(s.kept.floor() == 12);
  s.trim(16);
  CHECK(s.kept.floor() == 13);
  CHECK(s.after(13) == 3);
  CHECK(s.after(15) == 1);
  CHECK(s.after(16) == 0);
}

TEST_CASE("bytes count too, and where nobody reads nothing is kept that is stored") {
  shelf s{100, 25};
  for (seqno_t seqno = 11; seqno <= 14; ++seqno)
    s.add(seqno, seqno);
  s.trim(14);
  CHECK(s.kept.floor() == 12);
  s.add(15, 15);
  s.trim(14, false);
  CHECK(s.kept.floor() == 14);
  CHECK(s.after(14) == 1);
}

TEST_CASE("a new version takes the place of the earlier one, at the end") {
  shelf s{10};
  s.add(11, 11);
  s.add(12, 12);
  s.add(13, 11);
  CHECK(s.after(10) == 2);
  CHECK(s.kept.find(11)->seqno == 13);
  CHECK(s.kept.find(13) == nullptr);
  CHECK(s.kept.floor() == 10);
}
