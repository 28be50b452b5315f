#include "runtime/shared_log.hpp"

#include <algorithm>
#include <cstring>

namespace atelier::runtime {

namespace {

// Most logs see a few strokes; a busy one soon fills whole segments.
constexpr std::size_t first_segment_bytes = 4 * 1024;
constexpr std::size_t full_segment_bytes = 64 * 1024;

struct append_end {
  std::uint64_t offset = 0;
  std::uint64_t mark = 0;
};

} // namespace

struct shared_log::segment {
  std::shared_ptr<std::byte[]> memory;
  std::size_t capacity = 0;
  std::size_t used = 0;
  std::uint64_t start = 0;
  std::vector<append_end> appends;

  [[nodiscard]] std::uint64_t end() const noexcept {
    return start + used;
  }
};

shared_log::shared_log(std::size_t retained_bytes_max, std::uint64_t mark_before)
    : retained_bytes_max_{retained_bytes_max},
      next_segment_bytes_{first_segment_bytes},
      mark_before_begin_{mark_before} {}

shared_log::~shared_log() = default;

std::shared_ptr<shared_log::segment> shared_log::make_segment(std::size_t bytes_min) {
  auto made = std::make_shared<segment>();
  made->capacity = std::max(bytes_min, next_segment_bytes_);
  made->memory = std::make_shared_for_overwrite<std::byte[]>(made->capacity);
  made->start = end_;
  next_segment_bytes_ = std::min(2 * next_segment_bytes_, full_segment_bytes);
  return made;
}

void shared_log::append(std::span<const std::byte> data, std::uint64_t mark) {
  if (data.empty())
    return;
  // Only this thread changes segments, and readers look at nothing past `used`, so that the copy needs no lock.
  std::shared_ptr<segment> fresh;
  if (segments_.empty() || segments_.back()->capacity - segments_.back()->used < data.size())
    fresh = make_segment(data.size());
  auto& target = fresh ? *fresh : *segments_.back();
  std::memcpy(target.memory.get() + target.used, data.data(), data.size());

  const std::lock_guard lock{mutex_};
  target.appends.push_back({end_ + data.size(), mark});
  target.used += data.size();
  if (fresh)
    segments_.push_back(std::move(fresh));
  end_ += data.size();
  drop_oldest();
}

void shared_log::retain(std::size_t retained_bytes_max) {
  const std::lock_guard lock{mutex_};
  retained_bytes_max_ = retained_bytes_max;
  if (!segments_.empty())
    drop_oldest();
}

void shared_log::drop_oldest() {
  while (segments_.size() > 1 && end_ - segments_.front()->end() >= retained_bytes_max_) {
    mark_before_begin_ = segments_.front()->appends.back().mark;
    segments_.pop_front();
  }
  begin_ = segments_.front()->start;
}

log_position shared_log::begin() const {
  const std::lock_guard lock{mutex_};
  return {begin_};
}

// The last end of an append that is within `limit`, or of the first append after `from`.
std::uint64_t shared_log::last_whole(std::size_t from_segment, std::uint64_t from, std::uint64_t limit) const {
  const auto past = [](std::uint64_t value, const append_end& x) {
    return value < x.offset;
  };
  auto result = from;
  for (auto i = from_segment; i < segments_.size(); ++i) {
    const auto& ends = segments_[i]->appends;
    const auto end = std::upper_bound(ends.begin(), ends.end(), limit, past);
    if (end != ends.begin())
      result = std::max(result, std::prev(end)->offset);
    if (result == from) {
      const auto first = std::upper_bound(ends.begin(), ends.end(), from, past);
      if (first != ends.end())
        return first->offset;
    }
    if (end != ends.end())
      break;
  }
  return result;
}

shared_log::read_result shared_log::read(log_position from, log_position until, std::size_t bytes_max) const {
  const std::lock_guard lock{mutex_};
  read_result result{{}, from, from.offset < begin_};
  const auto stop = std::min(until.offset, end_.load());
  if (result.lost || from.offset >= stop)
    return result;
  const auto after =
      std::upper_bound(segments_.begin(), segments_.end(), from.offset,
                       [](std::uint64_t offset, const std::shared_ptr<segment>& x) { return offset < x->start; });
  const auto first = static_cast<std::size_t>(after - segments_.begin()) - 1;
  const auto limit = stop - from.offset > bytes_max ? from.offset + bytes_max : stop;
  const auto last = last_whole(first, from.offset, limit);
  for (auto i = first, at = static_cast<std::size_t>(0); from.offset + at < last; ++i) {
    const auto& in = *segments_[i];
    const auto skipped = static_cast<std::size_t>(from.offset + at - in.start);
    const auto size = static_cast<std::size_t>(std::min(last, in.end()) - in.start) - skipped;
    if (size != 0)
      result.slices.push_back({in.memory, {in.memory.get() + skipped, size}});
    at += size;
  }
  result.next = {last};
  return result;
}

shared_log::found shared_log::find(std::uint64_t mark) const {
  const std::lock_guard lock{mutex_};
  const auto above = [](std::uint64_t value, const append_end& x) {
    return value < x.mark;
  };
  for (auto i = segments_.rbegin(); i != segments_.rend(); ++i) {
    const auto& ends = (*i)->appends;
    if (ends.front().mark > mark)
      continue;
    const auto at = std::prev(std::upper_bound(ends.begin(), ends.end(), mark, above));
    return {{at->offset}, at->mark, true};
  }
  return {{begin_}, mark_before_begin_, mark_before_begin_ <= mark};
}

} // namespace atelier::runtime
