#include "io_actors/client_session.hpp"

#include "protocol/client_messages.hpp"
#include "protocol/server_messages.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace atelier {

namespace {

/// A page of a stream's past is asked for while less than this part of the outbox waits.
constexpr std::size_t page_share = 16;

} // namespace

client_session::client_session(connection_id id, std::uint32_t srv_id, std::shared_ptr<const limits> bounds)
    : id_{id},
      srv_id_{srv_id},
      bounds_{std::move(bounds)},
      streams_{bounds_->streams_max},
      reader_{id, bounds_->draws_unacknowledged_bytes_max},
      box_{*bounds_} {}

void client_session::opened() {
  box_.push(hello_text(id_, srv_id_));
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
      box_.push(response_text(*why.id, why.what));
    else if (why.mux)
      box_.push(stream_error_text(*why.mux, why.what));
    else
      box_.push(error_text(why.what));
  }
  watch_size();
}

void client_session::blocks(byte_view message) {
  if (phase_ != phase::open)
    return;
  reader_.read(message, streams_, box_);
  if (reader_.is_paused())
    reader_.flush(messages_);
  watch_size();
}

void client_session::unreadable(const error& what) {
  if (phase_ != phase::open)
    return;
  box_.push(error_text(what));
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
  box_.stop();
}

void client_session::read(command& what) {
  reader_.flush(messages_);
  ++commands_waiting_;
  messages_.emplace_back(command_received{id_, std::move(what)});
}

void client_session::read(const subscribe_request& what) {
  if (const auto* other = std::get_if<other_source>(&what.source)) {
    const error why{errc::not_found,
                    "there is no source \"" + other->kind + "\" to subscribe to; there are \"picture\" and \"chat\""};
    return box_.push(stream_error_text(what.mux, why));
  }
  if (const auto* chat = std::get_if<chat_source>(&what.source))
    return open_chat(what.mux, *chat);
  open_picture(what.mux, std::get<picture_source>(what.source));
}

void client_session::open_picture(mux_id mux, const picture_source& source) {
  if (const auto why = streams_.open(mux, source.picture))
    return box_.push(stream_error_text(mux, *why));
  box_.open(mux, source.picture);
  reader_.flush(messages_);
  messages_.emplace_back(stream_requested{id_, mux, source});
}

void client_session::open_chat(mux_id mux, const chat_source& source) {
  if (const auto why = streams_.open_texts(mux))
    return box_.push(stream_error_text(mux, *why));
  reader_.flush(messages_);
  messages_.emplace_back(chat_requested{id_, mux, source});
}

void client_session::read(const close_request& what) {
  const auto closed = streams_.close(what.mux);
  if (!closed)
    return box_.push(stream_error_text(what.mux, closed.error()));
  if (*closed)
    close_stream(what.mux, **closed);
}

void client_session::read(const goodbye_request&) {
  input_ended();
}

void client_session::close_stream(mux_id mux, const stream_table::closing& what) {
  reader_.flush(messages_);
  if (what.picture) {
    messages_.emplace_back(stream_left{id_, mux, *what.picture});
  } else {
    std::erase(pages_wanted_, mux);
    messages_.emplace_back(text_stream_left{id_, mux});
  }
}

void client_session::on(const deliver& message) {
  if (message.response && commands_waiting_ > 0)
    --commands_waiting_;
  box_.push(message.text);
  watch_size();
}

void client_session::on(const stream_joined& message) {
  if (streams_.picture_of(message.mux) == message.picture)
    box_.join(message);
}

void client_session::on(const stream_refused& message) {
  box_.push(stream_error_text(message.mux, message.what));
  if (const auto picture = streams_.picture_of(message.mux)) {
    box_.drop(*picture);
    streams_.erase(*picture);
  } else {
    streams_.erase(message.mux);
  }
  watch_size();
}

void client_session::on(const stream_ended& message) {
  if (!streams_.end(message.mux, message.picture))
    return;
  box_.end(message.picture, message.reason);
  watch_size();
}

