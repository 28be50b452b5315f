#include "bench/load/open_load.hpp"

#include <algorithm>
#include <stdexcept>

namespace atelier::bench {

class open_load::watched_viewer final : public op_watcher {
public:
  watched_viewer(open_load& owner, std::size_t room, std::optional<std::uint32_t> own)
      : owner_{owner}, room_{room}, own_{own} {}

private:
  void returned(op_id op) override {
    if (op.sender == own_)
      owner_.count_returned();
    const auto place = owner_.places_[room_].find(op.sender);
    if (place == owner_.places_[room_].end())
      throw std::runtime_error{"an op came from a stranger, number " + std::to_string(op.sender)};
    owner_.record(owner_.loop_.now() - owner_.schedule_.time_of(place->second, op.counter));
  }

  open_load& owner_;
  std::size_t room_;
  /// Its number, where it draws.
  std::optional<std::uint32_t> own_;
};

open_load::open_load(generator& with, std::span<const std::unique_ptr<room>> rooms, double rate, measured_at where,
                     std::uint32_t burst)
    : loop_{with.loop},
      schedule_{clock::now(), rate, rooms.size() * rooms.front()->drawers().size(), burst},
      places_(rooms.size()) {
  for (std::size_t turn = 0; turn < rooms.front()->drawers().size(); ++turn)
    for (std::size_t i = 0; i < rooms.size(); ++i) {
      auto& next = rooms[i]->drawers()[turn];
      places_[i][next.with().sender()] = drawers_.size();
      drawers_.push_back(&next);
    }
  for (std::size_t i = 0; i < rooms.size(); ++i) {
    const auto& viewers = rooms[i]->viewers();
    for (std::size_t k = 0; k < viewers.size(); ++k)
      if (k < rooms[i]->drawers().size())
        watch_drawer(*viewers[k], i, where);
      else if (where == measured_at::viewers)
        watch(*viewers[k], i);
  }
}

open_load::~open_load() = default;

open_load::measured_at open_load::where_cheap(double rate, std::size_t viewers) noexcept {
  constexpr double latencies_per_second_max = 500'000;
  return rate * static_cast<double>(viewers) <= latencies_per_second_max ? measured_at::viewers : measured_at::drawers;
}

void open_load::watch(viewer& whom, std::size_t room) {
  watched_.push_back(std::make_unique<watched_viewer>(*this, room, std::nullopt));
  whom.tally().watch_all(*watched_.back());
}

void open_load::watch_drawer(viewer& whom, std::size_t room, measured_at where) {
  watched_.push_back(std::make_unique<watched_viewer>(*this, room, whom.sender()));
  if (where == measured_at::viewers)
    whom.tally().watch_all(*watched_.back());
  else
    whom.tally().watch(whom.sender(), *watched_.back());
}

void open_load::send(clock::time_point now) {
  const auto due = schedule_.due(now);
  if (due <= sent_)
    return;
  // All that is due goes out with one write for each drawer, also after a turn that took long.
  const auto count = due - sent_;
  const auto each = count / drawers_.size();
  const auto one_more = count % drawers_.size();
  for (std::uint64_t i = 0; i < std::min(count, drawers_.size()); ++i) {
    const auto bursts = each + (i < one_more ? 1 : 0);
    drawers_[(sent_ + i) % drawers_.size()]->draw(static_cast<std::uint32_t>(bursts) * schedule_.ops_per_burst());
  }
  sent_ = due;
}

} // namespace atelier::bench
