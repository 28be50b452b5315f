#include "engine/pictures/keeping.hpp"

#include <algorithm>
#include <string>

namespace atelier {

namespace {

/// Older snapshots stay this many ops apart, so that `?seq=N` never replays more.
constexpr seq_t snapshot_spacing = 1'000'000;

/// A snapshot store that fails is asked again after this.
constexpr std::chrono::seconds write_retry{5};

} // namespace

void keeping::written(const snapshot_written& input, turn& now) {
  writing_.erase(input.picture);
  auto* what = world_.find_picture(input.picture);
  if (!what) {
    now.out.emplace_back(drop_snapshots{{input.snapshot.file}});
    return;
  }
  what->writing = false;
  if (input.failed) {
    now.log(log_line::level::error, "snapshot " + input.snapshot.file + " was not written: " + input.failed->message);
    what->write_after = now.now.mono + write_retry;
  } else {
    what->write_after.reset();
    what->snapshots.push_back(input.snapshot);
    world_.commits.add(input.snapshot);
    thin_out(*what, now);
  }
  world_.touched.insert(input.picture);
}

void keeping::write_in_turn(picture& what, turn& now) {
  const bool has_turn = writing_.size() < world_.bounds().snapshot_writes_max;
  if (!has_turn && !what.write_due)
    writes_due_.push_back(what.record.id);
  what.write_due = !has_turn;
  if (has_turn)
    write(what, now);
}

bool keeping::touch_next() {
  if (writing_.size() >= world_.bounds().snapshot_writes_max || writes_due_.empty())
    return false;
  if (auto* next = world_.find_picture(writes_due_.front())) {
    next->write_due = false;
    world_.touched.insert(next->record.id);
  }
  writes_due_.pop_front();
  return true;
}

void keeping::write(picture& what, turn& now) {
  drawing_.flush(what, now);
  writing_.insert(what.record.id);
  what.write_soon = false;
  what.writing = true;
  world_.alarms.cancel({timer_kind::snapshot, what.record.id});
  const auto file = what.record.folder + "/" + std::to_string(world_.epoch) + "-" + std::to_string(what.seq) + ".png";
  now.out.emplace_back(
      write_snapshot{what.record.id, {what.record.id, world_.epoch, what.seq, file}, what.loaded->view()});
}

void keeping::thin_out(picture& what, turn& now) {
  auto& kept = what.snapshots;
  // The last two stay, whatever their distance: the newer may turn out damaged.
  for (std::size_t i = 1; i + 2 < kept.size();) {
    if (kept[i].seq - kept[i - 1].seq >= snapshot_spacing) {
      ++i;
      continue;
    }
    world_.commits.add(snapshot_removed{kept[i].file});
    world_.commits.hold(now, drop_snapshots{{kept[i].file}});
    kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

void keeping::write_all(turn& now) {
  for (auto& [id, each] : world_.pictures)
    if (each.loaded && each.is_dirty()) {
      each.write_soon = true;
      each.write_after.reset();
      settle(each, now);
    }
}

bool keeping::is_all_written() const {
  return std::ranges::none_of(world_.pictures, [](const auto& entry) {
    const auto& each = entry.second;
    return each.writing || (each.loaded && each.is_dirty() && !each.write_after);
  });
}

} // namespace atelier
