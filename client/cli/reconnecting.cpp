#include "client/cli/reconnecting.hpp"

#include "client/cli/interrupt.hpp"

#include <thread>

namespace atelier::cli {

using client::fault_kind;

namespace {

constexpr std::chrono::milliseconds first_wait{100};
constexpr std::chrono::milliseconds longest_wait{5'000};
constexpr std::chrono::milliseconds look_interval{50};

} // namespace

reconnecting::reconnecting(std::chrono::milliseconds give_up_after, std::function<void(const std::string&)> say)
    : give_up_after_{give_up_after},
      say_{std::move(say)},
      backoff_{first_wait, longest_wait},
      random_{std::random_device{}()} {}

bool reconnecting::worth_a_try(const client::fault& why) {
  const bool gone =
      why.kind == fault_kind::lost || why.kind == fault_kind::unreachable || why.kind == fault_kind::timed_out;
  // A server that is going down still answers commands, and refuses them.
  const bool going = why.kind == fault_kind::refused && why.code == "shutting_down";
  return (gone && why.may_return.value_or(true)) || going;
}

bool reconnecting::wait(const client::fault& why, const std::function<bool()>& enough) {
  const auto now = clock::now();
  if (!away_since_) {
    away_since_ = now;
    say_(why.message + "; trying again");
  }
  if (now - *away_since_ >= give_up_after_)
    return false;
  const auto wait = backoff_.next(std::uniform_real_distribution<double>{0, 1}(random_));
  for (const auto end = now + wait; clock::now() < end;) {
    if (interrupted() || (enough && enough()))
      return false;
    std::this_thread::sleep_for(std::min<clock::duration>(end - clock::now(), look_interval));
  }
  return true;
}

bool reconnecting::connected() {
  backoff_.reset();
  return std::exchange(away_since_, std::nullopt).has_value();
}

} // namespace atelier::cli
