#include "io_actors/outbox.hpp"

#include <algorithm>

namespace atelier {

namespace {

/// What a stream may take in one turn at least, so that many streams do not cut messages to crumbs.
constexpr std::size_t turn_bytes_min = 16 * 1024;

std::size_t room_in(const std::vector<outgoing_message>& messages) {
  constexpr auto most = limits::server_message_bytes_max - 1;
  if (messages.empty() || messages.back().kind != frame_kind::blocks || messages.back().size + turn_bytes_min > most)
    return most;
  return most - messages.back().size;
}

void add_blocks(outbox::gathered& out, std::vector<outgoing_slice> blocks) {
  std::size_t size = 0;
  for (const auto& slice : blocks)
    size += slice.data.size();
  if (out.messages.empty() || out.messages.back().kind != frame_kind::blocks
      || out.messages.back().size + size >= limits::server_message_bytes_max) {
    out.messages.push_back({frame_kind::blocks, std::move(blocks), size});
  } else {
    for (auto& slice : blocks)
      out.messages.back().add(std::move(slice));
  }
  out.size += size;
}

void add_message(outbox::gathered& out, outgoing_message message) {
  out.size += message.size;
  out.messages.push_back(std::move(message));
}

} // namespace

outbox::outbox(const limits& bounds) : backlog_bytes_max_{bounds.backlog_bytes_max} {}

void outbox::push(shared_text text) {
  push(text_message(std::move(text)));
}

void outbox::push(std::string text) {
  push(std::make_shared<const std::string>(std::move(text)));
}

void outbox::push(shared_bytes blocks) {
  outgoing_message message{frame_kind::blocks, {}, 0};
  message.add(slice_of(std::move(blocks)));
  push(std::move(message));
}

void outbox::push(outgoing_message message) {
  text_bytes_ += message.size;
  texts_.push_back(std::move(message));
}

void outbox::open(mux_id mux, picture_id picture) {
  streams_.try_emplace(picture, stream{picture_outflow{mux, picture, backlog_bytes_max_}});
}

void outbox::drop(picture_id picture) {
  erase(picture);
}

void outbox::join(const stream_joined& start) {
  auto* to = find(start.picture);
  if (!to || stopped_)
    return;
  to->flow.join(start);
  make_ready(start.picture, *to);
}

void outbox::end(picture_id picture, std::string_view reason) {
  auto* to = find(picture);
  if (!to)
    return;
  const auto before = to->flow.text_bytes();
  to->flow.end(reason);
  text_bytes_ += to->flow.text_bytes() - before;
  make_ready(picture, *to);
}

void outbox::wake(picture_id picture) {
  if (auto* to = find(picture))
    make_ready(picture, *to);
}

void outbox::show_presence(picture_id picture, shared_text viewers) {
  auto* to = find(picture);
  if (!to || stopped_)
    return;
  to->flow.show_presence(std::move(viewers));
  make_ready(picture, *to);
}

void outbox::show_cursors(picture_id picture, shared_bytes block) {
  auto* to = find(picture);
  if (!to || stopped_)
    return;
  to->flow.show_cursors(std::move(block));
  make_ready(picture, *to);
}

void outbox::push_behind(picture_id picture, shared_text text) {
  auto* to = find(picture);
  if (!to)
    return push(std::move(text));
  text_bytes_ += text->size();
  to->flow.say(std::move(text));
  make_ready(picture, *to);
}

void outbox::stop() {
  if (stopped_)
    return;
  stopped_ = true;
  for (auto& [picture, which] : streams_) {
    which.flow.stop();
    make_ready(picture, which);
  }
}

void outbox::clear() {
  texts_.clear();
  streams_.clear();
  ready_.clear();
  text_bytes_ = 0;
}

outbox::gathered outbox::gather(std::size_t bytes_max) {
  gathered out;
  take_texts(out, bytes_max / 2);
  take_streams(out, std::max(bytes_max, out.size + turn_bytes_min));
  take_texts(out, bytes_max);
  return out;
}

bool outbox::take(const runtime::log_tail& whole) {
  if (!empty())
    return false;
  const picture_id picture{static_cast<std::uint32_t>(whole.name)};
  auto* to = find(picture);
  if (!to || !to->flow.take(whole))
    return false;
  if (!to->flow.sleeps())
    make_ready(picture, *to);
  return true;
}

void outbox::take_texts(gathered& out, std::size_t bytes_max) {
  while (!texts_.empty() && out.size < bytes_max) {
    text_bytes_ -= texts_.front().size;
    add_message(out, std::move(texts_.front()));
    texts_.pop_front();
  }
}

void outbox::take_streams(gathered& out, std::size_t bytes_max) {
  while (!ready_.empty() && out.size < bytes_max) {
    const auto picture = ready_.front();
    ready_.pop_front();
    auto* from = find(picture);
    if (!from)
      continue;
    from->ready = false;
    const auto share = std::max(turn_bytes_min, (bytes_max - out.size) / (ready_.size() + 1));
    const auto before = from->flow.text_bytes();
    auto piece = from->flow.take(std::min(share, room_in(out.messages)));
    text_bytes_ -= before - from->flow.text_bytes();
    if (piece.empty())
      continue;
    if (!piece.blocks.empty())
      add_blocks(out, std::move(piece.blocks));
    if (piece.text)
      add_message(out, text_message(std::move(piece.text)));
    switch (piece.what) {
    case picture_outflow::event::none:
      break;
    case picture_outflow::event::synced:
      out.synced.push_back(picture);
      break;
    case picture_outflow::event::closed:
      out.closed.push_back(picture);
      erase(picture);
      continue;
    case picture_outflow::event::fell_behind:
      out.fell_behind.push_back(picture);
      break;
    }
    make_ready(picture, *from);
  }
}

outbox::stream* outbox::find(picture_id picture) {
  const auto at = streams_.find(picture);
  return at == streams_.end() ? nullptr : &at->second;
}

void outbox::make_ready(picture_id picture, stream& which) {
  if (!which.ready) {
    which.ready = true;
    ready_.push_back(picture);
  }
}

void outbox::erase(picture_id picture) {
  const auto at = streams_.find(picture);
  if (at == streams_.end())
    return;
  text_bytes_ -= at->second.flow.text_bytes();
  streams_.erase(at);
  ready_.erase(picture);
}

} // namespace atelier
