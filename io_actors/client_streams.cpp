#include "io_actors/client_streams.hpp"

#include "protocol/server_messages.hpp"

#include <memory>
#include <string>
#include <utility>

namespace atelier {

namespace {

/// The next piece of what comes in pieces is asked for while no more than this part of the outbox waits.
constexpr std::size_t refill_share = 16;

} // namespace

client_streams::client_streams(connection_id id, const limits& bounds)
    : id_{id}, table_{bounds.streams_max}, box_{bounds}, refills_{id, bounds.outbox_bytes_max / refill_share} {}

void client_streams::open(mux_id mux, const picture_source& source, engine_messages& to) {
  if (const auto why = table_.open(mux, source.picture))
    return refuse(mux, *why);
  box_.open(mux, source.picture);
  to.emplace_back(stream_requested{id_, mux, source});
}

void client_streams::open(mux_id mux, const text_source& source, engine_messages& to) {
  if (const auto why = table_.open_texts(mux, source.sync_id))
    return refuse(mux, *why);
  to.emplace_back(texts_requested{id_, mux, source});
}

void client_streams::refuse(mux_id mux, const error& why) {
  box_.push(stream_error_text(mux, why));
}

void client_streams::close(mux_id mux, engine_messages& to) {
  const auto closed = table_.close(mux);
  if (!closed)
    return refuse(mux, closed.error());
  if (!*closed)
    return;
  if (const auto& picture = (*closed)->picture) {
    to.emplace_back(stream_left{id_, mux, *picture});
  } else {
    refills_.leave(mux);
    to.emplace_back(text_stream_left{id_, mux});
  }
}

void client_streams::close_all(engine_messages& to) {
  for (const auto mux : table_.closable())
    close(mux, to);
}

void client_streams::on(const stream_joined& message) {
  if (table_.picture_of(message.mux) == message.picture)
    box_.join(message);
}

void client_streams::on(const stream_refused& message) {
  refuse(message.mux, message.what);
  if (const auto picture = table_.picture_of(message.mux)) {
    box_.drop(*picture);
    table_.erase(*picture);
  } else {
    table_.erase(message.mux);
  }
}

void client_streams::on(const stream_ended& message) {
  if (table_.end(message.mux, message.picture))
    box_.end(message.picture, message.reason);
}

void client_streams::on(const log_grown& message) {
  box_.wake(message.picture);
}

void client_streams::on(const ops_rejected& message) {
  box_.push_behind(message.picture, std::make_shared<const std::string>(rejected_text(
                                        message.picture, message.client_seq, message.count, message.what)));
}

void client_streams::on(const presence_changed& message) {
  box_.show_presence(message.picture, message.viewers);
}

void client_streams::on(const cursors_moved& message) {
  box_.show_cursors(message.picture, message.block);
}

void client_streams::on(const text_items& message) {
  if (!table_.has_texts(message.mux) || stopped_)
    return;
  for (const auto& each : message.items)
    box_.push(item_text(each.type, message.mux, *each.members));
  if (message.what_follows != text_items::then::nothing)
    refills_.page_came(message.mux);
  if (message.what_follows == text_items::then::sync) {
    box_.push(sync_text(message.mux, table_.sync_id_of(message.mux)));
    table_.synced(message.mux);
  } else if (message.what_follows == text_items::then::next_page) {
    refills_.want_page(message.mux);
  }
}

void client_streams::on(const text_stream_ended& message) {
  if (!table_.has_texts(message.mux))
    return;
  box_.push(closed_text(message.mux, message.reason));
  table_.erase(message.mux);
  refills_.end(message.mux);
}

void client_streams::on(const transfer_part& message) {
  if (stopped_)
    return;
  box_.push(message.block);
  if (!message.last)
    refills_.want_part(message.transfer);
}

void client_streams::refill(engine_messages& to) {
  if (!stopped_)
    refills_.ask(box_.text_bytes(), to);
}

std::vector<outgoing_message> client_streams::gather(std::size_t bytes_max, engine_messages& to) {
  auto more = box_.gather(bytes_max);
  for (const auto picture : more.synced)
    table_.synced(picture);
  for (const auto picture : more.fell_behind)
    if (const auto mux = table_.mux_of(picture))
      to.emplace_back(resync_requested{id_, *mux, picture});
  for (const auto picture : more.closed)
    table_.erase(picture);
  refill(to);
  return std::move(more.messages);
}

void client_streams::stop() {
  stopped_ = true;
  box_.stop();
}

void client_streams::clear() {
  box_.clear();
}

} // namespace atelier
