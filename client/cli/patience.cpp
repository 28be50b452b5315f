#include "client/cli/patience.hpp"

#include "client/cli/reconnecting.hpp"

#include <utility>

namespace atelier::cli {

namespace {

constexpr std::chrono::milliseconds first_wait{100};
constexpr std::chrono::milliseconds longest_wait{5'000};

} // namespace

patience::patience(std::optional<std::chrono::milliseconds> retry_max, std::function<double()> random)
    : retry_max_{retry_max}, random_{std::move(random)}, backoff_{first_wait, longest_wait} {}

void patience::heard(time_point now) {
  last_heard_ = now;
  pinged_ = false;
  was_connected_ = true;
}

patience::silence patience::silence_at(time_point now) {
  if (now - last_heard_ >= silence_max)
    return silence::unbearable;
  if (now - last_heard_ >= silence_until_ping && !std::exchange(pinged_, true))
    return silence::worth_a_ping;
  return silence::bearable;
}

patience::time_point patience::next_look() const {
  return last_heard_ + (pinged_ ? silence_max : silence_until_ping);
}

patience::verdict patience::lost(const client::fault& why, time_point now) {
  pinged_ = false;
  // A server that dies while it greets was there, and may be again.
  was_connected_ |= why.kind == client::fault_kind::lost;
  if (!was_connected_ || !reconnecting::worth_a_try(why))
    return verdict::give_up;
  const bool first = !away_since_;
  if (first)
    away_since_ = now;
  if (retry_max_ && now - *away_since_ >= *retry_max_)
    return verdict::give_up;
  next_try_ = now + backoff_.next(random_());
  return first ? verdict::first_try : verdict::another_try;
}

bool patience::try_is_due(time_point now) {
  if (!next_try_ || now < *next_try_)
    return false;
  next_try_.reset();
  return true;
}

bool patience::is_back() {
  backoff_.reset();
  return std::exchange(away_since_, std::nullopt).has_value();
}

} // namespace atelier::cli
