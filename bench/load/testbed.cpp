#include "bench/load/testbed.hpp"

#include "bench/load/atelier_dialect.hpp"
#include "bench/load/nats_dialect.hpp"
#include "bench/load/pictures.hpp"
#include "bench/load/raw_dialect.hpp"
#include "bench/load/socketio_dialect.hpp"
#include "bench/load/wire/sockets.hpp"

#include <cstdio>

namespace atelier::bench {

namespace {

/// Files that are no connections.
constexpr std::size_t open_files_reserve = 32;

template <class Dialect>
dialect_factory numbered() {
  return [](std::uint32_t index) {
    return std::make_unique<Dialect>(index);
  };
}

} // namespace

dialect_factory atelier_dialects(picture_id picture) {
  return [picture](std::uint32_t) {
    return std::make_unique<atelier_dialect>(picture);
  };
}

testbed::testbed(const options& how)
    : how_{how}, generator_{how.port, how.sleep ? waiting::sleeping : waiting::polling} {
  if (how.server_pid != 0)
    server_.emplace(how.server_pid);
}

picture_id testbed::picture() const {
  return how_.picture != 0 ? picture_id{how_.picture} : make_picture(how_.port);
}

dialect_factory testbed::dialects() const {
  switch (how_.dialect) {
  case dialect_kind::raw:
    return numbered<raw_dialect>();
  case dialect_kind::nats:
    return numbered<nats_dialect>();
  case dialect_kind::socketio:
    return numbered<socketio_dialect>();
  case dialect_kind::atelier:
    break;
  }
  return atelier_dialects(picture());
}

room& testbed::open_room(std::size_t viewers, std::size_t drawers) {
  return open_room(dialects(), viewers, drawers);
}

room& testbed::open_room(const dialect_factory& make_dialect, std::size_t viewers, std::size_t drawers) {
  return *rooms_.emplace_back(std::make_unique<room>(generator_, make_dialect, viewers, drawers));
}

void testbed::join() {
  const auto all = viewers_of(rooms_);
  if (const auto files = raise_open_files(); all.size() + open_files_reserve > files)
    throw impossible_option{std::to_string(all.size()) + " connections are asked for, and this process may open "
                            + std::to_string(files) + " files; ask for fewer, or raise its limit with ulimit -Hn"};
  say(std::to_string(all.size()) + " connections join");
  join_all(generator_, all);
}

void testbed::measure(load& what, report& to) {
  say("warming up");
  run_load(generator_, what, clock::now() + to_duration(how_.warmup));
  say("measuring");
  const auto all = viewers_of(rooms_);
  measurement window{generator_.loop, what, [&all] { return delivered_to(all); }, server_};
  run_load(generator_, what, clock::now() + to_duration(how_.seconds));
  window.end(to);
}

void testbed::judge_order(report& to) {
  say("waiting for what is on its way");
  settle(generator_, rooms_);
  to["order"] = name_of(order_of(rooms_));
  std::uint64_t skips = 0;
  for (const auto& each : rooms_)
    skips += each->skips();
  to["skips"] = skips;
}

report testbed::new_report() const {
  return {{"scenario", name_of(how_.scenario)}, {"dialect", name_of(how_.dialect)}};
}

void testbed::say(std::string_view what) const {
  if (how_.verbose)
    std::fprintf(stderr, "%.*s\n", static_cast<int>(what.size()), what.data());
}

} // namespace atelier::bench
