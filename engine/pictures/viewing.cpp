#include "engine/pictures/viewing.hpp"

#include "protocol/blocks.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace atelier {

namespace {

/// The list of viewers stays well below the largest message of the server.
constexpr std::size_t presence_viewers_max = 1'000;

/// A joiner rather takes a longer tail than waits for a new PNG, up to this or the size of the PNG, but never one that
/// makes it a slow viewer at once.
constexpr std::size_t tail_bytes_free = 256 * 1024;

std::size_t tail_bytes_max(const encoded_picture& encoded, const limits& bounds) {
  return std::min(std::max(tail_bytes_free, encoded.png->size()), bounds.backlog_bytes_max / 2);
}

} // namespace

void viewing::subscribe(stream_requested input, turn& now) {
  auto* client = world_.find_client(input.from);
  if (!client)
    return;
  auto* what = world_.find_picture(input.source.picture);
  if (world_.stopping)
    return now.send(input.from, stream_refused{input.mux, {errc::shutting_down, "the server is shutting down"}});
  if (!what)
    return now.send(input.from, stream_refused{input.mux,
                                               {errc::not_found,
                                                "there is no picture " + std::to_string(input.source.picture.value)}});

  author_id author;
  const bool named = input.source.client.has_value();
  const auto most = world_.bounds().named_clients_max;
  if (named && world_.authors.size() >= most && !world_.authors.knows(*input.source.client))
    return now.send(input.from, stream_refused{input.mux,
                                               {errc::rate_limited,
                                                "this server remembers " + std::to_string(most)
                                                    + " clients already and no more; subscribe without \"client\""}});
  if (named) {
    client->client = input.source.client;
    auto given = world_.authors.author_of(*input.source.client);
    author = given.author;
    for (auto& each : given.records)
      world_.commits.add(std::move(each));
  } else {
    if (!client->author) {
      auto given = world_.authors.new_author();
      client->author = given.author;
      for (auto& each : given.records)
        world_.commits.add(std::move(each));
    }
    author = *client->author;
  }
  client->pictures.insert(what->record.id);
  what->joins.push_back({input.from, input.mux, author, named, input.source.since, input.source.epoch});
  world_.touched.insert(what->record.id);
}

void viewing::resync(const resync_requested& input) {
  auto* what = world_.find_picture(input.picture);
  if (!what)
    return;
  const auto place = what->viewers.find(input.from);
  if (place == what->viewers.end() || place->second.mux != input.mux)
    return;
  what->joins.push_back({input.from, input.mux, place->second.author, place->second.named, std::nullopt, std::nullopt});
  world_.touched.insert(what->record.id);
}

void viewing::leave(const stream_left& input, turn& now) {
  if (auto* client = world_.find_client(input.from))
    client->pictures.erase(input.picture);
  if (auto* what = world_.find_picture(input.picture)) {
    std::erase_if(what->joins, [&](const waiting_join& each) { return each.from == input.from; });
    if (what->viewers.erase(input.from) > 0) {
      change_viewers(*what, now);
      presence_changed(*what, now);
      what->write_soon |= what->viewers.empty();
    }
    world_.touched.insert(input.picture);
  }
  world_.commits.hold(now, input.from, stream_ended{input.mux, input.picture, {}});
}

void viewing::gone(connection_id who, const connection& client, turn& now) {
  for (const auto id : client.pictures) {
    auto* what = world_.find_picture(id);
    if (!what)
      continue;
    std::erase_if(what->joins, [&](const waiting_join& each) { return each.from == who; });
    if (what->viewers.erase(who) > 0) {
      change_viewers(*what, now);
      presence_changed(*what, now);
      what->write_soon |= what->viewers.empty();
    }
    if (client.author && what->loaded && !what->loaded->has_work())
      what->loaded->forget(*client.author);
    world_.touched.insert(id);
  }
}

bool viewing::admit(picture& what, turn& now) {
  if (what.joins.empty())
    return false;
  drawing_.flush(what, now);
  const auto& updates = what.loaded->updates();
  const auto end = updates.shared()->end();
  std::optional<update_log::resume_point> from_png;
  if (what.encoded) {
    from_png = updates.resume_after(what.encoded->seq);
    if (from_png && end.offset - from_png->start.offset > tail_bytes_max(*what.encoded, world_.bounds()))
      from_png.reset();
  }
  std::vector<waiting_join> still_waiting;
  for (auto& each : std::exchange(what.joins, {})) {
    if (each.since && each.epoch == world_.epoch)
      if (auto resumed = updates.resume_after(*each.since)) {
        join(what, each, std::move(resumed->head), resumed->start, now);
        continue;
      }
    if (from_png)
      join(what, each, what.encoded->block, from_png->start, now);
    else
      still_waiting.push_back(each);
  }
  what.joins = std::move(still_waiting);
  return !what.joins.empty();
}

void viewing::join(picture& what, const waiting_join& who, shared_bytes head, runtime::log_position start, turn& now) {
  const auto& log = what.loaded->updates().shared();
  auto gate = std::make_shared<runtime::reader_gate>();
  what.viewers[who.from] = {who.mux, who.author, who.named, gate};
  change_viewers(what, now);
  stream_joined joined;
  joined.mux = who.mux;
  joined.picture = what.record.id;
  joined.head = std::move(head);
  joined.log = log;
  joined.start = start.offset;
  joined.caught_up = log->end().offset;
  joined.gate = std::move(gate);
  joined.seq = what.seq;
  joined.durable = what.durable;
  joined.epoch = world_.epoch;
  joined.author = who.author;
  joined.client_seq = what.loaded->last_client_seq(who.author);
  world_.commits.hold(now, who.from, std::move(joined));
  presence_changed(what, now);
}

void viewing::presence_changed(picture& what, turn& now) {
  what.presence_changed = true;
  const auto due = what.presence_sent ? *what.presence_sent + world_.bounds().presence_interval : now.now.mono;
  world_.alarms.set({timer_kind::presence, what.record.id}, std::max(due, now.now.mono));
}

void viewing::send_presence(picture& what, turn& now) {
  if (!std::exchange(what.presence_changed, false))
    return;
  what.presence_sent = now.now.mono;
  std::set<author_id> listed;
  auto list = std::make_shared<std::string>("[");
  for (const auto& [connection, each] : what.viewers) {
    if (listed.size() == presence_viewers_max)
      break;
    if (!listed.insert(each.author).second)
      continue;
    if (list->size() > 1)
      *list += ',';
    *list += R"({"author":)" + std::to_string(each.author.value) + R"(,"player":null,"handle":null})";
  }
  *list += ']';
  for (const auto& [connection, each] : what.viewers)
    world_.commits.hold(now, connection, atelier::presence_changed{what.record.id, list});
}

void viewing::point_at(const cursor_received& input, turn& now) {
  auto* what = world_.find_picture(input.picture);
  if (!what)
    return;
  const auto place = what->viewers.find(input.from);
  if (place == what->viewers.end())
    return;
  what->cursors[place->second.author] = input.at;
  world_.alarms.set({timer_kind::cursors, input.picture}, now.now.mono + world_.bounds().cursor_interval);
}

void viewing::send_cursors(picture& what, turn& now) {
  std::vector<author_cursor> moved;
  for (const auto& [author, at] : std::exchange(what.cursors, {}))
    moved.push_back({author, at});
  if (moved.empty())
    return;
  auto block = std::make_shared<bytes>();
  append_cursors(*block, what.record.id, moved);
  for (const auto& [connection, each] : what.viewers)
    now.send(connection, cursors_moved{what.record.id, block});
}

} // namespace atelier
