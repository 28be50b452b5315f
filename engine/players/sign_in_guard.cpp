#include "engine/players/sign_in_guard.hpp"

#include <algorithm>

namespace atelier {

namespace {

using duration = sign_in_guard::clock::duration;

constexpr unsigned free_tries = 5;
constexpr duration shortest = std::chrono::seconds{1};
constexpr duration longest = std::chrono::minutes{5};
/// Wrong tries are forgotten after this.
constexpr duration remembered = std::chrono::hours{1};

/// How long to wait after so many wrong tries in a row.
duration wait_after(unsigned wrong) noexcept {
  if (wrong < free_tries)
    return {};
  constexpr unsigned doublings_max = 9;
  static_assert(shortest * (1U << doublings_max) >= longest);
  return std::min(shortest * (1U << std::min(wrong - free_tries, doublings_max)), longest);
}

} // namespace

std::optional<duration> sign_in_guard::begin(player_id player, connection_id from, clock::time_point now) {
  const key by_player{kind::player, player.value};
  const key by_connection{kind::connection, from.value};
  if (const auto wait = std::max(wait_for(by_player, now), wait_for(by_connection, now)); wait > duration::zero())
    return wait;
  begun(by_player, now);
  begun(by_connection, now);
  return std::nullopt;
}

void sign_in_guard::end(player_id player, connection_id from, bool right, clock::time_point now) {
  if (const auto known = tries_.find({kind::player, player.value}); right && known != tries_.end())
    known->second.wrong = 0;
  ended({kind::player, player.value}, !right, now);
  ended({kind::connection, from.value}, !right, now);
}

void sign_in_guard::gone(connection_id from) {
  tries_.erase({kind::connection, from.value});
}

duration sign_in_guard::wait_for(key who, clock::time_point now) const {
  const auto known = tries_.find(who);
  if (known == tries_.end())
    return {};
  const auto& its = known->second;
  const auto wrong = now - its.last_wrong >= remembered ? 0 : its.wrong;
  if (wrong + its.under_way < free_tries)
    return {};
  if (its.under_way > 0)
    return std::max(shortest, wait_after(wrong));
  return its.last_wrong + wait_after(wrong) - now;
}

void sign_in_guard::begun(key who, clock::time_point now) {
  if (tries_.size() >= remembered_max_ && !tries_.contains(who))
    make_room(now);
  auto& its = tries_[who];
  if (now - its.last_wrong >= remembered)
    its.wrong = 0;
  ++its.under_way;
}

void sign_in_guard::ended(key who, bool wrong, clock::time_point now) {
  const auto known = tries_.find(who);
  // A connection that is gone was forgotten with its tries.
  if (known == tries_.end())
    return;
  auto& its = known->second;
  --its.under_way;
  if (wrong) {
    ++its.wrong;
    its.last_wrong = now;
  }
  if (its.wrong == 0 && its.under_way == 0)
    tries_.erase(known);
}

void sign_in_guard::make_room(clock::time_point now) {
  std::erase_if(tries_, [now](const auto& each) {
    return each.second.under_way == 0 && now - each.second.last_wrong >= remembered;
  });
  if (tries_.size() < remembered_max_)
    return;
  auto oldest = tries_.end();
  for (auto each = tries_.begin(); each != tries_.end(); ++each)
    if (each->second.under_way == 0 && (oldest == tries_.end() || each->second.last_wrong < oldest->second.last_wrong))
      oldest = each;
  if (oldest != tries_.end())
    tries_.erase(oldest);
}

} // namespace atelier
