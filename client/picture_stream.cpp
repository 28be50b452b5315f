#include "client/picture_stream.hpp"

#include <algorithm>
#include <limits>

namespace atelier::client {

namespace {

template <class Number>
std::optional<Number> number_of(const json& message, const char* name) {
  const auto at = message.find(name);
  if (at == message.end() || !at->is_number_unsigned())
    return std::nullopt;
  const auto value = at->get<std::uint64_t>();
  if (value > std::numeric_limits<Number>::max())
    return std::nullopt;
  return static_cast<Number>(value);
}

std::string words(seq_t seq) {
  return std::to_string(seq);
}

} // namespace

tl::unexpected<fault> picture_stream::broken(const std::string& how) const {
  return failed(fault_kind::broken_contract, "picture " + std::to_string(picture_.value) + ": " + how);
}

json picture_stream::subscription(mux_id mux, bool wants_tail) const {
  json out{{"type", "subscribe"}, {"mux_id", mux.value}, {"picture", picture_.value}};
  if (!client_.empty())
    out["client"] = client_;
  if (wants_tail && epoch_) {
    out["since"] = seq_;
    out["epoch"] = *epoch_;
  }
  return out;
}

outcome<std::optional<snapshot_payload>> picture_stream::apply(const block& what, const op_taker& take) {
  switch (what.kind) {
  case block_kind::updates:
    return apply_updates(what.payload, take).map([] { return std::optional<snapshot_payload>{}; });
  case block_kind::snapshot:
    return apply_snapshot(what.payload).map([](snapshot_payload snapshot) { return std::optional{snapshot}; });
  case block_kind::durable:
    return apply_durable(what.payload).map([] { return std::optional<snapshot_payload>{}; });
  case block_kind::cursor:
  case block_kind::chunk:
    return std::optional<snapshot_payload>{};
  case block_kind::draw:
    break;
  }
  return broken("the server sent a DRAW, which only clients send");
}

outcome<void> picture_stream::apply_updates(byte_view payload, const op_taker& take) {
  const auto updates = read_updates(payload);
  if (!updates)
    return broken(updates.error().message);
  if (!opened_ && !epoch_)
    return broken("UPDATES came before any SNAPSHOT");
  if (updates->first_seq != seq_ + 1)
    return broken("UPDATES begin with op " + words(updates->first_seq) + "; due is op " + words(seq_ + 1));
  opened_ = true;
  auto rest = updates->runs;
  while (!rest.empty()) {
    const auto run = take_run(rest);
    if (!run)
      return broken(run.error().message);
    auto ops = run->ops;
    for (std::uint32_t i = 0; i < run->count; ++i) {
      const auto size = sound_op_size(ops);
      if (size == 0)
        return broken("op " + words(seq_ + 1) + " is damaged");
      ++seq_;
      if (take)
        take({seq_, run->author, run->first_client_seq + i, ops.first(size)});
      ops = ops.subspan(size);
    }
  }
  return {};
}

outcome<snapshot_payload> picture_stream::apply_snapshot(byte_view payload) {
  const auto snapshot = read_snapshot(payload);
  if (!snapshot)
    return broken(snapshot.error().message);
  opened_ = true;
  synced_.reset();
  seq_ = snapshot->seq;
  return *snapshot;
}

outcome<void> picture_stream::apply_durable(byte_view payload) {
  const auto durable = read_durable(payload);
  if (!durable)
    return broken(durable.error().message);
  if (*durable > seq_)
    return broken("DURABLE says " + words(*durable) + ", but only ops up to " + words(seq_) + " were sent");
  if (synced_ && *durable < durable_)
    return broken("DURABLE went back from " + words(durable_) + " to " + words(*durable));
  durable_ = std::max(durable_, *durable);
  return {};
}

outcome<picture_sync> picture_stream::apply_sync(const json& message) {
  const auto seq = number_of<seq_t>(message, "seq");
  const auto epoch = number_of<epoch_t>(message, "epoch");
  const auto author = number_of<author_id::rep>(message, "author");
  const auto client_seq = number_of<client_seq_t>(message, "client_seq");
  if (!seq || !epoch || !author || !client_seq)
    return broken("a sync lacks seq, epoch, author or client_seq: " + to_text(message));
  if (*seq != seq_)
    return broken("sync is at op " + words(*seq) + ", but the last op that came is " + words(seq_));
  if (*seq < durable_)
    return broken("sync is at op " + words(*seq) + ", though the ops up to " + words(durable_) + " were durable");
  if (epoch_ && *epoch < *epoch_)
    return broken("the epoch went back from " + words(*epoch_) + " to " + words(*epoch));
  epoch_ = epoch;
  synced_ = picture_sync{*seq, *epoch, author_id{*author}, *client_seq};
  return *synced_;
}

} // namespace atelier::client
