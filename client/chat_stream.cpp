#include "client/chat_stream.hpp"

#include <algorithm>

namespace atelier::client {

chat_stream::news chat_stream::take(chat_item item) {
  auto& highest = highest_[item.srv_id];
  if (item.what.seqno <= highest)
    return news::repeat;
  highest = item.what.seqno;
  const place at{item.what.id, item.srv_id};
  // What is older than all that is kept was counted when it was dropped.
  if (kept_.size() == kept_max && at < kept_.begin()->first)
    return news::changed;
  auto [known, is_new] = kept_.try_emplace(at);
  if (!is_new && !known->second.what.deleted)
    --standing_;
  known->second = std::move(item);
  if (!known->second.what.deleted)
    ++standing_;
  if (kept_.size() > kept_max) {
    if (!kept_.begin()->second.what.deleted) {
      --standing_;
      ++dropped_;
    }
    kept_.erase(kept_.begin());
  }
  return is_new ? news::said : news::changed;
}

bool chat_stream::has(std::uint32_t srv_id, seqno_t seqno) const {
  const auto known = highest_.find(srv_id);
  return known != highest_.end() && known->second >= seqno;
}

json chat_stream::subscription(mux_id mux, session_id session) const {
  json out{{"type", "subscribe"}, {"mux_id", mux.value}, {"chat", session.value}};
  if (highest_.empty())
    return out;
  auto& since = out["since"] = json::array();
  for (const auto& [srv_id, seqno] : highest_)
    since.push_back({srv_id, seqno});
  return out;
}

const chat_item* chat_stream::find(seqno_t id) const {
  const auto at = kept_.lower_bound({id, 0});
  return at != kept_.end() && at->first.first == id ? &at->second : nullptr;
}

std::vector<const chat_item*> chat_stream::latest(std::size_t count) const {
  std::vector<const chat_item*> out;
  for (auto each = kept_.rbegin(); each != kept_.rend() && out.size() < count; ++each)
    if (!each->second.what.deleted)
      out.push_back(&each->second);
  std::ranges::reverse(out);
  return out;
}

} // namespace atelier::client
