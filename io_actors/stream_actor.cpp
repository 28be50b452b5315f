#include "io_actors/stream_actor.hpp"

#include <string>

namespace atelier {

namespace {

void append_header(bytes& to, frame_kind kind, std::size_t body_bytes) {
  append(to, frame_header(kind, body_bytes));
}

} // namespace

stream_actor::stream_actor(caf::actor_config& config, runtime::strand where, stream_socket socket,
                           connection_setup setup)
    : socket_actor{config, std::move(where), std::move(socket), std::move(setup), &traffic::stream, append_header},
      decoder_{bounds().frame_bytes_max} {}

void stream_actor::start() {
  if (open())
    begin();
}

void stream_actor::take(byte_view read) {
  decoder_.feed(read);
}

bool stream_actor::take_next() {
  const auto next = decoder_.next();
  if (!next) {
    session().unreadable(next.error());
    if (next.error().code == errc::frame_too_large)
      session().leave(goodbye_reason::frame_too_large);
    return true;
  }
  if (!*next)
    return false;
  if ((*next)->kind == frame_kind::json)
    session().text(as_text((*next)->body));
  else
    session().blocks((*next)->body);
  return true;
}

void stream_actor::input_taken() {
  if (const auto cut_off = decoder_.pending(); cut_off > 0)
    session().unreadable({errc::malformed, "the connection ends " + std::to_string(cut_off) + " bytes into a frame"});
  session().input_ended();
}

bool stream_actor::linger(byte_view) {
  return false;
}

void stream_actor::close() {
  if (is_input_over())
    return end();
  shut_down_sending();
  start_lingering();
}

} // namespace atelier
