#include "client/pending_commands.hpp"

namespace atelier::client {

std::int64_t pending_commands::add(time_point deadline, completion done) {
  const auto id = next_id_++;
  waiting_.emplace(id, entry{deadline, std::move(done)});
  return id;
}

std::optional<pending_commands::completion> pending_commands::take(std::int64_t id) {
  auto node = waiting_.extract(id);
  if (node.empty())
    return std::nullopt;
  return std::move(node.mapped().done);
}

std::vector<pending_commands::completion> pending_commands::take_expired(time_point now) {
  std::vector<completion> out;
  for (auto at = waiting_.begin(); at != waiting_.end();) {
    if (at->second.deadline > now) {
      ++at;
      continue;
    }
    out.push_back(std::move(at->second.done));
    at = waiting_.erase(at);
  }
  return out;
}

std::vector<pending_commands::completion> pending_commands::take_all() {
  std::vector<completion> out;
  for (auto& [id, each] : waiting_)
    out.push_back(std::move(each.done));
  waiting_.clear();
  return out;
}

} // namespace atelier::client
