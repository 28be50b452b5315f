#include "engine/players/passphrase_requests.hpp"

#include "engine/names.hpp"

#include <algorithm>
#include <utility>

namespace atelier {

std::optional<error> passphrase_requests::refused(const passphrase_request& more) const {
  const auto slow = std::ranges::count_if(waiting_, [](const auto& each) { return each.second.is_slow(); });
  if (!more.is_slow()) {
    if (waiting_.size() - static_cast<std::size_t>(slow) < bounds_.sign_ins_waiting_max)
      return std::nullopt;
    return error{errc::rate_limited, "too many sign in at the moment; try again in a second"};
  }
  if (static_cast<std::size_t>(slow) >= bounds_.passphrases_waiting_max)
    return error{errc::rate_limited, "too many passphrases wait for being checked; try again in a second"};
  const auto its = std::ranges::count_if(
      waiting_, [&](const auto& each) { return each.second.is_slow() && each.second.who.from == more.who.from; });
  if (static_cast<std::size_t>(its) >= bounds_.client_passphrases_waiting_max)
    return error{errc::rate_limited,
                 std::to_string(its)
                     + " commands with a passphrase wait on this connection already; wait for an answer"};
  return std::nullopt;
}

std::uint64_t passphrase_requests::add(passphrase_request more) {
  const auto number = next_++;
  waiting_.emplace(number, std::move(more));
  return number;
}

std::optional<passphrase_request> passphrase_requests::take(std::uint64_t number) {
  auto found = waiting_.extract(number);
  return found ? std::optional{std::move(found.mapped())} : std::nullopt;
}

bool passphrase_requests::wait_for(const asker& who) {
  if (!who.key)
    return false;
  const auto same = std::ranges::find_if(waiting_, [&](const auto& each) {
    const auto& asked = each.second.who.key;
    return !each.second.dropped && asked && asked->key == who.key->key && asked->client == who.key->client
           && asked->request == who.key->request;
  });
  if (same == waiting_.end())
    return false;
  same->second.also.push_back(who);
  return true;
}

std::vector<passphrase_request> passphrase_requests::take_all() {
  std::vector<passphrase_request> all;
  for (auto& [number, each] : std::exchange(waiting_, {}))
    all.push_back(std::move(each));
  return all;
}

void passphrase_requests::gone(connection_id who) {
  for (auto& [number, each] : waiting_) {
    std::erase_if(each.also, [&](const asker& other) { return other.from == who; });
    if (each.who.from != who)
      continue;
    if (each.also.empty()) {
      each.dropped = true;
    } else {
      each.who = each.also.front();
      each.also.erase(each.also.begin());
    }
  }
}

bool passphrase_requests::has_handle(const std::string& folded) const {
  return std::ranges::any_of(waiting_, [&](const auto& each) {
    const auto* added = std::get_if<adding_player>(&each.second.what);
    return added && !each.second.dropped && folded_name(added->handle) == folded;
  });
}

} // namespace atelier
