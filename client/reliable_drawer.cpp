#include "client/reliable_drawer.hpp"

#include <algorithm>

namespace atelier::client {

namespace {

constexpr std::size_t refusals_kept_max = 16;

} // namespace

client_seq_t reliable_drawer::add(byte_view op) {
  const auto number = ++*last_;
  if (kept_.empty())
    first_kept_ = number;
  kept_.push_back({{op.begin(), op.end()}});
  ++count_.added;
  return number;
}

reliable_drawer::entry* reliable_drawer::find(client_seq_t number) {
  const auto index = std::size_t{number} - first_kept_;
  return number >= first_kept_ && index < kept_.size() ? &kept_[index] : nullptr;
}

std::optional<reliable_drawer::draw> reliable_drawer::take_draw() {
  if (!author_)
    return std::nullopt;
  while (next_to_send_ < kept_.size() && (kept_[next_to_send_].refused || kept_[next_to_send_].seq != 0))
    ++next_to_send_;
  if (next_to_send_ == kept_.size() || in_flight_ >= bounds_.in_flight_max)
    return std::nullopt;
  draw out;
  out.first_client_seq = first_kept_ + static_cast<client_seq_t>(next_to_send_);
  for (; next_to_send_ < kept_.size() && in_flight_ < bounds_.in_flight_max; ++next_to_send_) {
    auto& each = kept_[next_to_send_];
    const bool ends = each.refused || each.seq != 0;
    if (ends || (!out.ops.empty() && out.ops.size() + each.op.size() > bounds_.draw_bytes_max))
      break;
    append(out.ops, each.op);
    ++out.count;
    ++in_flight_;
    count_.repeated += std::exchange(each.sent, true);
  }
  return out;
}

void reliable_drawer::synced(const picture_sync& sync) {
  // A slow viewer gets another sync on the same connection: what it sent before is still on its way.
  const bool same_connection = author_.has_value();
  author_ = sync.author;
  if (!last_)
    last_ = sync.client_seq;
  in_flight_ = 0;
  for (std::size_t i = 0; i < kept_.size(); ++i) {
    auto& each = kept_[i];
    const auto number = first_kept_ + static_cast<client_seq_t>(i);
    if (number <= sync.client_seq)
      each.seq = each.seq == 0 ? sync.seq : std::min(each.seq, sync.seq);
    else if (!same_connection)
      each.seq = 0;
    if (each.seq == 0 && same_connection && i < next_to_send_ && !each.refused)
      ++in_flight_;
  }
  if (!same_connection)
    next_to_send_ = 0;
  drop_settled();
}

void reliable_drawer::came(const ordered_op& what) {
  if (what.author != author_)
    return;
  auto* const known = find(what.client_seq);
  if (known == nullptr || known->refused)
    return;
  if (known->seq == 0 && in_flight_ > 0)
    --in_flight_;
  known->seq = what.seq;
  if (what.seq <= durable_)
    drop_settled();
}

void reliable_drawer::durable(seq_t seq) {
  durable_ = std::max(durable_, seq);
  drop_settled();
}

void reliable_drawer::rejected(refused_ops what) {
  for (std::uint32_t i = 0; i < what.count; ++i) {
    auto* const known = find(what.client_seq + i);
    if (known == nullptr || std::exchange(known->refused, true))
      continue;
    if (known->seq == 0 && in_flight_ > 0)
      --in_flight_;
    known->op.clear();
    ++count_.refused;
  }
  if (refusals_.size() < refusals_kept_max)
    refusals_.push_back(std::move(what));
  drop_settled();
}

void reliable_drawer::drop_settled() {
  // Until its sync says which numbers count, a server that has come back may speak of another op by the same number.
  if (!author_)
    return;
  std::size_t gone = 0;
  for (; !kept_.empty(); ++gone) {
    const auto& front = kept_.front();
    const bool safe = front.seq != 0 && front.seq <= durable_;
    if (!safe && !front.refused)
      break;
    count_.durable += !front.refused;
    kept_.pop_front();
  }
  first_kept_ += static_cast<client_seq_t>(gone);
  next_to_send_ -= std::min(next_to_send_, gone);
}

reliable_drawer::tally reliable_drawer::count() const noexcept {
  auto out = count_;
  out.acknowledged = out.durable;
  for (const auto& each : kept_)
    out.acknowledged += each.seq != 0 && !each.refused;
  return out;
}

} // namespace atelier::client
