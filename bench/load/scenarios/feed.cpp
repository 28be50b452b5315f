#include "bench/load/feed_client.hpp"
#include "bench/load/scenarios/scenarios.hpp"
#include "bench/load/testbed.hpp"

#include <algorithm>
#include <deque>
#include <stdexcept>

namespace atelier::bench {

namespace {

constexpr std::size_t writers = 10;
constexpr std::size_t in_flight = 64;
constexpr std::chrono::seconds step_max{120};

/// Turns the loop until something is so; `meanwhile` is called in each turn.
template <class Done, class Meanwhile>
void turn_until(generator& with, Done done, Meanwhile meanwhile) {
  const auto deadline = clock::now() + step_max;
  while (!done()) {
    meanwhile();
    with.loop.turn(clock::now() + std::chrono::milliseconds{1});
    if (clock::now() > deadline)
      throw std::runtime_error{"a step did not end within " + std::to_string(step_max.count()) + " s"};
  }
}

void open_all(generator& with, std::deque<feed_client>& clients, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i)
    clients.emplace_back(with);
  turn_until(
      with, [&] { return std::ranges::all_of(clients, &feed_client::is_open); }, [] {});
}

/// Each writer keeps some of its own on their way.
void write_all(generator& with, std::deque<feed_client>& clients, std::uint64_t& number, std::uint64_t until) {
  const auto write = [&] {
    for (auto& each : clients) {
      while (each.waiting() < in_flight && number < until)
        each.post_entry(++number);
      each.flush();
    }
  };
  const auto is_idle = [](const feed_client& each) {
    return each.waiting() == 0;
  };
  turn_until(
      with, [&] { return number >= until && std::ranges::all_of(clients, is_idle); }, write);
}

/// One ping on its way at a time.
void keep_pinging(feed_client& client) {
  if (client.waiting() > 0)
    return;
  client.ping();
  client.flush();
}

} // namespace

report run_feed(const options& how) {
  testbed bed{how};
  auto& with = bed.with();
  auto result = bed.new_report();
  result["messages"] = how.messages;
  std::deque<feed_client> authors;
  open_all(with, authors, writers);
  bed.say("writing");
  std::uint64_t number = 0;
  const auto writing = clock::now();
  write_all(with, authors, number, how.messages);
  result["written_per_s"] = static_cast<double>(how.messages) / in_seconds(clock::now() - writing);

  std::deque<feed_client> others;
  open_all(with, others, 2);
  auto& witness = others.front();
  auto& reader = others.back();
  bed.say("pinging, while nothing else happens");
  const auto quiet_until = clock::now() + to_duration(how.seconds);
  turn_until(
      with, [&] { return clock::now() > quiet_until; }, [&] { keep_pinging(witness); });
  result["ping_ms"] = latency_report(witness.latency());
  witness.latency().clear();
  bed.say("reading all of it");
  const auto reading = clock::now();
  reader.subscribe();
  reader.flush();
  turn_until(
      with, [&] { return reader.is_in_sync(); }, [&] { keep_pinging(witness); });
  result["sync_s"] = in_seconds(clock::now() - reading);
  result["ping_while_syncing_ms"] = latency_report(witness.latency());
  if (reader.entries() != how.messages)
    throw std::runtime_error{std::to_string(reader.entries()) + " messages came to the reader, of "
                             + std::to_string(how.messages)};

  bed.say("live");
  std::deque<feed_client> audience;
  open_all(with, audience, how.viewers);
  for (auto& each : audience) {
    each.subscribe(how.messages);
    each.flush();
  }
  turn_until(
      with, [&] { return std::ranges::all_of(audience, &feed_client::is_in_sync); }, [] {});
  if (bed.server())
    bed.server()->begin();
  const auto live = clock::now();
  write_all(with, authors, number, how.messages + how.live_messages);
  turn_until(
      with,
      [&] {
        return std::ranges::all_of(audience, [&](const auto& each) { return each.entries() == how.live_messages; });
      },
      [] {});
  const auto delivered = static_cast<double>(how.live_messages * how.viewers);
  result["viewers"] = how.viewers;
  result["delivered"] = delivered;
  result["delivered_per_s"] = delivered / in_seconds(clock::now() - live);
  if (bed.server()) {
    const auto used = bed.server()->used();
    add_cpu(result, used);
    result["cpu_per_million"] = result["server_cpu_s"].get<double>() / delivered * 1e6;
  }
  return result;
}

} // namespace atelier::bench
