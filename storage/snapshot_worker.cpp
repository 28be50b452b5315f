#include "storage/snapshot_worker.hpp"

#include "protocol/png.hpp"

namespace atelier {

namespace {

template <class T>
T take_front(std::deque<T>& from) {
  auto front = std::move(from.front());
  from.pop_front();
  return front;
}

} // namespace

bool snapshot_worker::add(snapshot_job job) {
  if (stopped_ && !std::holds_alternative<drop_snapshots>(job))
    return false;
  const auto first = idle();
  (std::holds_alternative<encode_view>(job) ? urgent_ : others_).push_back(std::move(job));
  return first;
}

snapshot_answer snapshot_worker::work() {
  if (idle())
    return {};
  const auto job = take_next();
  return std::visit([this](const auto& it) { return run(it); }, job);
}

void snapshot_worker::stop() {
  stopped_ = true;
  urgent_.clear();
  std::erase_if(others_, [](const auto& job) { return !std::holds_alternative<drop_snapshots>(job); });
}

snapshot_job snapshot_worker::take_next() {
  const auto overtake = !urgent_.empty() && (others_.empty() || overtakes_ < overtakes_max);
  if (!overtake) {
    overtakes_ = 0;
    return take_front(others_);
  }
  overtakes_ = others_.empty() ? 0 : overtakes_ + 1;
  return take_front(urgent_);
}

snapshot_answer snapshot_worker::run(const encode_view& job) {
  return view_encoded{job.picture, job.seq, std::make_shared<const bytes>(encode_png(*job.view))};
}

snapshot_answer snapshot_worker::run(const write_snapshot& job) {
  snapshot_written answer{job.picture, job.snapshot, {}};
  if (auto done = folder_.write_snapshot(job.snapshot.file, encode_png(*job.view)); !done)
    answer.failed = std::move(done.error());
  return answer;
}

snapshot_answer snapshot_worker::run(const drop_snapshots& job) {
  for (const auto& file : job.files)
    folder_.remove_snapshot(file);
  return {};
}

snapshot_answer snapshot_worker::run(const decode_upload& job) {
  return png_decoded{
      job.request, decode_png(*job.png, side_max_).map([](image pixels) { return view_on_white(std::move(pixels)); })};
}

} // namespace atelier
