#include "io_actors/frame_writer.hpp"

#include <algorithm>

namespace atelier {

namespace {

/// Copying so little costs less than a further piece in a gathered write.
constexpr std::size_t copied_bytes_max = 512;
/// What an idle connection keeps of its last write.
constexpr std::size_t kept_bytes_max = 4096;
/// The longest header of any transport, WebSocket's.
constexpr std::size_t header_bytes_max = 10;

bool is_copied(const outgoing_slice& slice) {
  return slice.data.size() <= copied_bytes_max;
}

std::size_t copied_bytes(const std::vector<outgoing_message>& messages) {
  std::size_t sum = messages.size() * header_bytes_max;
  for (const auto& message : messages)
    for (const auto& slice : message.slices)
      if (is_copied(slice))
        sum += slice.data.size();
  return sum;
}

} // namespace

void frame_writer::load(std::vector<outgoing_message> messages) {
  messages_ = std::move(messages);
  pieces_.clear();
  next_ = 0;
  small_.clear();
  // The pieces point into it, so that it must not grow later.
  small_.reserve(copied_bytes(messages_));
  std::size_t open = 0;
  const auto close_copied = [&] {
    if (small_.size() > open)
      pieces_.push_back(byte_view{small_}.subspan(open));
    open = small_.size();
  };
  for (const auto& message : messages_) {
    append_header_(small_, message.kind, message.size);
    for (const auto& slice : message.slices) {
      if (is_copied(slice)) {
        append(small_, slice.data);
      } else {
        close_copied();
        pieces_.push_back(slice.data);
      }
    }
  }
  close_copied();
}

void frame_writer::load(bytes as_it_is) {
  small_ = std::move(as_it_is);
  pieces_.assign(1, small_);
  next_ = 0;
}

void frame_writer::consume(std::size_t count) {
  while (count > 0) {
    auto& front = pieces_[next_];
    const auto part = std::min(count, front.size());
    front = front.subspan(part);
    count -= part;
    if (front.empty())
      ++next_;
  }
  if (!done())
    return;
  messages_.clear();
  pieces_.clear();
  next_ = 0;
  if (small_.capacity() > kept_bytes_max)
    small_ = bytes{};
}

} // namespace atelier
