#include "engine/feed/feed_index.hpp"

namespace atelier {

feed_index::feed_index(const std::vector<feed_head>& stored, const feed_key_hash::seed& secret,
                       std::size_t messages_max, std::uint64_t bytes_max)
    : secret_{secret}, messages_max_{messages_max}, bytes_max_{bytes_max} {
  for (const auto& each : stored)
    add(each);
}

void feed_index::add(const feed_head& what) {
  projects_.try_emplace(what.project, secret_).first->second.add(what);
  ++messages_;
  bytes_ += what.bytes;
}

void feed_index::remove(session_id project) {
  const auto place = projects_.find(project);
  if (place == projects_.end())
    return;
  messages_ -= place->second.messages();
  bytes_ -= place->second.bytes();
  projects_.erase(place);
}

const feed_project& feed_index::of(session_id project) const {
  static const feed_project nothing;
  const auto place = projects_.find(project);
  return place == projects_.end() ? nothing : place->second;
}

} // namespace atelier
