#include "engine/engine.hpp"

#include <utility>

// What comes in about chats, events, attachments and feeds.

namespace atelier {

void engine::on(const texts_requested& input, turn& now) {
  switch (input.source.kind) {
  case text_kind::chat:
    return chat_.subscribe(input, now);
  case text_kind::events:
    return events_.streams().subscribe(input, now);
  case text_kind::feed:
    return feed_.subscribe(input, now);
  }
}

void engine::on(const text_page_taken& input, turn& now) {
  chat_.page_taken(input, now);
  events_.streams().page_taken(input, now);
  feed_.streams().page_taken(input, now);
}

void engine::on(const text_stream_left& input, turn& now) {
  chat_.leave(input, now);
  events_.streams().leave(input, now);
  feed_.streams().leave(input, now);
}

void engine::on(texts_read input, turn& now) {
  switch (input.kind) {
  case text_kind::chat:
    return chat_.page_read(std::move(input), now);
  case text_kind::events:
    return events_.streams().page_read(std::move(input), now);
  case text_kind::feed:
    return feed_.streams().page_read(std::move(input), now);
  }
}

void engine::on(events_found input, turn& now) {
  events_.found(std::move(input), now);
}

void engine::on(messages_found input, turn& now) {
  chat_.found(std::move(input), now);
}

void engine::on(chunk_received input, turn& now) {
  attachments_.incoming().on(std::move(input), now);
}

void engine::on(const transfer_part_taken& input, turn& now) {
  attachments_.outgoing().on(input, now);
}

void engine::on(attachment_posted input, turn& now) {
  attachments_.incoming().on(std::move(input), now);
}

void engine::on(const attachment_requested& input, turn& now) {
  attachments_.outgoing().on(input, now);
}

void engine::on(const attachment_begun& input, turn& now) {
  attachments_.incoming().on(input, now);
}

void engine::on(const chunk_written& input, turn& now) {
  attachments_.incoming().on(input, now);
}

void engine::on(attachment_stored input, turn& now) {
  attachments_.incoming().on(std::move(input), now);
}

void engine::on(attachment_read input, turn& now) {
  if (!games_.read(input, now))
    attachments_.outgoing().on(std::move(input), now);
}

void engine::on(const report_requested& input, turn& now) {
  reports_.on(input, now);
}

void engine::on(report_read input, turn& now) {
  reports_.on(std::move(input), now);
}

void engine::on(feed_found input, turn& now) {
  feed_.on(std::move(input), now);
}

void engine::on(const peers_named& input, turn& now) {
  links_.on(input, now);
}

void engine::on(const feed_position_asked& input, turn& now) {
  feed_.on(input, now);
}

void engine::on(feed_items_received input, turn& now) {
  feed_.on(std::move(input), now);
}

void engine::on(const link_changed& input, turn& now) {
  links_.on(input, now);
}

} // namespace atelier
