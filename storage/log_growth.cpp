#include "storage/log_growth.hpp"

namespace atelier {

log_step log_growth::after_commit(int pages, bool checkpoint_ended) noexcept {
  if (pages < step_pages_) {
    next_pages_ = step_pages_;
    return log_step::none;
  }
  if (checkpoint_ended && pages >= cheap_restart_steps * step_pages_)
    return log_step::start_over_if_free;
  if (pages < next_pages_)
    return log_step::none;
  next_pages_ = pages + step_pages_;
  return pages >= forced_restart_steps * step_pages_ ? log_step::start_over : log_step::checkpoint;
}

} // namespace atelier
