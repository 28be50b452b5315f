#include "tests/simulation/simulated_server.hpp"

#include "engine/pictures/loader.hpp"
#include "protocol/events.hpp"
#include "protocol/png.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace atelier::simulation {

namespace {

/// What a stalled client's socket still takes.
constexpr std::size_t wire_messages_max = 8;
/// Timers further away than this are not waited for.
constexpr std::chrono::seconds far{5};
/// Timers no further away than this may overtake what else can happen.
constexpr std::chrono::milliseconds near{50};

std::size_t pick(random& dice, std::size_t count) {
  return std::uniform_int_distribution<std::size_t>{0, count - 1}(dice);
}

} // namespace

simulated_server::simulated_server(memory_store& store, limits bounds, random& dice, std::optional<instant> stands_at)
    : store_{store},
      bounds_{std::make_shared<limits>(bounds)},
      dice_{dice},
      stands_{stands_at.has_value()},
      engine_{bounds, store.start()} {
  now_.mono += std::chrono::hours{1};
  now_.wall = std::chrono::sys_days{std::chrono::January / 1 / 2026};
  if (stands_at)
    now_ = *stands_at;
  wake_ = now_.mono;
}

void simulated_server::apply(auto&& input) {
  effects out;
  engine_.apply(std::forward<decltype(input)>(input), now_, out);
  for (auto& each : out)
    carry_out(std::move(each));
}

void simulated_server::carry_out(effect what) {
  if (auto* message = std::get_if<to_connection>(&what)) {
    const auto place = clients_.find(message->to);
    if (place != clients_.end() && !place->second.gone)
      place->second.from_engine.push_back(std::move(message->what));
  } else if (const auto* wakes = std::get_if<wake_viewers>(&what)) {
    const auto more = runtime::make_log_tail(wakes->picture.value, wakes->log, wakes->from, wakes->until, 4096);
    for (const auto& [id, gate] : *wakes->group)
      if (const auto place = clients_.find(id); place != clients_.end() && !place->second.gone)
        place->second.wakes.push_back({gate, more});
  } else if (auto* batch = std::get_if<store_batch>(&what)) {
    batches_.push_back(std::move(*batch));
  } else if (auto* wake = std::get_if<wake_at>(&what)) {
    wake_ = std::min(wake_.value_or(wake->at), wake->at);
  } else if (auto* encode = std::get_if<encode_view>(&what)) {
    jobs_.emplace_back([this, job = std::move(*encode)] {
      apply(view_encoded{job.picture, job.seq, std::make_shared<bytes>(encode_png(*job.view))});
    });
  } else if (auto* write = std::get_if<write_snapshot>(&what)) {
    jobs_.emplace_back([this, job = std::move(*write)] {
      store_.write(job.snapshot, to_image(*job.view));
      apply(snapshot_written{job.picture, job.snapshot, std::nullopt});
    });
  } else if (auto* load = std::get_if<load_picture>(&what)) {
    jobs_.emplace_back([this, job = std::move(*load)] {
      auto loaded = rebuild(store_, job);
      CHECK_MESSAGE(!loaded.failed, loaded.failed->message);
      apply(loaded);
    });
  } else if (const auto* page = std::get_if<read_texts>(&what)) {
    jobs_.emplace_back([this, job = *page] { read(job); });
  } else if (auto* lookup = std::get_if<find_messages>(&what)) {
    jobs_.emplace_back([this, job = std::move(*lookup)] { look_up(job); });
  } else if (const auto* asked = std::get_if<find_events>(&what)) {
    jobs_.emplace_back([this, job = *asked] { look_up(job); });
  } else if (const auto* wanted = std::get_if<read_attachment>(&what)) {
    // Every attachment is kept.
    jobs_.emplace_back([this, request = wanted->request] {
      apply(attachment_read{request, attachment_piece{std::make_shared<const bytes>(1), 0, 1, "image/png"}});
    });
  } else if (auto* messages = std::get_if<find_feed>(&what)) {
    jobs_.emplace_back([this, job = std::move(*messages)] {
      apply(feed_found{job.request, store_.find_feed(job.project, job.kind, job.uuid)});
    });
  } else if (auto* follow = std::get_if<follow_project>(&what)) {
    to_peers_.emplace_back(std::move(*follow));
  } else if (auto* unfollow = std::get_if<unfollow_project>(&what)) {
    to_peers_.emplace_back(std::move(*unfollow));
  } else if (auto* position = std::get_if<feed_position>(&what)) {
    to_peers_.emplace_back(std::move(*position));
  } else if (auto* taken = std::get_if<feed_items_taken>(&what)) {
    to_peers_.emplace_back(std::move(*taken));
  } else if (auto* drop = std::get_if<drop_snapshots>(&what)) {
    store_.drop(drop->files);
  } else if (auto* line = std::get_if<log_line>(&what)) {
    CHECK_MESSAGE(line->severity != log_line::level::error, line->text);
  }
}

