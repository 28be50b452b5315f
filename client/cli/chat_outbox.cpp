#include "client/cli/chat_outbox.hpp"

#include <algorithm>

namespace atelier::cli::chat {

void chat_outbox::add_next(ask what) {
  const auto first_unsent = std::ranges::find_if(waiting_, [](const entry& each) { return !each.id; });
  waiting_.insert(first_unsent, {std::move(what), std::nullopt});
}

const ask* chat_outbox::next(std::int64_t id) {
  std::size_t under_way = 0;
  for (auto& each : waiting_) {
    const bool may_be_joined = each.what.what == ask::kind::say;
    if (!each.id) {
      // What was refused for now must not be overtaken.
      if (each.postponed || under_way == under_way_max || (under_way > 0 && !may_be_joined))
        return nullptr;
      each.id = id;
      return &each.what;
    }
    ++under_way;
    if (!may_be_joined)
      return nullptr;
  }
  return nullptr;
}

std::optional<ask> chat_outbox::answered(std::int64_t id) {
  const auto found = find(id);
  if (found == waiting_.end())
    return std::nullopt;
  auto out = std::move(found->what);
  waiting_.erase(found);
  return out;
}

void chat_outbox::postponed(std::int64_t id) {
  const auto found = find(id);
  if (found == waiting_.end())
    return;
  found->id.reset();
  found->postponed = true;
}

void chat_outbox::disconnected() {
  for (auto& each : waiting_) {
    each.what.repeated |= each.id.has_value();
    each.id.reset();
    each.postponed = false;
  }
}

std::vector<std::string> chat_outbox::take_unsaid() {
  std::vector<std::string> out;
  for (const auto& each : waiting_)
    if (each.what.what == ask::kind::say)
      out.push_back(each.what.args.at("text").get<std::string>());
  std::erase_if(waiting_, [](const entry& each) { return each.what.what == ask::kind::say; });
  return out;
}

bool chat_outbox::changes_who_speaks() const noexcept {
  return std::ranges::any_of(waiting_, [](const entry& each) {
    return each.what.what == ask::kind::sign_in || each.what.what == ask::kind::add_player;
  });
}

std::deque<chat_outbox::entry>::iterator chat_outbox::find(std::int64_t id) {
  return std::ranges::find_if(waiting_, [&](const entry& each) { return each.id == id; });
}

} // namespace atelier::cli::chat
