#include "engine/engine.hpp"

#include <set>

namespace atelier {

engine::engine(limits bounds, recovered_state state)
    : engine{bounds, std::move(state.games), std::move(state.server_ops), std::move(state)} {}

engine::engine(limits bounds, std::vector<recovered_game> stored, std::map<picture_id, bytes> server_ops,
               recovered_state state)
    : world_{bounds, std::move(state)},
      drawing_{world_},
      viewing_{world_, drawing_},
      keeping_{world_, drawing_, viewing_},
      replies_{world_},
      making_{world_, replies_},
      pen_{world_, drawing_, std::move(server_ops)},
      events_{world_, replies_},
      teams_{world_, replies_},
      challenges_{world_, replies_},
      games_{world_, replies_, challenges_, making_, pen_, events_, std::move(stored)},
      chat_{world_, replies_, games_},
      attachments_{world_, replies_, chat_},
      players_{world_, replies_},
      feed_{world_, replies_},
      links_{world_, replies_},
      reports_{world_},
      sessions_{world_, replies_, keeping_, chat_, games_, teams_, events_, pen_, feed_, links_},
      commands_{world_,       replies_, making_,     keeping_, sessions_, players_, chat_,
                attachments_, teams_,   challenges_, games_,   events_,   feed_,    links_},
      stopping_{world_, drawing_, keeping_, making_, players_} {
  if (world_.first_answers.oldest())
    world_.alarms.set({timer_kind::expiry}, {});
  links_.make_projects_by(sessions_);
  drawing_.guard_by([this](connection_id who, const picture& on) { return games_.refuses_drawing(who, on); });
}

void engine::on(const connected& input, turn& now) {
  world_.clients.emplace(input.id, connection{input.admin, pixel_budget{world_.bounds(), now.now.mono}});
  if (world_.stopping)
    now.send(input.id, say_goodbye{goodbye_reason::shutting_down});
  else if (!input.token.empty() && !sign_in_by_token(input.id, input.token, now))
    now.send(input.id, say_goodbye{goodbye_reason::kicked});
}

void engine::on(const disconnected& input, turn& now) {
  if (const auto place = world_.clients.find(input.id); place != world_.clients.end()) {
    viewing_.gone(input.id, place->second, now);
    chat_.gone(input.id, place->second, now);
    events_.streams().gone(input.id, place->second);
    feed_.streams().gone(input.id, place->second);
    attachments_.gone(input.id, now);
    players_.gone(input.id);
    keeping_.gone(input.id);
    world_.sign_in(place->second, {}, author_identity::anonymous, {});
    for (const auto session : std::set{place->second.entered})
      world_.leave(input.id, place->second, session);
    world_.commits.drop(input.id);
    world_.clients.erase(place);
  }
}

void engine::on(const token_shown& input, turn& now) {
  const asker who{input.from, input.request, std::nullopt};
  const auto signed_in = sign_in_by_token(input.from, input.token, now);
  if (signed_in)
    replies_.answer(who, json::object(), now);
  else
    replies_.answer(who, tl::unexpected{signed_in.error()}, now);
}

void engine::on(const command_received& input, turn& now) {
  if (commands_.receive(input, now))
    stop({"connection " + std::to_string(input.from.value) + " asked for it", false}, now);
}

void engine::on(picture_posted input, turn& now) {
  const asker who{input.from, input.request, std::nullopt};
  if (world_.stopping)
    replies_.answer(who, failure(errc::shutting_down, "the server is shutting down"), now);
  else
    making_.make(who, std::move(input.what), now);
}

void engine::on(const image_requested& input, turn& now) {
  if (world_.stopping)
    now.send(input.from, image_ready{input.request, failure(errc::shutting_down, "the server is shutting down")});
  else
    keeping_.image_requested(input, now);
}

void engine::on(stream_requested input, turn& now) {
  viewing_.subscribe(std::move(input), now);
}

void engine::on(const stream_left& input, turn& now) {
  viewing_.leave(input, now);
}

void engine::on(const resync_requested& input, turn&) {
  viewing_.resync(input);
}

void engine::on(draws_received input, turn& now) {
  drawing_.receive(std::move(input), now);
}

void engine::on(const cursor_received& input, turn& now) {
  viewing_.point_at(input, now);
}

void engine::on(const committed& input, turn& now) {
  drawing_.committed(world_.commits.committed(now, input.ticket), now);
  // Where the disk is slower than what comes, the next commit follows at once.
  if (!world_.commits.idle())
    drawing_.flush_for_commit(now);
}

void engine::on(const store_failed& input, turn& now) {
  world_.commits.fail(now);
  stop({"storage failed: " + input.reason, true}, now);
}

void engine::on(view_encoded input, turn& now) {
  keeping_.encoded(std::move(input), now);
}

void engine::on(const snapshot_written& input, turn& now) {
  if (!making_.written(input, now))
    keeping_.written(input, now);
}

void engine::on(png_decoded input, turn& now) {
  making_.decoded(std::move(input), now);
}

void engine::on(picture_loaded& input, turn& now) {
  if (!making_.loaded(input, now))
    keeping_.loaded(input, now);
}

void engine::on(passphrase_hashed input, turn& now) {
  players_.on(std::move(input), now);
}

void engine::on(passphrase_checked input, turn& now) {
  players_.on(std::move(input), now);
}

void engine::on(const tick&, turn& now) {
  for (const auto& due : world_.alarms.take_due(now.now.mono))
    alarm(due, now);
}

void engine::on(const shutdown_requested& input, turn& now) {
  stop(input, now);
}

void engine::alarm(const timer_key& due, turn& now) {
  auto* what = world_.find_picture(due.picture);
  switch (due.kind) {
  case timer_kind::proceed:
    return drawing_.proceed(now);
  case timer_kind::commit:
    // The commit itself follows at the end of the input.
    return drawing_.flush_for_commit(now);
  case timer_kind::expiry:
    return replies_.expire(now);
  case timer_kind::game:
    return games_.alarm(now);
  case timer_kind::snapshot_deadline:
  case timer_kind::drain_deadline:
  case timer_kind::stop_deadline:
    return stopping_.deadline(due.kind, now);
  case timer_kind::flush:
    if (what)
      drawing_.flush(*what, now);
    return;
  case timer_kind::cursors:
    if (what)
      viewing_.send_cursors(*what, now);
    return;
  case timer_kind::presence:
    if (what)
      viewing_.send_presence(*what, now);
    return;
  case timer_kind::snapshot:
    if (what) {
      what->write_soon = true;
      what->write_after.reset();
      world_.touched.insert(due.picture);
    }
    return;
  }
}

result<void> engine::sign_in_by_token(connection_id who, const std::string& token, turn& now) {
  auto* client = world_.find_client(who);
  if (!client)
    return failure(errc::not_found, "the connection is gone");
  const auto known = token.empty() ? std::nullopt : players_.signed_in_by(token, now.now.wall);
  if (!known)
    world_.sign_in(*client, {}, author_identity::anonymous, {});
  if (token.empty())
    return {};
  if (!known)
    return failure(errc::unauthorized, "the token is none, or none any more; sign_in gives one");
  world_.sign_in(*client, known->player, known->identity, token_hash(token), known->until);
  return {};
}

void engine::stop(const shutdown_requested& why, turn& now) {
  stopping_.begin(why, now);
  chat_.stop(now);
  attachments_.stop(now);
  events_.stop(now);
  feed_.stop(now);
  reports_.stop(now);
  games_.stop_waiting(now);
  players_.stop(now);
}

void engine::settle(turn& now) {
  if (stopping_.is_over())
    return;
  if (!world_.stopping) {
    games_.settle(now);
    pen_.settle(now);
  }
  do {
    for (const auto id : std::exchange(world_.touched, {}))
      if (auto* what = world_.find_picture(id))
        keeping_.settle(*what, now);
  } while (keeping_.touch_next());
  stopping_.settle(now);
  const auto& bounds = world_.bounds();
  const auto gathering =
      world_.stopping ? commit_queue::pace{}
                      : commit_queue::pace{bounds.commit_interval, bounds.commit_interval_min, bounds.commit_ops};
  if (const auto later = world_.commits.send(now, gathering))
    world_.alarms.set({timer_kind::commit}, *later);
  if (const auto next = world_.alarms.next())
    now.out.emplace_back(wake_at{*next});
}

} // namespace atelier