void simulated_server::read(const read_texts& what) {
  std::vector<text_item> items;
  const auto pack = [&](std::string_view type, const auto& found, bool more) {
    for (const auto& each : found)
      items.push_back({type, std::make_shared<const std::string>(members_of(each, 1))});
    return more ? found.back().seqno : what.until;
  };
  seqno_t reached = 0;
  if (what.kind == text_kind::chat) {
    const auto page = *store_.read(what.session, what.after, what.until, 0);
    reached = pack("message", page.messages, page.more);
  } else if (what.kind == text_kind::feed) {
    const auto page = *store_.read_feed(what.session, *what.selection, what.after, what.until, 0);
    for (const auto& each : page.messages)
      items.push_back({name_of(each.kind), std::make_shared<const std::string>(members_of(each))});
    reached = page.reached;
  } else {
    const auto page = *store_.read_events(what.session, what.after, what.until, 0);
    reached = pack("event", page.events, page.more);
  }
  apply(texts_read{what.to, what.mux, what.kind, std::move(items), reached});
}

void simulated_server::look_up(const find_events& what) {
  apply(events_found{what.request, store_.first_events(what.session, what.after, what.count)});
}

void simulated_server::look_up(const find_messages& what) {
  auto all = *store_.versions(what.id);
  if (what.wanted == find_messages::what::latest && !all.empty())
    all.erase(all.begin(), std::prev(all.end()));
  apply(messages_found{what.request, std::move(all)});
}

connection_id simulated_server::connect(bool admin, std::string token) {
  const connection_id id{next_connection_++};
  auto& made = clients_[id];
  made.session = std::make_unique<client_session>(id, store_.state().srv_id, bounds_);
  apply(connected{id, admin, std::move(token)});
  made.session->opened();
  pump(made);
  return id;
}

void simulated_server::cut(connection_id which) {
  auto& its = clients_.at(which);
  its.cut = true;
  // Of what was on its way, the server may still read any part.
  its.to_server.resize(its.to_server.empty() ? 0 : pick(dice_, its.to_server.size() + 1));
  its.to_client.clear();
}

void simulated_server::send(connection_id from, wire_message what) {
  clients_.at(from).to_server.push_back(std::move(what));
}

std::vector<wire_message> simulated_server::receive(connection_id at) {
  auto& its = clients_.at(at);
  std::vector<wire_message> out{std::make_move_iterator(its.to_client.begin()),
                                std::make_move_iterator(its.to_client.end())};
  its.to_client.clear();
  return out;
}

bool simulated_server::is_closed(connection_id which) const {
  return clients_.at(which).closed;
}

void simulated_server::stall(connection_id which, bool is_stalled) {
  clients_.at(which).stalled = is_stalled;
}

std::vector<peers_message> simulated_server::take_for_peers() {
  return std::exchange(to_peers_, {});
}

void simulated_server::give(peers_input what) {
  std::visit([this](auto& input) { apply(std::move(input)); }, what);
}

void simulated_server::stop() {
  apply(shutdown_requested{"the test asked for it", false});
}

void simulated_server::pump(client& which) {
  which.awake = true;
  for (auto& each : which.session->take_messages())
    which.to_engine.push_back(std::move(each));
}

void simulated_server::read_some(client& which) {
  auto count = 1 + pick(dice_, which.to_server.size());
  for (; count > 0 && !which.to_server.empty() && which.session->wants_input(); --count) {
    auto next = std::move(which.to_server.front());
    which.to_server.pop_front();
    if (next.kind == frame_kind::json)
      which.session->text(as_text(next.body));
    else
      which.session->blocks(next.body);
  }
  which.session->end_of_read();
}

