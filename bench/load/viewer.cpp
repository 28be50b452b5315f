#include "bench/load/viewer.hpp"

#include <utility>

namespace atelier::bench {

viewer::viewer(event_loop& loop, std::span<std::byte> scratch, std::unique_ptr<dialect> talk)
    : talk_{std::move(talk)}, connection_{loop, scratch, *this} {}

void viewer::join(std::uint16_t port) {
  connection_.open(port, talk_->target());
}

void viewer::draw(std::uint32_t first_counter, std::uint32_t count) {
  talk_->append_ops(connection_.out(), first_counter, count);
  connection_.flush();
}

void viewer::opened() {
  talk_->greet(connection_.out());
}

void viewer::received(const websocket_frame& frame) {
  const auto before = tally_.digest().count;
  talk_->receive(frame, tally_, connection_.out());
  if (tally_.digest().count != before)
    ++messages_;
}

} // namespace atelier::bench
