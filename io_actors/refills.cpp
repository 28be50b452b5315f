#include "io_actors/refills.hpp"

namespace atelier {

void refills::page_came(mux_id stream) {
  if (page_due_ == stream)
    page_due_.reset();
}

void refills::want_page(mux_id stream) {
  pages_wanted_.push_back(stream);
}

void refills::leave(mux_id stream) {
  pages_wanted_.erase(stream);
}

void refills::end(mux_id stream) {
  leave(stream);
  page_came(stream);
}

void refills::want_part(transfer_id transfer) {
  parts_wanted_.push_back(transfer);
}

void refills::ask(std::size_t waiting_bytes, engine_messages& to) {
  if (waiting_bytes > bytes_low_)
    return;
  if (!page_due_ && !pages_wanted_.empty()) {
    page_due_ = pages_wanted_.front();
    pages_wanted_.pop_front();
    to.emplace_back(text_page_taken{id_, *page_due_});
  }
  for (const auto transfer : parts_wanted_)
    to.emplace_back(transfer_part_taken{id_, transfer});
  parts_wanted_.clear();
}

} // namespace atelier
