#include "io_actors/picture_outflow.hpp"

#include "protocol/blocks.hpp"
#include "protocol/server_messages.hpp"

#include <algorithm>

namespace atelier {

picture_outflow::picture_outflow(mux_id mux, picture_id picture, std::size_t backlog_bytes_max)
    : mux_{mux}, picture_{picture}, backlog_bytes_max_{backlog_bytes_max} {}

void picture_outflow::join(const stream_joined& start) {
  if (ending_ || stop_)
    return;
  log_ = start.log;
  gate_ = start.gate;
  cursor_ = {start.start};
  auto durable = std::make_shared<bytes>();
  append_durable(*durable, picture_, std::min(start.durable, start.seq));
  auto sync = std::make_shared<std::string>(
      picture_sync_text(mux_, picture_, start.seq, start.epoch, start.author, start.client_seq));
  joining_ = joining{start.head, {start.caught_up}, std::move(durable), std::move(sync)};
}

void picture_outflow::say(shared_text text) {
  add_text(std::move(text), event::none);
}

void picture_outflow::end(std::string_view reason) {
  if (ending_)
    return;
  if (joining_)
    forget_log();
  ending_ = true;
  add_text(std::make_shared<std::string>(closed_text(mux_, reason)), event::closed);
}

void picture_outflow::show_presence(shared_text viewers) {
  presence_ = std::move(viewers);
}

void picture_outflow::show_cursors(shared_bytes block) {
  if (log_ && !joining_)
    cursors_ = std::move(block);
}

void picture_outflow::stop() {
  if (stop_)
    return;
  if (joining_ && joining_->head)
    forget_log();
  stop_ = log_ ? log_->end() : runtime::log_position{};
  presence_ = nullptr;
  cursors_ = nullptr;
}

void picture_outflow::add_text(shared_text text, event what) {
  text_bytes_ += text->size();
  texts_.push_back(waiting_text{log_ ? log_->end() : runtime::log_position{}, std::move(text), what});
}

void picture_outflow::forget_log() {
  log_ = nullptr;
  gate_ = nullptr;
  joining_ = std::nullopt;
  cursors_ = nullptr;
  for (auto& text : texts_)
    text.after = {};
}

picture_outflow::piece picture_outflow::take(std::size_t room) {
  while (true) {
    if (!texts_.empty() && (!log_ || texts_.front().after <= cursor_))
      return take_text();
    if (!log_)
      return {};
    if (joining_ && joining_->head) {
      piece out;
      out.blocks.push_back(slice_of(std::move(joining_->head)));
      joining_->head = nullptr;
      return out;
    }
    if (auto out = take_log(room)) {
      if (!out->empty())
        return std::move(*out);
      continue;
    }
    if (joining_)
      return take_join_end();
    if (cursors_ || presence_)
      return take_latest();
    if (stop_)
      return {};
    if (sleeps())
      return {};
  }
}

bool picture_outflow::take(const runtime::log_tail& whole) {
  const bool is_live = log_ && !joining_ && !ending_ && !stop_;
  if (!is_live || !texts_.empty() || cursors_ || presence_)
    return false;
  if (whole.slices.empty() || whole.log != log_ || whole.from != cursor_)
    return false;
  cursor_ = whole.until;
  return true;
}

bool picture_outflow::sleeps() {
  gate_->rest();
  // Where the writer was quicker than `rise`, the viewer is woken again.
  return log_->end() <= cursor_ || !gate_->rise();
}

picture_outflow::piece picture_outflow::take_text() {
  auto next = std::move(texts_.front());
  texts_.pop_front();
  text_bytes_ -= next.text->size();
  return {{}, std::move(next.text), next.what};
}

picture_outflow::piece picture_outflow::take_join_end() {
  piece out;
  if (joining_->durable) {
    out.blocks.push_back(slice_of(std::move(joining_->durable)));
    joining_->durable = nullptr;
    return out;
  }
  out.text = std::move(joining_->sync);
  out.what = event::synced;
  joining_ = std::nullopt;
  return out;
}

picture_outflow::piece picture_outflow::take_latest() {
  piece out;
  if (cursors_) {
    out.blocks.push_back(slice_of(std::exchange(cursors_, nullptr)));
    return out;
  }
  out.text = std::make_shared<std::string>(presence_text(mux_, picture_, *presence_));
  presence_ = nullptr;
  return out;
}

std::optional<picture_outflow::piece> picture_outflow::take_log(std::size_t room) {
  const auto end = log_->end();
  auto until = joining_ ? joining_->caught_up : stop_.value_or(end);
  if (!texts_.empty())
    until = std::min(until, texts_.front().after);
  if (cursor_ >= until)
    return std::nullopt;
  const auto too_far_behind = !joining_ && !stop_ && end.offset - cursor_.offset > backlog_bytes_max_;
  auto read = too_far_behind ? runtime::shared_log::read_result{} : log_->read(cursor_, until, room);
  piece out;
  if (too_far_behind || read.lost) {
    forget_log();
    if (!ending_ && !stop_)
      out.what = event::fell_behind;
    return out;
  }
  cursor_ = read.next;
  out.blocks = std::move(read.slices);
  return out;
}

} // namespace atelier
