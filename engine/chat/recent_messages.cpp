#include "engine/chat/recent_messages.hpp"

#include <algorithm>

namespace atelier {

void recent_messages::add(chat_message what, shared_text item, ticket_id ticket) {
  const auto earlier = std::ranges::find(entries_, what.id, [](const entry& each) { return each.message.id; });
  if (earlier != entries_.end()) {
    bytes_ -= earlier->item->size();
    entries_.erase(earlier);
  }
  bytes_ += item->size();
  entries_.push_back({std::move(what), std::move(item), ticket});
}

void recent_messages::trim(bool is_read, const std::function<bool(ticket_id)>& is_stored) {
  const auto is_full = [&] {
    return entries_.size() > messages_max_ || bytes_ > bytes_max_ || (!is_read && !entries_.empty());
  };
  while (is_full() && is_stored(entries_.front().ticket)) {
    floor_ = entries_.front().message.seqno;
    bytes_ -= entries_.front().item->size();
    entries_.pop_front();
  }
}

std::vector<shared_text> recent_messages::after(seqno_t seqno) const {
  std::vector<shared_text> out;
  const auto first =
      std::ranges::upper_bound(entries_, seqno, {}, [](const entry& each) { return each.message.seqno; });
  for (auto each = first; each != entries_.end(); ++each)
    out.push_back(each->item);
  return out;
}

const chat_message* recent_messages::find(seqno_t id) const {
  const auto place = std::ranges::find(entries_, id, [](const entry& each) { return each.message.id; });
  return place == entries_.end() ? nullptr : &place->message;
}

} // namespace atelier
