#include "io_actors/websocket_actor.hpp"

#include "io_actors/websocket_handshake.hpp"

#include <boost/beast/http/field.hpp>

namespace atelier {

namespace {

using boost::beast::http::field;
using boost::system::error_code;

// RFC 6455, section 7.4.1.
constexpr std::uint16_t normal_closure = 1000;
constexpr std::uint16_t protocol_error = 1002;
constexpr std::uint16_t message_too_big = 1009;

void append_header(bytes& to, frame_kind kind, std::size_t body_bytes) {
  const auto opcode = kind == frame_kind::json ? websocket_opcode::text : websocket_opcode::binary;
  append_websocket_header(to, opcode, body_bytes);
}

} // namespace

websocket_actor::websocket_actor(caf::actor_config& config, runtime::strand where, tcp_socket socket,
                                 const upgrade_request& request, connection_setup setup)
    : socket_actor{config,           std::move(where),    stream_socket{std::move(socket)},
                   std::move(setup), &traffic::websocket, append_header},
      decoder_{bounds().frame_bytes_max},
      request_{std::make_unique<const upgrade_request>(request)},
      silence_{on()},
      close_code_{normal_closure} {}

void websocket_actor::on_exit() {
  // A wait under way would keep the actor, and all that it holds, until the time is over.
  silence_.cancel();
  socket_actor::on_exit();
}

void websocket_actor::start() {
  if (!open())
    return;
  const auto& asked = *request_;
  const auto answer =
      answer_handshake(asked[field::upgrade], asked[field::sec_websocket_version], asked[field::sec_websocket_key]);
  request_ = nullptr;
  const auto text = as_byte_view(answer.text);
  write_between({text.begin(), text.end()});
  if (!answer.accepted)
    return end();
  begin();
  watch_silence();
}

void websocket_actor::take(byte_view read) {
  heard_ = true;
  pinged_ = false;
  decoder_.feed(read);
}

bool websocket_actor::take_next() {
  if (is_input_over())
    return false;
  const auto next = decoder_.next();
  if (!next)
    leave(next.error());
  else if (!*next)
    return answer_pings();
  else
    take_message(**next);
  return true;
}

bool websocket_actor::answer_pings() {
  if (!pong_.empty())
    write_between(std::exchange(pong_, {}));
  return false;
}

void websocket_actor::take_message(const websocket_message& what) {
  switch (what.kind) {
  case websocket_opcode::text:
    return session().text(as_text(what.body));
  case websocket_opcode::binary:
    return session().blocks(what.body);
  case websocket_opcode::ping:
    // Only the latest is answered (RFC 6455, section 5.5.3), when all that one read brought is taken.
    pong_ = websocket_control(websocket_opcode::pong, what.body);
    return;
  case websocket_opcode::close:
    return end_of_input();
  case websocket_opcode::pong:
  case websocket_opcode::continuation:
    return;
  }
}

void websocket_actor::leave(const error& why) {
  const bool too_large = why.code == errc::frame_too_large;
  close_code_ = too_large ? message_too_big : protocol_error;
  session().unreadable(why);
  session().leave(too_large ? goodbye_reason::frame_too_large : goodbye_reason::malformed);
}

void websocket_actor::input_taken() {
  session().input_ended();
}

bool websocket_actor::linger(byte_view read) {
  decoder_.feed(read);
  for (;;) {
    const auto next = decoder_.next();
    // After a message that was too large, nobody can tell where the next one begins.
    if (!next)
      return false;
    if (*next && (*next)->kind == websocket_opcode::close)
      return true;
    if (!*next)
      return false;
  }
}

void websocket_actor::close() {
  silence_.cancel();
  write_between(websocket_close(close_code_));
  // The client's own Close may have been read already.
  if (is_input_over() || linger({}))
    return end();
  start_lingering();
}

void websocket_actor::watch_silence() {
  silence_.expires_after(bounds().websocket_idle_max / 2);
  silence_.async_wait(bind([this](error_code failed) {
    if (failed)
      return;
    // A client that takes what is written lives, and a ping behind it has not arrived. Where it is we who do not read,
    // silence says nothing about the client.
    if (has_progressed_since(looked_at_)) {
      heard_ = true;
      pinged_ = false;
    }
    looked_at_ = clock::now();
    if (!std::exchange(heard_, false) && is_reading()) {
      if (pinged_)
        return end();
      pinged_ = true;
      write_between(websocket_control(websocket_opcode::ping, {}));
    }
    watch_silence();
  }));
}

} // namespace atelier
