#include "engine/commit_queue.hpp"

#include <algorithm>

namespace atelier {

namespace {

/// A row of the log is kept readable in one piece; larger ones would make a read of a few ops costly.
constexpr std::size_t row_bytes_max = 256 * 1024;
/// So much is worth a commit whatever the time.
constexpr std::size_t bytes_at_once = 1024 * 1024;

} // namespace

void commit_queue::add(record what) {
  if (failed_)
    return;
  if (const auto* removed = std::get_if<picture_removed>(&what)) {
    open_ops_.erase(removed->id);
    pending_marks_.erase(removed->id);
  }
  pending_bytes_ += size_of(what);
  pending_.push_back(std::move(what));
}

void commit_queue::add_ops(ops_record ops) {
  if (failed_)
    return;
  pending_marks_[ops.picture] = ops.last_seq;
  pending_ops_ += ops.last_seq - ops.first_seq + 1;
  if (const auto open = open_ops_.find(ops.picture); open != open_ops_.end()) {
    auto& row = std::get<ops_record>(pending_[open->second]);
    if (row.runs.size() + ops.runs.size() <= row_bytes_max) {
      pending_bytes_ += ops.runs.size();
      append(row.runs, ops.runs);
      row.last_seq = ops.last_seq;
      for (const auto& [author, client_seq] : ops.client_seqs) {
        const auto known = std::ranges::find(row.client_seqs, author, &std::pair<author_id, client_seq_t>::first);
        if (known != row.client_seqs.end())
          known->second = client_seq;
        else
          row.client_seqs.emplace_back(author, client_seq);
      }
      return;
    }
  }
  open_ops_[ops.picture] = pending_.size();
  add(std::move(ops));
}

std::optional<ticket_id> commit_queue::last_ticket() const {
  if (!pending_.empty())
    return next_;
  return in_flight_;
}

void commit_queue::hold(turn& now, connection_id to, connection_message what, std::optional<std::int64_t> command) {
  if (!failed_) {
    if (const auto ticket = last_ticket())
      held_.push_back({*ticket, to_connection{to, std::move(what)}, command});
    else
      now.send(to, std::move(what));
  } else if (command) {
    now.send(to, deliver{std::make_shared<std::string>(response_text(
                             *command, error{errc::storage_failure, "the server cannot write to its disk any more"})),
                         true});
  }
}

void commit_queue::hold(turn& now, effect what) {
  if (failed_)
    return;
  if (const auto ticket = last_ticket())
    held_.push_back({*ticket, std::move(what), std::nullopt});
  else
    now.out.push_back(std::move(what));
}

std::vector<commit_queue::durable_mark> commit_queue::committed(turn& now, ticket_id ticket) {
  if (in_flight_ != ticket)
    return {};
  in_flight_.reset();
  in_flight_bytes_ = 0;
  while (!held_.empty() && held_.front().after <= ticket) {
    now.out.push_back(std::move(held_.front().what));
    held_.pop_front();
  }
  return std::exchange(in_flight_marks_, {});
}

std::optional<instant::clock::time_point> commit_queue::send(turn& now, const pace& gathering) {
  if (in_flight_ || pending_.empty() || failed_)
    return std::nullopt;
  const bool is_awaited = !held_.empty() && held_.back().after == next_;
  const auto interval = pending_ops_ >= gathering.many ? gathering.many_ops : gathering.few_ops;
  if (const auto due = sent_at_ + interval; !is_awaited && pending_bytes_ < bytes_at_once && now.now.mono < due)
    return due;
  sent_at_ = now.now.mono;
  in_flight_ = next_;
  in_flight_bytes_ = std::exchange(pending_bytes_, 0);
  pending_ops_ = 0;
  for (const auto& [picture, seq] : std::exchange(pending_marks_, {}))
    in_flight_marks_.push_back({picture, seq});
  std::ranges::sort(in_flight_marks_, {}, &durable_mark::picture);
  open_ops_.clear();
  now.out.emplace_back(store_batch{next_, std::exchange(pending_, {})});
  ++next_.value;
  return std::nullopt;
}

void commit_queue::fail(turn& now) {
  failed_ = true;
  pending_.clear();
  pending_bytes_ = 0;
  in_flight_.reset();
  in_flight_bytes_ = 0;
  open_ops_.clear();
  pending_marks_.clear();
  in_flight_marks_.clear();
  for (auto& each : std::exchange(held_, {}))
    if (auto* message = std::get_if<to_connection>(&each.what))
      hold(now, message->to, std::move(message->what), each.command);
}

void commit_queue::drop(connection_id gone) {
  std::erase_if(held_, [&](const held& each) {
    const auto* message = std::get_if<to_connection>(&each.what);
    return message && message->to == gone;
  });
}

} // namespace atelier
