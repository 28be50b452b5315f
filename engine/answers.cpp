#include "engine/answers.hpp"

#include "protocol/hash.hpp"

#include <algorithm>

namespace atelier {

std::uint64_t request_hash(const command& what, player_id as) {
  json canonical{
      {"session", what.session ? json(what.session->value) : json()}, {"action", what.action}, {"args", what.args}};
  // A fast hash of a secret would tell it to whoever reads the database.
  for (const auto* const secret : {"passphrase", "token"})
    canonical["args"].erase(secret);
  if (as != player_id{})
    canonical["as"] = as.value;
  return fnv1a(to_text(canonical));
}

answers::answers(std::vector<answer_record> kept, std::size_t answers_max, std::size_t bytes_max)
    : answers_max_{answers_max}, bytes_max_{bytes_max} {
  std::ranges::stable_sort(kept, {}, &answer_record::at);
  for (const auto& each : kept)
    add(each);
}

bool answers::is_same(const answer_record& kept, const answer_key& asked) {
  if (!kept.client.empty() && !asked.client.empty())
    return kept.client == asked.client;
  return kept.request == asked.request;
}

const std::string* answers::find(const answer_key& key) const {
  const auto [begin, end] = by_key_.equal_range(key.key);
  for (auto each = begin; each != end; ++each)
    if (is_same(each->second, key))
      return &each->second.answer;
  return nullptr;
}

void answers::add(const answer_record& first) {
  bytes_ += first.answer.size();
  by_key_.emplace(first.key, first);
  order_.emplace_back(first.at, first.key);
}

bool answers::expire(wall_time limit) {
  bool any = false;
  while (!order_.empty() && order_.front().first < limit) {
    const auto [begin, end] = by_key_.equal_range(order_.front().second);
    const auto old = std::find_if(begin, end, [&](const auto& each) { return each.second.at < limit; });
    if (old != end) {
      bytes_ -= old->second.answer.size();
      by_key_.erase(old);
    }
    order_.pop_front();
    any = true;
  }
  return any;
}

std::optional<wall_time> answers::oldest() const {
  if (order_.empty())
    return std::nullopt;
  return order_.front().first;
}

} // namespace atelier
