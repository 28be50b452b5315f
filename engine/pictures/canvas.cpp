#include "engine/pictures/canvas.hpp"

#include <algorithm>
#include <string>

namespace atelier {

namespace {

/// What looking at an op costs whatever it covers, in pixels, so that a slice of cheap ops ends too.
constexpr std::uint64_t op_overhead = 8;

void take_from(std::uint64_t& slice, std::uint64_t spent) {
  slice -= std::min(slice, spent);
}

} // namespace

canvas::canvas(picture_id id, raster pixels, seq_t seq,
               const std::vector<std::pair<author_id, client_seq_t>>& client_seqs, const limits& bounds)
    : id_{id},
      raster_{std::move(pixels)},
      updates_{id, seq, bounds.log_bytes_max},
      used_(client_seqs.begin(), client_seqs.end()) {}

void canvas::enqueue(draw_work work) {
  queue_.push_back(std::move(work));
}

void canvas::advance(std::uint64_t& slice, const budgets& budget_of, instant::clock::time_point now,
                     draw_progress& out) {
  while (!queue_.empty()) {
    auto& work = queue_.front();
    auto* budget = budget_of(work.from);
    while (job_ || work.index < work.batch.count) {
      if (slice == 0)
        return;
      if ((job_ ? go_on(work, slice, budget, out) : next_op(work, slice, budget, now, out)) == outcome::half_drawn)
        return;
    }
    if (--work.receipt->batches_left == 0)
      out.taken.push_back(work.receipt->from);
    queue_.pop_front();
  }
}

canvas::outcome canvas::next_op(draw_work& work, std::uint64_t& slice, pixel_budget* budget,
                                instant::clock::time_point now, draw_progress& out) {
  take_from(slice, op_overhead);
  const auto rest = byte_view{work.batch.ops}.subspan(work.offset);
  const auto decoded = decode_op(rest);
  if (!decoded) {
    // The connection has walked these bytes already; what it let through can't fail here.
    refuse(work, rest.size(), decoded.error(), out);
    work.index = work.batch.count;
    return outcome::done;
  }
  const auto size = decoded->size;
  shared_image patch;
  const bool is_patch = std::holds_alternative<patch_op>(decoded->value);
  if (is_patch && work.patch < work.batch.patches.size())
    patch = work.batch.patches[work.patch++];

  const auto number = work.batch.first_client_seq + work.index;
  if (const auto used = used_.find(work.author); used != used_.end() && number <= used->second) {
    work.offset += size;
    ++work.index;
    return outcome::done;
  }
  if (auto wrong = check(decoded->value)) {
    refuse(work, size, std::move(*wrong), out);
    return outcome::done;
  }
  if (is_patch && !patch) {
    refuse(work, size, {errc::bad_data, "the patch's image is not an 8-bit RGB or RGBA PNG of the size that it says"},
           out);
    return outcome::done;
  }
  const auto available = budget ? budget->available(now) : std::int64_t{1};
  if (const auto* pixel = std::get_if<pixel_op>(&decoded->value)) {
    if (available < 1)
      refuse(work, size, {errc::too_costly, "this client has used up its pixels for now; draw more slowly"}, out);
    else if (!apply_pixel(raster_, *pixel))
      refuse(work, size,
             {errc::out_of_bounds, "pixel " + std::to_string(pixel->x) + ", " + std::to_string(pixel->y)
                                       + " lies outside the picture of " + std::to_string(raster_.width()) + " × "
                                       + std::to_string(raster_.height())},
             out);
    else {
      if (budget)
        budget->spend(1);
      accept(work, size, out);
    }
    return outcome::done;
  }

  auto job = raster_job::start(decoded->value, raster_, patch);
  if (!job) {
    refuse(work, size, std::move(job.error()), out);
    return outcome::done;
  }
  const auto cost = job->cost();
  if (budget && available < static_cast<std::int64_t>(std::min(cost, std::uint64_t{1} << 62))) {
    auto message = cost > budget->most()
                       ? "the op costs " + std::to_string(cost) + " pixels; one op may cost at most "
                             + std::to_string(budget->most())
                       : "the op costs " + std::to_string(cost) + " pixels, more than this client has left for now ("
                             + std::to_string(std::max<std::int64_t>(available, 0)) + "); draw more slowly";
    refuse(work, size, {errc::too_costly, std::move(message)}, out);
    return outcome::done;
  }
  job_cost_known_ = !std::holds_alternative<fill_op>(decoded->value);
  if (budget && job_cost_known_)
    budget->spend(cost);
  job_.emplace(std::move(*job));
  job_bytes_ = size;
  return go_on(work, slice, budget, out);
}

canvas::outcome canvas::go_on(draw_work& work, std::uint64_t& slice, pixel_budget* budget, draw_progress& out) {
  const auto spent = job_->step(raster_, std::max<std::uint64_t>(slice, 1));
  take_from(slice, spent);
  if (budget && !job_cost_known_)
    budget->spend(spent);
  if (!job_->done())
    return outcome::half_drawn;
  const bool covered = job_->covered() > 0;
  job_.reset();
  if (covered)
    accept(work, job_bytes_, out);
  else
    refuse(work, job_bytes_,
           {errc::out_of_bounds, "the op covers no pixel of the picture of " + std::to_string(raster_.width()) + " × "
                                     + std::to_string(raster_.height())},
           out);
  return outcome::done;
}

void canvas::use_up(draw_work& work, std::size_t op_bytes) {
  const auto number = work.batch.first_client_seq + work.index;
  used_[work.author] = number;
  if (work.named)
    named_used_[work.author] = number;
  work.offset += op_bytes;
  ++work.index;
}

void canvas::accept(draw_work& work, std::size_t op_bytes, draw_progress& out) {
  updates_.add(work.author, work.batch.first_client_seq + work.index,
               byte_view{work.batch.ops}.subspan(work.offset, op_bytes));
  use_up(work, op_bytes);
  if (updates_.is_full())
    if (auto sealed = seal())
      out.sealed.push_back(std::move(*sealed));
}

void canvas::refuse(draw_work& work, std::size_t op_bytes, error what, draw_progress& out) {
  const auto number = work.batch.first_client_seq + work.index;
  use_up(work, op_bytes);
  if (!out.rejected.empty()) {
    auto& [to, named, last] = out.rejected.back();
    if (to == work.from && last.picture == id_ && last.what.code == what.code
        && last.client_seq + last.count == number) {
      ++last.count;
      return;
    }
  }
  out.rejected.push_back(
      {work.from, work.named ? std::optional{work.author} : std::nullopt, {id_, number, 1, std::move(what)}});
}

void canvas::drop_waiting(draw_progress& out) {
  for (std::size_t i = job_ ? 1 : 0; i < queue_.size(); ++i)
    if (--queue_[i].receipt->batches_left == 0)
      out.taken.push_back(queue_[i].receipt->from);
  if (!job_) {
    queue_.clear();
    return;
  }
  queue_.resize(1);
  queue_.front().batch.count = queue_.front().index + 1;
}

void canvas::drop_all(draw_progress& out) {
  for (auto& each : std::exchange(queue_, {}))
    if (--each.receipt->batches_left == 0)
      out.taken.push_back(each.from);
  job_.reset();
}

client_seq_t canvas::last_client_seq(author_id author) const {
  const auto used = used_.find(author);
  return used == used_.end() ? 0 : used->second;
}

std::optional<ops_record> canvas::seal() {
  auto sealed = updates_.flush();
  if (!sealed)
    return std::nullopt;
  const auto named = std::exchange(named_used_, {});
  ops_record out{id_, sealed->first_seq, sealed->last_seq, std::move(sealed->runs), {named.begin(), named.end()}};
  std::ranges::sort(out.client_seqs);
  return out;
}

} // namespace atelier
