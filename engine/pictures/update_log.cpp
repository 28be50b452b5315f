#include "engine/pictures/update_log.hpp"

#include "protocol/limits.hpp"

#include <limits>

namespace atelier {

update_log::update_log(picture_id picture, seq_t seq, std::size_t retained_bytes_max)
    : picture_{picture},
      seq_{seq},
      flushed_seq_{seq},
      log_{std::make_shared<runtime::shared_log>(retained_bytes_max, seq)} {}

void update_log::add(author_id author, client_seq_t client_seq, byte_view encoded_op) {
  const bool joins = !runs_.empty() && author == author_ && client_seq == next_client_seq_
                     && count_ < std::numeric_limits<std::uint16_t>::max();
  if (!joins) {
    count_at_ = append_run_header(runs_, author, client_seq, 0);
    count_ = 0;
    author_ = author;
  }
  append(runs_, encoded_op);
  patch_le<std::uint16_t>(runs_, count_at_, ++count_);
  next_client_seq_ = client_seq + 1;
  ++seq_;
}

bool update_log::is_full() const noexcept {
  return runs_.size() >= limits::updates_bytes_max;
}

std::optional<update_log::sealed> update_log::flush() {
  if (runs_.empty())
    return std::nullopt;
  sealed out{flushed_seq_ + 1, seq_, std::exchange(runs_, {})};
  bytes block;
  block.reserve(block_header_bytes + sizeof(seq_t) + out.runs.size());
  append_updates(block, picture_, out.first_seq, out.runs);
  log_->append(block, seq_);
  flushed_seq_ = seq_;
  return out;
}

void update_log::append_durable_mark(seq_t seq) {
  bytes block;
  append_durable(block, picture_, seq);
  log_->append(block, flushed_seq_);
}

std::optional<update_log::resume_point> update_log::resume_after(seq_t since) const {
  if (since > flushed_seq_)
    return std::nullopt;
  const auto found = log_->find(since);
  if (!found.complete)
    return std::nullopt;
  if (found.mark == since)
    return resume_point{nullptr, found.at};
  const auto cut = log_->read(found.at, log_->end(), 1);
  if (cut.lost || cut.slices.empty())
    return std::nullopt;
  bytes joined;
  for (const auto& slice : cut.slices)
    append(joined, slice.data);
  byte_view rest{joined};
  const auto first = take_block(rest);
  if (!first || first->kind != block_kind::updates)
    return std::nullopt;
  const auto updates = read_updates(first->payload);
  if (!updates)
    return std::nullopt;
  const auto runs = runs_after(updates->runs, updates->first_seq, since);
  if (!runs)
    return std::nullopt;
  auto head = std::make_shared<bytes>();
  append_updates(*head, picture_, since + 1, *runs);
  return resume_point{std::move(head), cut.next};
}

} // namespace atelier
