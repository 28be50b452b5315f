#include "tests/io_actors/session_twin.hpp"

#include <iterator>

namespace atelier::test {

session_twin::session_twin(const limits& bounds)
    : session{connection_id{17}, 1, std::make_shared<const limits>(bounds)} {
  session.opened();
  (void)take_all();
}

std::vector<std::string> session_twin::take_all() {
  std::vector<std::string> out;
  while (true) {
    const auto batch = session.gather(64 * 1024);
    collect();
    last = last || batch.last;
    if (batch.messages.empty())
      return out;
    for (auto& line : describe(batch.messages))
      out.push_back(std::move(line));
    session.written();
  }
}

void session_twin::collect() {
  auto more = session.take_messages();
  std::move(more.begin(), more.end(), std::back_inserter(sent));
}

void session_twin::subscribe(mux_id mux, picture_twin& picture) {
  session.text(R"({"type":"subscribe","mux_id":)" + std::to_string(mux.value) + R"(,"picture":)"
               + std::to_string(picture.id().value) + "}");
  collect();
  session.on(picture.join(mux));
  (void)take_all();
  sent.clear();
}

void session_twin::command(int id) {
  session.text(R"({"type":"command","id":)" + std::to_string(id) + R"(,"action":"pictures"})");
}

limits tight_limits() {
  limits bounds;
  bounds.streams_max = 2;
  bounds.commands_waiting_max = 2;
  bounds.outbox_bytes_max = 4000;
  bounds.backlog_bytes_max = 2000;
  bounds.draws_unacknowledged_bytes_max = 1000;
  return bounds;
}

} // namespace atelier::test
