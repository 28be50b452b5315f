#include "engine/engine.hpp"

namespace atelier {

engine::engine(limits bounds, recovered_state state)
    : world_{bounds, std::move(state)},
      drawing_{world_},
      viewing_{world_, drawing_},
      keeping_{world_, drawing_, viewing_},
      replies_{world_},
      making_{world_, replies_},
      chat_{world_, replies_},
      players_{world_, replies_},
      sessions_{world_, replies_, keeping_, chat_},
      commands_{world_, replies_, making_, keeping_, sessions_, players_, chat_},
      stopping_{world_, drawing_, keeping_, making_, players_} {
  if (world_.first_answers.oldest())
    world_.alarms.set({timer_kind::expiry}, {});
}

void engine::apply(const connected& input, instant now, effects& out) {
  turn here{now, out};
  world_.clients.emplace(input.id, connection{input.admin, pixel_budget{world_.bounds(), now.mono}});
  if (world_.stopping)
    here.send(input.id, say_goodbye{goodbye_reason::shutting_down});
  else if (!input.token.empty() && !sign_in_by_token(input.id, input.token, here))
    here.send(input.id, say_goodbye{goodbye_reason::kicked});
  settle(here);
}

void engine::apply(const disconnected& input, instant now, effects& out) {
  turn here{now, out};
  if (const auto place = world_.clients.find(input.id); place != world_.clients.end()) {
    viewing_.gone(input.id, place->second, here);
    chat_.gone(input.id, place->second, here);
    players_.gone(input.id);
    keeping_.gone(input.id);
    world_.commits.drop(input.id);
    world_.clients.erase(place);
  }
  settle(here);
}

void engine::apply(const token_shown& input, instant now, effects& out) {
  turn here{now, out};
  const asker who{input.from, input.request, std::nullopt};
  const auto signed_in = sign_in_by_token(input.from, input.token, here);
  if (signed_in)
    replies_.answer(who, json::object(), here);
  else
    replies_.answer(who, tl::unexpected{signed_in.error()}, here);
  settle(here);
}

void engine::apply(const command_received& input, instant now, effects& out) {
  turn here{now, out};
  if (commands_.receive(input, here))
    stop({"connection " + std::to_string(input.from.value) + " asked for it", false}, here);
  settle(here);
}

void engine::apply(picture_posted input, instant now, effects& out) {
  turn here{now, out};
  const asker who{input.from, input.request, std::nullopt};
  if (world_.stopping)
    replies_.answer(who, failure(errc::shutting_down, "the server is shutting down"), here);
  else
    making_.make(who, std::move(input.what), here);
  settle(here);
}

void engine::apply(const image_requested& input, instant now, effects& out) {
  turn here{now, out};
  if (world_.stopping)
    here.send(input.from, image_ready{input.request, failure(errc::shutting_down, "the server is shutting down")});
  else
    keeping_.image_requested(input, here);
  settle(here);
}

void engine::apply(stream_requested input, instant now, effects& out) {
  turn here{now, out};
  viewing_.subscribe(std::move(input), here);
  settle(here);
}

void engine::apply(const stream_left& input, instant now, effects& out) {
  turn here{now, out};
  viewing_.leave(input, here);
  settle(here);
}

void engine::apply(const resync_requested& input, instant now, effects& out) {
  turn here{now, out};
  viewing_.resync(input);
  settle(here);
}

void engine::apply(draws_received input, instant now, effects& out) {
  turn here{now, out};
  drawing_.receive(std::move(input), here);
  settle(here);
}

void engine::apply(const cursor_received& input, instant now, effects& out) {
  turn here{now, out};
  viewing_.point_at(input, here);
  settle(here);
}

void engine::apply(const committed& input, instant now, effects& out) {
  turn here{now, out};
  drawing_.committed(world_.commits.committed(here, input.ticket), here);
  settle(here);
}

void engine::apply(const store_failed& input, instant now, effects& out) {
  turn here{now, out};
  world_.commits.fail(here);
  stop({"storage failed: " + input.reason, true}, here);
  settle(here);
}

void engine::apply(view_encoded input, instant now, effects& out) {
  turn here{now, out};
  keeping_.encoded(std::move(input), here);
  settle(here);
}

void engine::apply(const snapshot_written& input, instant now, effects& out) {
  turn here{now, out};
  if (!making_.written(input, here))
    keeping_.written(input, here);
  settle(here);
}

void engine::apply(png_decoded input, instant now, effects& out) {
  turn here{now, out};
  making_.decoded(std::move(input), here);
  settle(here);
}

void engine::apply(picture_loaded& input, instant now, effects& out) {
  turn here{now, out};
  if (!making_.loaded(input, here))
    keeping_.loaded(input, here);
  settle(here);
}

void engine::apply(const chat_requested& input, instant now, effects& out) {
  turn here{now, out};
  chat_.subscribe(input, here);
  settle(here);
}

void engine::apply(const text_page_taken& input, instant now, effects& out) {
  turn here{now, out};
  chat_.page_taken(input, here);
  settle(here);
}

void engine::apply(const text_stream_left& input, instant now, effects& out) {
  turn here{now, out};
  chat_.leave(input, here);
  settle(here);
}

void engine::apply(chat_read input, instant now, effects& out) {
  turn here{now, out};
  chat_.page_read(std::move(input), here);
  settle(here);
}

void engine::apply(messages_found input, instant now, effects& out) {
  turn here{now, out};
  chat_.found(std::move(input), here);
  settle(here);
}

void engine::apply(passphrase_hashed input, instant now, effects& out) {
  turn here{now, out};
  players_.on(std::move(input), here);
  settle(here);
}

void engine::apply(passphrase_checked input, instant now, effects& out) {
  turn here{now, out};
  players_.on(std::move(input), here);
  settle(here);
}

void engine::apply(const tick&, instant now, effects& out) {
  turn here{now, out};
  for (const auto& due : world_.alarms.take_due(now.mono))
    alarm(due, here);
  settle(here);
}

void engine::apply(const shutdown_requested& input, instant now, effects& out) {
  turn here{now, out};
  stop(input, here);
  settle(here);
}

void engine::alarm(const timer_key& due, turn& now) {
  auto* what = world_.find_picture(due.picture);
  switch (due.kind) {
  case timer_kind::proceed:
    return drawing_.proceed(now);
  case timer_kind::commit:
    // Every input ends with a look at what is to be committed.
    return;
  case timer_kind::expiry:
    return replies_.expire(now);
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
  client->player = {};
  client->identity = author_identity::anonymous;
  client->token_hash.clear();
  if (token.empty())
    return {};
  const auto known = players_.signed_in_by(token, now.now.wall);
  if (!known)
    return failure(errc::unauthorized, "the token is none, or none any more; sign_in gives one");
  client->player = known->player;
  client->identity = known->identity;
  client->token_hash = token_hash(token);
  return {};
}

void engine::stop(const shutdown_requested& why, turn& now) {
  stopping_.begin(why, now);
  chat_.stop(now);
  players_.stop(now);
}

void engine::settle(turn& now) {
  if (stopping_.is_over())
    return;
  for (const auto id : std::exchange(world_.touched, {}))
    if (auto* what = world_.find_picture(id))
      keeping_.settle(*what, now);
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