void simulated_server::collect(std::vector<action>& out, client& which, connection_id id) {
  if (which.gone)
    return;
  if (!which.to_engine.empty())
    out.emplace_back([this, &which] {
      auto next = std::move(which.to_engine.front());
      which.to_engine.pop_front();
      std::visit([this](auto& input) { apply(std::move(input)); }, next);
    });
  if (!which.from_engine.empty())
    out.emplace_back([this, &which] {
      // An actor takes several messages from its mailbox at once.
      for (auto count = 1 + pick(dice_, which.from_engine.size()); count > 0; --count) {
        const auto next = std::move(which.from_engine.front());
        which.from_engine.pop_front();
        std::visit(
            [&](const auto& message) {
              if constexpr (requires { which.session->on(message); })
                which.session->on(message);
            },
            next);
      }
      pump(which);
    });
  if (!which.wakes.empty())
    out.emplace_back([this, &which] {
      const auto [gate, more] = std::move(which.wakes.front());
      which.wakes.pop_front();
      if (gate->wake())
        tell(which, *more);
    });
  if (!which.to_server.empty() && which.session->wants_input())
    out.emplace_back([this, &which] {
      read_some(which);
      pump(which);
    });
  if (which.awake && which.can_write())
    out.emplace_back([this, &which] {
      auto batch = which.session->gather(64 * 1024);
      for (auto& each : batch.messages)
        CHECK(which.write(each.kind, each.slices) == each.size);
      which.session->written();
      which.closed |= batch.last;
      pump(which);
      which.awake = !batch.messages.empty();
    });
  if ((which.cut && which.to_server.empty()) || (which.closed && which.to_engine.empty()))
    out.emplace_back([this, &which, id] {
      which.gone = true;
      which.closed = true;
      for (auto& each : std::exchange(which.to_engine, {}))
        std::visit([this](auto& input) { apply(std::move(input)); }, each);
      apply(disconnected{id});
    });
}

void simulated_server::tell(client& which, const runtime::log_tail& more) {
  if (which.can_write() && which.session->gather(more)) {
    CHECK(which.write(frame_kind::blocks, more.slices) == more.until.offset - more.from.offset);
    which.session->written();
    which.awake |= which.session->has_more();
    return;
  }
  which.session->on(log_grown{picture_id{static_cast<std::uint32_t>(more.name)}});
  pump(which);
}

bool simulated_server::client::can_write() const {
  return !closed && (!stalled || to_client.size() < wire_messages_max);
}

std::size_t simulated_server::client::write(frame_kind kind, const std::vector<outgoing_slice>& slices) {
  bytes body;
  for (const auto& slice : slices)
    append(body, slice.data);
  const auto size = body.size();
  if (!cut)
    to_client.push_back({kind, std::move(body)});
  return size;
}

void simulated_server::go_on_to(instant::clock::time_point until) {
  if (until <= now_.mono)
    return;
  now_.wall += std::chrono::ceil<std::chrono::microseconds>(until - now_.mono);
  now_.mono = until;
}

void simulated_server::pass_until(instant::clock::time_point until) {
  if (wake_ && *wake_ < until)
    until = now_.mono + std::chrono::ceil<std::chrono::milliseconds>(*wake_ - now_.mono);
  go_on_to(until);
}

bool simulated_server::step() {
  ++steps_;
  std::vector<action> possible;
  for (auto& [id, each] : clients_)
    collect(possible, each, id);
  if (!batches_.empty())
    possible.emplace_back([this] {
      const auto batch = std::move(batches_.front());
      batches_.pop_front();
      store_.commit(batch.records);
      apply(committed{batch.ticket});
    });
  for (std::size_t i = 0; i < jobs_.size(); ++i)
    possible.emplace_back([this, i] {
      const auto job = std::move(jobs_[i]);
      jobs_.erase(jobs_.begin() + static_cast<std::ptrdiff_t>(i));
      job();
    });
  const auto soon = stands_ ? now_.mono : now_.mono + near;
  if (wake_ && (*wake_ <= soon || (!stands_ && possible.empty() && *wake_ <= now_.mono + far)))
    possible.emplace_back([this] {
      go_on_to(*wake_);
      wake_.reset();
      apply(tick{});
    });
  if (possible.empty())
    return false;
  if (!stands_)
    go_on_to(now_.mono + std::chrono::microseconds{1});
  possible[pick(dice_, possible.size())]();
  return true;
}

} // namespace atelier::simulation