void client_session::on(const text_items& message) {
  if (!streams_.has_texts(message.mux) || phase_ == phase::closing || phase_ == phase::over)
    return;
  for (const auto& each : message.items)
    box_.push(item_text(message.type, message.mux, *each));
  if (message.what_follows != text_items::then::nothing && page_due_ == message.mux)
    page_due_.reset();
  if (message.what_follows == text_items::then::sync) {
    box_.push(sync_text(message.mux));
    streams_.synced(message.mux);
  } else if (message.what_follows == text_items::then::next_page) {
    pages_wanted_.push_back(message.mux);
  }
  ask_for_page();
  watch_size();
}

void client_session::ask_for_page() {
  if (page_due_ || pages_wanted_.empty() || box_.text_bytes() > bounds_->outbox_bytes_max / page_share)
    return;
  page_due_ = pages_wanted_.front();
  pages_wanted_.pop_front();
  messages_.emplace_back(text_page_taken{id_, *page_due_});
}

void client_session::on(const text_stream_ended& message) {
  if (!streams_.has_texts(message.mux))
    return;
  box_.push(closed_text(message.mux, message.reason));
  streams_.erase(message.mux);
  if (page_due_ == message.mux)
    page_due_.reset();
  ask_for_page();
  watch_size();
}

void client_session::on(const log_grown& message) {
  box_.wake(message.picture);
}

void client_session::on(const ops_rejected& message) {
  box_.push_behind(message.picture, std::make_shared<const std::string>(rejected_text(
                                        message.picture, message.client_seq, message.count, message.what)));
  watch_size();
}

void client_session::on(const draws_taken&) {
  reader_.acknowledge(streams_, box_);
  // What was held back goes now: the client may have sent nothing behind it, so no read need follow.
  reader_.flush(messages_);
  watch_size();
}

void client_session::on(const presence_changed& message) {
  box_.show_presence(message.picture, message.viewers);
}

void client_session::on(const cursors_moved& message) {
  box_.show_cursors(message.picture, message.block);
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
         && box_.text_bytes() < bounds_->outbox_bytes_max / 2;
}

client_session::batch client_session::gather(std::size_t bytes_max) {
  batch out;
  if (phase_ == phase::over || cut_)
    return out;
  if (phase_ == phase::finishing)
    close_streams();
  auto more = box_.gather(bytes_max);
  for (const auto picture : more.synced)
    streams_.synced(picture);
  for (const auto picture : more.fell_behind)
    if (const auto mux = streams_.mux_of(picture))
      messages_.emplace_back(resync_requested{id_, *mux, picture});
  for (const auto picture : more.closed)
    streams_.erase(picture);
  out.messages = std::move(more.messages);
  ask_for_page();
  if (is_done()) {
    if (phase_ == phase::closing)
      out.messages.push_back(text_message(std::make_shared<const std::string>(goodbye_text(reason_))));
    phase_ = phase::over;
    out.last = true;
  }
  return out;
}

void client_session::blocked(time_point now) {
  last_progress_ = now;
}

void client_session::close_streams() {
  for (const auto mux : streams_.closable())
    read(close_request{mux});
}

bool client_session::is_done() const noexcept {
  if (!box_.empty())
    return false;
  if (phase_ == phase::closing)
    return !responses_due_ || commands_waiting_ == 0;
  return phase_ == phase::finishing && commands_waiting_ == 0 && streams_.empty() && reader_.is_idle();
}

void client_session::advanced(time_point at) {
  if (last_progress_)
    last_progress_ = std::max(*last_progress_, at);
}

void client_session::written() {
  last_progress_ = std::nullopt;
}

std::optional<client_session::time_point> client_session::deadline() const {
  if (!last_progress_)
    return std::nullopt;
  return *last_progress_ + (given_up_ ? bounds_->linger_max : bounds_->stall_max);
}

void client_session::check(time_point now) {
  if (const auto at = deadline(); !at || now < *at)
    return;
  if (given_up_ || phase_ == phase::closing || phase_ == phase::over) {
    cut_ = true;
    return;
  }
  given_up_ = true;
  last_progress_ = now;
  close_streams();
  leave_as_too_slow();
}

void client_session::watch_size() {
  if (box_.text_bytes() > bounds_->outbox_bytes_max && phase_ != phase::over)
    leave_as_too_slow();
}

void client_session::leave_as_too_slow() {
  box_.clear();
  leave(goodbye_reason::too_slow);
  reason_ = goodbye_reason::too_slow;
  responses_due_ = false;
}

} // namespace atelier
