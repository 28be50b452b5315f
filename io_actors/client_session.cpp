#include "io_actors/client_session.hpp"

#include "protocol/client_messages.hpp"
#include "protocol/server_messages.hpp"

#include <string>
#include <utility>

namespace atelier {

client_session::client_session(connection_id id, std::uint32_t srv_id, std::shared_ptr<const limits> bounds)
    : id_{id},
      srv_id_{srv_id},
      bounds_{std::move(bounds)},
      streams_{id, *bounds_},
      reader_{id, bounds_->draws_unacknowledged_bytes_max},
      stall_{*bounds_} {}

void client_session::opened() {
  box().push(hello_text(id_, srv_id_));
}

void client_session::text(std::string_view message) {
  if (phase_ != phase::open)
    return;
  auto parsed = parse_client_message(message);
  if (parsed) {
    std::visit([this](auto& what) { read(what); }, *parsed);
  } else {
    const auto& why = parsed.error();
    if (why.id)
      box().push(response_text(*why.id, why.what));
    else if (why.mux)
      box().push(stream_error_text(*why.mux, why.what));
    else
      box().push(error_text(why.what));
  }
  watch_size();
}

void client_session::blocks(byte_view message) {
  if (phase_ != phase::open)
    return;
  reader_.read(message, streams_.table(), box());
  if (reader_.is_paused())
    reader_.flush(messages_);
  watch_size();
}

void client_session::unreadable(const error& what) {
  if (phase_ != phase::open)
    return;
  box().push(error_text(what));
  watch_size();
}

void client_session::end_of_read() {
  reader_.flush(messages_);
}

void client_session::input_ended() {
  reader_.flush(messages_);
  if (phase_ == phase::open)
    phase_ = phase::finishing;
}

void client_session::leave(goodbye_reason reason) {
  if (phase_ == phase::closing || phase_ == phase::over)
    return;
  reader_.flush(messages_);
  reader_.abandon();
  phase_ = phase::closing;
  reason_ = reason;
  streams_.stop();
}

void client_session::read(command& what) {
  reader_.flush(messages_);
  ++commands_waiting_;
  messages_.emplace_back(command_received{id_, std::move(what)});
}

void client_session::read(const subscribe_request& what) {
  reader_.flush(messages_);
  if (const auto* picture = std::get_if<picture_source>(&what.source))
    return streams_.open(what.mux, *picture, messages_);
  streams_.open(what.mux, std::get<text_source>(what.source), messages_);
}

void client_session::read(const close_request& what) {
  reader_.flush(messages_);
  streams_.close(what.mux, messages_);
}

void client_session::read(const goodbye_request&) {
  input_ended();
}

void client_session::on(const deliver& message) {
  if (message.response && commands_waiting_ > 0)
    --commands_waiting_;
  box().push(message.text);
  watch_size();
}

void client_session::on(const draws_taken&) {
  reader_.acknowledge_draws(streams_.table(), box());
  // What was held back goes now: the client may have sent nothing behind it, so no read need follow.
  reader_.flush(messages_);
  watch_size();
}

void client_session::on(const chunk_taken&) {
  reader_.acknowledge_chunk(streams_.table(), box());
  reader_.flush(messages_);
  watch_size();
}

void client_session::on(const say_goodbye& message) {
  leave(message.reason);
  responses_due_ = phase_ == phase::closing;
}

engine_messages client_session::take_messages() {
  return std::exchange(messages_, {});
}

bool client_session::wants_input() const noexcept {
  return phase_ == phase::open && !cut_ && !reader_.is_paused() && commands_waiting_ < bounds_->commands_waiting_max
         && streams_.box().text_bytes() < bounds_->outbox_bytes_max / 2;
}

client_session::batch client_session::gather(std::size_t bytes_max) {
  batch out;
  if (phase_ == phase::over || cut_)
    return out;
  if (phase_ == phase::finishing)
    close_streams();
  out.messages = streams_.gather(bytes_max, messages_);
  if (is_done()) {
    if (phase_ == phase::closing)
      out.messages.push_back(text_message(std::make_shared<const std::string>(goodbye_text(reason_))));
    streams_.stop();
    phase_ = phase::over;
    out.last = true;
  }
  return out;
}

bool client_session::gather(const runtime::log_tail& whole) {
  return phase_ == phase::open && !cut_ && box().take(whole);
}

outbox& client_session::box() noexcept {
  return streams_.box();
}

void client_session::close_streams() {
  reader_.flush(messages_);
  streams_.close_all(messages_);
}

bool client_session::is_done() const noexcept {
  if (!streams_.box().empty())
    return false;
  if (phase_ == phase::closing)
    return !responses_due_ || commands_waiting_ == 0;
  return phase_ == phase::finishing && commands_waiting_ == 0 && streams_.empty() && reader_.is_idle();
}

void client_session::blocked(time_point now) {
  stall_.blocked(now);
}

void client_session::advanced(time_point at) {
  stall_.advanced(at);
}

void client_session::written() {
  stall_.written();
}

std::optional<client_session::time_point> client_session::deadline() const {
  return stall_.deadline();
}

void client_session::check(time_point now) {
  if (!stall_.is_due(now))
    return;
  if (stall_.has_given_up() || phase_ == phase::closing || phase_ == phase::over) {
    cut_ = true;
    return;
  }
  stall_.give_up(now);
  close_streams();
  leave_as_too_slow();
}

void client_session::watch_size() {
  if (streams_.box().text_bytes() > bounds_->outbox_bytes_max && phase_ != phase::over)
    leave_as_too_slow();
}

void client_session::leave_as_too_slow() {
  streams_.clear();
  leave(goodbye_reason::too_slow);
  reason_ = goodbye_reason::too_slow;
  responses_due_ = false;
}

} // namespace atelier
