#pragma once

#include "protocol/bytes.hpp"
#include "protocol/ids.hpp"

#include <algorithm>
#include <deque>
#include <functional>
#include <vector>

namespace atelier {

/// The end of a stream of texts, in memory: whoever has missed no more than this needs no look at the disk. Of each
/// item only its latest version is kept. What is not on disk yet is never dropped. `position_of` an item is its place
/// in the stream, and `id_of` says which are versions of one another.
template <class Item>
class recent_items {
public:
  /// Keeps about this many items and bytes. `floor`: the last place before the first that is added.
  recent_items(std::size_t items_max, std::size_t bytes_max, seqno_t floor)
      : items_max_{items_max}, bytes_max_{bytes_max}, floor_{floor} {}

  /// `ticket`: the batch that stores it. Takes the place of an earlier version.
  void add(Item what, shared_text text, ticket_id ticket) {
    const auto earlier = place_of(id_of(what));
    if (earlier != entries_.end()) {
      bytes_ -= earlier->text->size();
      entries_.erase(earlier);
    }
    bytes_ += text->size();
    entries_.push_back({std::move(what), std::move(text), ticket});
  }

  /// Drops the oldest past the limits, or all where nobody reads, as far as they are stored.
  void trim(bool is_read, const std::function<bool(ticket_id)>& is_stored) {
    const auto is_full = [&] {
      return entries_.size() > items_max_ || bytes_ > bytes_max_ || (!is_read && !entries_.empty());
    };
    while (is_full() && is_stored(entries_.front().ticket)) {
      floor_ = position_of(entries_.front().item);
      bytes_ -= entries_.front().text->size();
      entries_.pop_front();
    }
  }

  /// Everything after this place is here; nothing older need be.
  [[nodiscard]] seqno_t floor() const noexcept {
    return floor_;
  }

  /// Calls `take` with each item after this place, which is not below the floor, and its text.
  void after(seqno_t position, const std::function<void(const Item&, const shared_text&)>& take) const {
    const auto first =
        std::ranges::upper_bound(entries_, position, {}, [](const entry& each) { return position_of(each.item); });
    for (auto each = first; each != entries_.end(); ++each)
      take(each->item, each->text);
  }

  /// The latest version of an item, where it is here.
  [[nodiscard]] const Item* find(seqno_t id) const {
    const auto place = std::ranges::find(entries_, id, [](const entry& each) { return id_of(each.item); });
    return place == entries_.end() ? nullptr : &place->item;
  }

private:
  struct entry {
    Item item;
    shared_text text;
    ticket_id ticket;
  };

  [[nodiscard]] auto place_of(seqno_t id) {
    return std::ranges::find(entries_, id, [](const entry& each) { return id_of(each.item); });
  }

  std::size_t items_max_;
  std::size_t bytes_max_;
  seqno_t floor_;
  std::size_t bytes_ = 0;
  std::deque<entry> entries_;
};

} // namespace atelier
