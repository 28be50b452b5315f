#pragma once

#include "io_actors/client_session.hpp"
#include "tests/io_actors/twins.hpp"

#include <string>
#include <vector>

namespace atelier::test {

/// A session that was opened and whose hello was taken, with a clock that stands still unless it is moved.
struct session_twin {
  explicit session_twin(const limits& bounds = {});

  /// Everything that there is to write now, as lines; each batch is written at once.
  std::vector<std::string> take_all();
  /// The messages for the engine that are of one kind; the others are put aside for the next call.
  template <class Message>
  std::vector<Message> take_sent();
  void collect();

  /// Subscribes to a picture and goes through its sync.
  void subscribe(mux_id mux, picture_twin& picture);
  void command(int id);

  client_session session;
  client_session::time_point now{std::chrono::hours{1}};
  bool last = false;
  engine_messages sent;
};

/// A session with limits that tests reach soon.
[[nodiscard]] limits tight_limits();

template <class Message>
std::vector<Message> session_twin::take_sent() {
  collect();
  std::vector<Message> out;
  engine_messages others;
  for (auto& message : sent) {
    if (auto* wanted = std::get_if<Message>(&message))
      out.push_back(std::move(*wanted));
    else
      others.push_back(std::move(message));
  }
  sent = std::move(others);
  return out;
}

} // namespace atelier::test
