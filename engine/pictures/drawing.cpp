#include "engine/pictures/drawing.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace atelier {

namespace {

instant::clock::time_point flush_due(const picture& what, const turn& now) {
  const auto viewers = what.viewers.size();
  return what.durable_changed ? what.pacer.due_with_durable(now.now.mono, viewers)
                              : what.pacer.due(now.now.mono, viewers);
}

} // namespace

void wake_sleepers(picture& what, turn& now) {
  const auto& log = what.loaded->updates().shared();
  const auto from = std::exchange(what.woken, log->end());
  if (what.viewers.empty() || from == what.woken)
    return;
  if (!what.group) {
    auto made = std::make_shared<viewer_group>();
    made->reserve(what.viewers.size());
    for (const auto& [connection, each] : what.viewers)
      made->emplace_back(connection, each.gate);
    what.group = std::move(made);
  }
  now.out.emplace_back(wake_viewers{what.record.id, what.group, log, from, what.woken});
}

void change_viewers(picture& what, turn& now) {
  if (std::exchange(what.group, nullptr))
    now.out.emplace_back(viewers_changed{what.record.id});
}

void drawing::receive(draws_received input, turn& now) {
  auto receipt = std::make_shared<draw_receipt>(draw_receipt{input.from, input.batches.size()});
  // Neither accepted nor refused: the client sends them again when the server is back.
  if (input.batches.empty() || world_.stopping)
    return take(input.from, now);
  for (auto& batch : input.batches) {
    auto* what = world_.find_picture(batch.picture);
    const auto drawn_by = what ? what->viewers.find(input.from) : std::map<connection_id, viewer>::iterator{};
    std::optional<error> wrong;
    if (!what)
      wrong = error{errc::not_found, "there is no picture " + std::to_string(batch.picture.value)};
    else if (drawn_by == what->viewers.end() || !what->loaded)
      wrong = error{errc::not_joined, "subscribe to picture " + std::to_string(batch.picture.value)
                                          + " and wait for its sync before drawing on it"};
    else if (guard_)
      wrong = guard_(input.from, *what);
    if (wrong) {
      refuse(input.from, batch, std::move(*wrong), now);
      if (--receipt->batches_left == 0)
        take(input.from, now);
      continue;
    }
    const bool waits = what->loaded->has_work();
    const auto& [mux, author, named, gate] = drawn_by->second;
    what->loaded->enqueue({input.from, author, named, std::move(batch), receipt});
    if (!waits)
      work(*what, now);
  }
}

void drawing::draw(picture& what, const bytes& ops, turn& now) {
  constexpr author_id server{0};
  std::uint32_t count = 0;
  for (byte_view rest{ops}; !rest.empty(); ++count) {
    const auto size = op_size(rest);
    if (!size)
      break;
    rest = rest.subspan(*size);
  }
  draw_batch batch{what.record.id, what.loaded->last_client_seq(server) + 1, count, ops, {}};
  auto receipt = std::make_shared<draw_receipt>(draw_receipt{{}, 1});
  what.loaded->enqueue({{}, server, false, std::move(batch), std::move(receipt)});
  while (what.loaded->has_work()) {
    std::uint64_t slice = std::numeric_limits<std::uint64_t>::max();
    draw_progress progress;
    what.loaded->advance(
        slice, [](connection_id) -> pixel_budget* { return nullptr; }, now.now.mono, progress);
    progress.taken.clear();
    progress.rejected.clear();
    publish(what, std::move(progress), now);
  }
  flush(what, now);
}

void drawing::proceed(turn& now) {
  if (busy_.empty())
    return;
  const auto id = busy_.front();
  busy_.pop_front();
  if (auto* what = world_.find_picture(id); what && what->loaded)
    work(*what, now);
  if (!busy_.empty())
    world_.alarms.set({timer_kind::proceed}, now.now.mono);
}

