#include "client/cli/play_outbox.hpp"

#include "client/cli/json_fields.hpp"
#include "client/cli/value_text.hpp"

#include <algorithm>

namespace atelier::cli::play {

const deed* play_outbox::next(std::int64_t id) {
  if (held_up_)
    return nullptr;
  std::size_t under_way = 0;
  for (auto& each : waiting_) {
    if (each.id) {
      ++under_way;
      continue;
    }
    if (under_way >= under_way_max)
      return nullptr;
    each.id = id;
    return &each.what;
  }
  return nullptr;
}

std::optional<deed> play_outbox::answered(std::int64_t id) {
  const auto found = find(id);
  if (found == waiting_.end())
    return std::nullopt;
  auto out = std::move(found->what);
  waiting_.erase(found);
  return out;
}

bool play_outbox::postponed(std::int64_t id) {
  const auto found = find(id);
  if (found == waiting_.end())
    return false;
  found->id.reset();
  held_up_ = true;
  return true;
}

void play_outbox::disconnected() {
  for (auto& each : waiting_)
    each.id.reset();
  held_up_ = false;
}

std::vector<std::string> play_outbox::take_undone() {
  std::vector<std::string> out;
  for (const auto& each : waiting_)
    out.push_back(each.what.action == "say" ? raw_field(each.what.arguments, "text")
                                            : "/" + each.what.action + " " + value_line(each.what.arguments));
  waiting_.clear();
  return out;
}

std::deque<play_outbox::entry>::iterator play_outbox::find(std::int64_t id) {
  return std::ranges::find_if(waiting_, [&](const entry& each) { return each.id == id; });
}

} // namespace atelier::cli::play
