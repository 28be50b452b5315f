#include "engine/pictures/keeping.hpp"

#include "protocol/blocks.hpp"

#include <algorithm>
#include <bit>
#include <string>
#include <utility>

namespace atelier {

namespace {

error no_such_picture(picture_id id) {
  return {errc::not_found, "there is no picture " + std::to_string(id.value)};
}

} // namespace

void keeping::image_requested(const atelier::image_requested& input, turn& now) {
  auto* what = world_.find_picture(input.picture);
  if (!what)
    return now.send(input.from, image_ready{input.request, tl::unexpected{no_such_picture(input.picture)}});
  if (input.seq && *input.seq > what->seq)
    return now.send(
        input.from,
        image_ready{input.request, failure(errc::not_found, "picture " + std::to_string(input.picture.value)
                                                                + " has no op " + std::to_string(*input.seq)
                                                                + " yet; its last is " + std::to_string(what->seq))});
  if (input.seq && *input.seq < what->seq) {
    // What is still on its way to disk is not in the log that a rebuild reads.
    if (*input.seq > what->durable)
      return now.send(input.from,
                      image_ready{input.request, failure(errc::picture_problem, "op " + std::to_string(*input.seq)
                                                                                    + " is being stored; ask again")});
    const auto request = next_request_++;
    past_[request] = {input.from, input.request, *input.seq};
    now.out.emplace_back(load_picture{request, what->record, input.seq});
    return;
  }
  what->images.push_back({input.from, input.request, what->seq});
  world_.touched.insert(input.picture);
}

void keeping::loaded(picture_loaded& input, turn& now) {
  if (input.request != 0) {
    const auto place = past_.find(input.request);
    if (place == past_.end())
      return;
    if (input.failed) {
      now.send(place->second.from, image_ready{place->second.request, tl::unexpected{*input.failed}});
      past_.erase(place);
    } else {
      // The PNG of a past state comes back under its request number, which no current state uses.
      now.out.emplace_back(encode_view{picture_id{}, input.request, input.pixels->view()});
    }
    return;
  }
  auto* what = world_.find_picture(input.picture);
  if (!what || what->loaded)
    return;
  what->loading = false;
  if (!input.failed && input.seq != what->seq)
    input.failed = error{errc::picture_problem, "picture " + std::to_string(input.picture.value)
                                                    + " is stored up to op " + std::to_string(input.seq)
                                                    + " but was last at op " + std::to_string(what->seq)};
  if (input.failed) {
    now.log(log_line::level::error, input.failed->message);
    refuse_waiting(*what, *input.failed, now);
    return;
  }
  what->loaded =
      std::make_unique<canvas>(input.picture, std::move(*input.pixels), input.seq, input.client_seqs, world_.bounds());
  what->pacer = flush_pacer{world_.bounds().flush_interval};
  what->woken = {};
  ++loaded_;
  what->loaded->updates().shared()->retain(log_share_);
  share_logs();
  world_.touched.insert(input.picture);
}

void keeping::encoded(view_encoded input, turn& now) {
  if (input.picture == picture_id{}) {
    if (const auto place = past_.find(input.seq); place != past_.end()) {
      now.send(place->second.from, image_ready{place->second.request, std::move(input.png)});
      past_.erase(place);
    }
    return;
  }
  auto* what = world_.find_picture(input.picture);
  if (!what)
    return;
  what->encoding = false;
  auto block = std::make_shared<bytes>();
  append_snapshot(*block, input.picture, input.seq, what->record.width, what->record.height, snapshot_encoding::png,
                  *input.png);
  for (const auto other : shelf_.put(input.picture, input.png->size() + block->size()))
    if (auto* last_used = world_.find_picture(other))
      last_used->encoded.reset();
  what->encoded = encoded_picture{input.seq, std::move(input.png), std::move(block)};
  serve_images(*what, now);
  world_.touched.insert(input.picture);
}

void keeping::gone(connection_id who) {
  std::erase_if(past_, [&](const auto& each) { return each.second.from == who; });
}

void keeping::settle(picture& what, turn& now) {
  const bool is_wanted = !what.joins.empty() || !what.images.empty() || what.wanted;
  if (!what.loaded) {
    if (is_wanted && !what.loading)
      load(what, now);
    return;
  }
  if (is_wanted)
    shelf_.used(what.record.id);
  if (what.loaded->is_between_ops()) {
    const bool join_waits = viewing_.admit(what, now);
    serve_images(what, now);
    if ((join_waits || !what.images.empty()) && !what.encoding)
      encode(what, now);
  }
  what.write_soon = what.is_dirty() && (what.write_soon || what.viewers.empty());
  if (what.is_dirty() && !what.writing) {
    const bool may_write = !what.write_after || *what.write_after <= now.now.mono;
    if (what.write_soon && may_write && what.loaded->is_between_ops())
      write_in_turn(what, now);
    else
      world_.alarms.set({timer_kind::snapshot, what.record.id},
                        what.write_after.value_or(now.now.mono + world_.bounds().snapshot_interval));
  }
  const bool is_needed = !what.viewers.empty() || !what.joins.empty() || !what.images.empty() || what.wanted
                         || what.encoding || what.writing || what.is_dirty() || what.loaded->has_work()
                         || what.durable != what.seq;
  if (!is_needed) {
    unload(what);
    what.durable_changed = false;
    what.cursors.clear();
    world_.alarms.cancel({timer_kind::flush, what.record.id});
    world_.alarms.cancel({timer_kind::snapshot, what.record.id});
  }
}

void keeping::unload(picture& what) {
  if (!what.loaded)
    return;
  what.loaded.reset();
  what.encoded.reset();
  shelf_.drop(what.record.id);
  --loaded_;
  share_logs();
}

void keeping::share_logs() {
  const auto& bounds = world_.bounds();
  // A power of two, so that it seldom changes for all.
  const auto share =
      std::min(bounds.log_bytes_max, std::bit_floor(bounds.logs_bytes_max / std::max(loaded_, std::size_t{1})));
  if (share == std::exchange(log_share_, share))
    return;
  for (const auto& [id, each] : world_.pictures)
    if (each.loaded)
      each.loaded->updates().shared()->retain(share);
}

void keeping::load(picture& what, turn& now) {
  what.loading = true;
  now.out.emplace_back(load_picture{0, what.record, std::nullopt});
}

void keeping::serve_images(picture& what, turn& now) {
  if (!what.encoded)
    return;
  std::erase_if(what.images, [&](const waiting_image& each) {
    const bool is_shown = what.encoded->seq >= each.at_least;
    if (is_shown)
      world_.commits.hold(now, each.from, image_ready{each.request, what.encoded->png});
    return is_shown;
  });
}

void keeping::encode(picture& what, turn& now) {
  drawing_.flush(what, now);
  what.encoding = true;
  now.out.emplace_back(encode_view{what.record.id, what.seq, what.loaded->view()});
}

void keeping::refuse_waiting(picture& what, const error& why, turn& now) {
  for (const auto& each : std::exchange(what.joins, {})) {
    if (auto* client = world_.find_client(each.from))
      client->pictures.erase(what.record.id);
    now.send(each.from, stream_refused{each.mux, why});
  }
  for (const auto& each : std::exchange(what.images, {}))
    now.send(each.from, image_ready{each.request, tl::unexpected{why}});
}

void keeping::remove(picture& what, turn& now) {
  const auto id = what.record.id;
  drawing_.removed(what, now);
  refuse_waiting(what, no_such_picture(what.record.id), now);
  for (const auto& [who, each] : what.viewers) {
    if (auto* client = world_.find_client(who))
      client->pictures.erase(what.record.id);
    world_.commits.hold(now, who, stream_ended{each.mux, what.record.id, "removed"});
  }
  change_viewers(what, now);
  std::vector<std::string> files;
  for (const auto& each : what.snapshots)
    files.push_back(each.file);
  if (!files.empty())
    world_.commits.hold(now, drop_snapshots{std::move(files)});
  for (const auto kind : {timer_kind::flush, timer_kind::cursors, timer_kind::presence, timer_kind::snapshot})
    world_.alarms.cancel({kind, id});
  unload(what);
  world_.folders.erase(what.record.folder);
  world_.touched.erase(id);
  world_.pictures.erase(id);
}

} // namespace atelier