void drawing::work(picture& what, turn& now) {
  auto slice = world_.bounds().slice_pixels;
  draw_progress progress;
  const auto budget_of = [&](connection_id id) -> pixel_budget* {
    auto* client = world_.find_client(id);
    return client ? &client->budget : nullptr;
  };
  what.loaded->advance(slice, budget_of, now.now.mono, progress);
  if (what.loaded->has_work()) {
    busy_.push_back(what.record.id);
    world_.alarms.set({timer_kind::proceed}, now.now.mono);
  }
  publish(what, std::move(progress), now);
}

void drawing::publish(picture& what, draw_progress progress, turn& now) {
  what.seq = what.loaded->seq();
  world_.touched.insert(what.record.id);
  const bool appended = !progress.sealed.empty();
  for (auto& each : progress.sealed)
    world_.commits.add_ops(std::move(each));
  for (auto& [to, named, rejected] : progress.rejected) {
    if (named)
      for (const auto& [other, each] : what.viewers)
        if (each.author == *named && other != to)
          now.send(other, rejected);
    now.send(to, std::move(rejected));
  }
  for (const auto from : progress.taken)
    take(from, now);
  // An alarm that is due at once rings when all that waits before the engine is applied, so that it goes out in one.
  if (what.loaded->updates().has_pending())
    world_.alarms.set({timer_kind::flush, what.record.id}, flush_due(what, now));
  if (appended)
    wake_sleepers(what, now);
}

void drawing::flush(picture& what, turn& now) {
  if (!what.loaded)
    return;
  world_.alarms.cancel({timer_kind::flush, what.record.id});
  auto sealed = what.loaded->seal();
  const bool appended = sealed || what.durable_changed;
  if (sealed)
    world_.commits.add_ops(std::move(*sealed));
  if (std::exchange(what.durable_changed, false))
    what.loaded->updates().append_durable_mark(what.durable);
  if (!appended)
    return;
  what.pacer.flushed(now.now.mono);
  wake_sleepers(what, now);
}

void drawing::flush_for_commit(turn& now) {
  for (const auto id : world_.alarms.pictures_with(timer_kind::flush))
    if (auto* what = world_.find_picture(id); what && what->loaded && what->loaded->updates().has_pending())
      if (what->pacer.due_with_durable(now.now.mono, what->viewers.size()) <= now.now.mono)
        flush(*what, now);
}

void drawing::committed(const std::vector<commit_queue::durable_mark>& marks, turn& now) {
  for (const auto& [id, seq] : marks) {
    auto* what = world_.find_picture(id);
    if (!what)
      continue;
    what->durable = std::max(what->durable, seq);
    world_.touched.insert(id);
    if (!what->loaded)
      continue;
    what->durable_changed = true;
    const bool goes_along = what->loaded->updates().has_pending();
    world_.alarms.set({timer_kind::flush, id},
                      goes_along ? flush_due(*what, now) : now.now.mono + world_.bounds().flush_interval);
  }
  if (world_.commits.pending_bytes() <= world_.bounds().store_pending_bytes_max)
    for (const auto from : std::exchange(stalled_, {}))
      now.send(from, draws_taken{});
}

void drawing::removed(picture& what, turn& now) {
  std::erase(busy_, what.record.id);
  if (!what.loaded)
    return;
  draw_progress dropped;
  what.loaded->drop_all(dropped);
  for (const auto from : dropped.taken)
    take(from, now);
}

void drawing::stop(turn& now) {
  for (const auto id : busy_) {
    auto* what = world_.find_picture(id);
    if (!what || !what->loaded)
      continue;
    draw_progress dropped;
    what->loaded->drop_waiting(dropped);
    for (const auto from : dropped.taken)
      take(from, now);
  }
  std::erase_if(busy_, [&](picture_id id) {
    auto* what = world_.find_picture(id);
    return !what || !what->loaded || !what->loaded->has_work();
  });
}

void drawing::take(connection_id from, turn& now) {
  if (world_.commits.pending_bytes() > world_.bounds().store_pending_bytes_max)
    stalled_.push_back(from);
  else
    now.send(from, draws_taken{});
}

void drawing::refuse(connection_id from, const draw_batch& batch, error why, turn& now) {
  if (batch.count > 0)
    now.send(from, ops_rejected{batch.picture, batch.first_client_seq, batch.count, std::move(why)});
}

} // namespace atelier
