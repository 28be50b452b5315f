#include "io_actors/feed_link.hpp"

#include "protocol/limits.hpp"

#include <algorithm>
#include <utility>

namespace atelier {

namespace {

/// A reader may name so many servers; of the others all comes again, and is dropped as known.
json since_of(const version_vector& have) {
  version_vector out;
  for (const auto& each : have)
    if (out.size() < limits::since_max)
      out.insert(each);
  return to_json(out);
}

} // namespace

feed_link::feed_link(std::string url, std::uint32_t own_srv_id, std::uint64_t seed)
    : url_{std::move(url)}, own_srv_id_{own_srv_id}, random_{seed} {
  gathered_.url = url_;
}

void feed_link::on(const follow_project& what, time_point now) {
  const auto [place, is_new] = projects_.try_emplace(what.project, project{what.project_uuid});
  if (!is_new)
    return;
  if (step_ == step::up)
    ask(place->first, place->second);
  else if (step_ == step::away && state_.empty())
    tick(now);
}

void feed_link::on(const unfollow_project& what) {
  const auto found = projects_.find(what.project);
  if (found == projects_.end())
    return;
  if (muxes_.erase(found->second.mux) > 0)
    out_.emplace_back(write_to_link{to_text({{"type", "close"}, {"mux_id", found->second.mux}})});
  if (gathered_.project == what.project) {
    gathered_.items.clear();
    gathered_bytes_ = 0;
  }
  projects_.erase(found);
  if (step_ == step::up && !projects_.empty())
    show_progress();
}

void feed_link::on(const feed_position& what) {
  const auto found = projects_.find(what.project);
  if (step_ != step::up || found == projects_.end() || found->second.at != stage::asking)
    return;
  auto& which = found->second;
  which.at = stage::catching_up;
  which.mux = ++last_mux_;
  muxes_.emplace(which.mux, what.project);
  out_.emplace_back(write_to_link{to_text({{"type", "subscribe"},
                                           {"mux_id", which.mux},
                                           {"project_uuid", which.uuid},
                                           {"since", since_of(what.have)},
                                           {"entries", "*"},
                                           {"threads", "*"},
                                           {"comments", "*"}})});
}

void feed_link::on(const feed_items_taken&) {
  if (waiting_ > 0)
    --waiting_;
  if (waiting_ == 0 || gathered_.items.size() >= feed_limits::batch_messages_max
      || gathered_bytes_ >= feed_limits::batch_bytes_max)
    flush();
}

void feed_link::opened(time_point now) {
  if (step_ != step::connecting)
    return;
  step_ = step::greeting;
  deadline_ = now + hello_max;
}

void feed_link::lost(const std::string& why, time_point now) {
  if (step_ == step::away)
    return;
  leave(why, now + next_pause());
}

void feed_link::tick(time_point now) {
  if (step_ == step::up) {
    for (auto& [id, each] : projects_)
      if (each.at == stage::resting && each.due && *each.due <= now)
        ask(id, each);
    return;
  }
  if (now < deadline_)
    return;
  if (step_ == step::away) {
    step_ = step::connecting;
    deadline_ = now + connect_max;
    if (state_.empty())
      show("connecting");
    out_.emplace_back(open_link{});
    return;
  }
  const bool is_connected = step_ == step::greeting;
  out_.emplace_back(cut_link{});
  leave(is_connected ? "it said no hello within " + std::to_string(hello_max.count()) + " s"
                     : "can't reach it: no answer within " + std::to_string(connect_max.count()) + " s",
        now + next_pause());
}

std::optional<feed_link::time_point> feed_link::next_tick() const {
  if (step_ != step::up)
    return projects_.empty() ? std::nullopt : std::optional{deadline_};
  std::optional<time_point> out;
  for (const auto& [id, each] : projects_)
    if (each.at == stage::resting && each.due && (!out || *each.due < *out))
      out = each.due;
  return out;
}

link_effects feed_link::take_effects() {
  return std::exchange(out_, {});
}

void feed_link::ask(session_id id, project& which) {
  which.at = stage::asking;
  which.due.reset();
  out_.emplace_back(feed_position_asked{url_, id});
  show_progress();
}

void feed_link::flush() {
  if (gathered_.items.empty())
    return;
  ++waiting_;
  gathered_bytes_ = 0;
  out_.emplace_back(std::exchange(gathered_, feed_items_received{url_, {}, {}}));
}

void feed_link::leave(std::string state, time_point next_try) {
  // What came before stands, whatever came then.
  flush();
  step_ = step::away;
  deadline_ = next_try;
  muxes_.clear();
  for (auto& [id, each] : projects_) {
    each.at = stage::resting;
    each.mux = 0;
    each.due.reset();
  }
  show(std::move(state));
}

void feed_link::leave_for_a_while(std::string state, time_point now) {
  out_.emplace_back(cut_link{});
  leave(std::move(state), now + refused_pause);
}

std::chrono::milliseconds feed_link::next_pause() {
  const auto whole = std::exchange(pause_, std::min(pause_ * 2, longest_pause));
  // At least half of it, so that many links of one server do not come back all at once.
  std::uniform_int_distribution<std::int64_t> part{whole.count() / 2, whole.count()};
  return std::chrono::milliseconds{part(random_)};
}

void feed_link::show_progress() {
  std::size_t live = 0;
  const project* refused = nullptr;
  for (const auto& [id, each] : projects_) {
    if (each.at == stage::live)
      ++live;
    else if (each.complaint.empty())
      return show("catching up");
    else if (refused == nullptr)
      refused = &each;
  }
  if (refused == nullptr)
    return show("in sync");
  show("in sync with " + std::to_string(live) + " of " + std::to_string(projects_.size()) + " projects; it says of "
       + refused->uuid + ": " + refused->complaint);
}

void feed_link::show(std::string state) {
  if (state == state_)
    return;
  state_ = std::move(state);
  out_.emplace_back(link_changed{url_, state_});
}

} // namespace atelier
