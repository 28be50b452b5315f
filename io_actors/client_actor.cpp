#include "io_actors/client_actor.hpp"

namespace atelier {

namespace {

/// One gathered write: enough to make the system call's cost small, little enough to stay fair.
constexpr std::size_t write_bytes_max = 256 * 1024;

} // namespace

client_actor::client_actor(caf::actor_config& config, runtime::strand where, connection_setup setup,
                           traffic_counters traffic::*kind)
    : strand_actor{config, std::move(where)},
      setup_{with_counters(std::move(setup))},
      kind_{kind},
      session_{setup_.id, setup_.srv_id, setup_.bounds},
      timer_{on()} {
  ++counters().opened;
}

template <class Message>
auto client_actor::telling() {
  return [this](const Message& message) {
    session_.on(message);
    pump();
  };
}

template <class Message>
auto client_actor::showing() {
  return [this](const Message& message) {
    show(message);
  };
}

template <class Message>
void client_actor::show(const Message& message) {
  session_.on(message);
  // Where input waits for room in the outbox, writing makes room.
  if (!session_.wants_input())
    pump();
  else if (begun_ && !last_ && !writing_)
    write_more();
}

void client_actor::woken(const runtime::log_tail& what) {
  if (!begun_ || last_ || writing_ || !session_.gather(what))
    return show(log_grown{picture_id{static_cast<std::uint32_t>(what.name)}});
  if (!write(what))
    return wait_for_writing();
  session_.written();
  if (session_.has_more())
    write_more();
}

client_actor::behavior_type client_actor::make_behavior() {
  session_.opened();
  if (setup_.turned_away)
    session_.leave(goodbye_reason::rate_limited);
  else
    send(setup_.engine, connected{setup_.id, setup_.admin, setup_.token}, connection_actor{this});
  start();
  return {
      telling<deliver>(),
      [](const image_ready&) {},
      telling<stream_joined>(),
      telling<stream_refused>(),
      telling<stream_ended>(),
      telling<text_items>(),
      telling<text_stream_ended>(),
      telling<ops_rejected>(),
      telling<draws_taken>(),
      showing<presence_changed>(),
      showing<cursors_moved>(),
      telling<say_goodbye>(),
      [](const attachment_part&) {},
      telling<transfer_part>(),
      telling<chunk_taken>(),
      [](const report_ready&) {},
  };
}

void client_actor::on_exit() {
  ++counters().closed;
  timer_.cancel();
  cut();
  // The engine knows this actor and this actor the engine: two that have ended would keep each other's memory.
  destroy(setup_.engine);
}

void client_actor::begin() {
  begun_ = true;
  pump();
}

void client_actor::pump() {
  if (!begun_ || last_)
    return;
  bool paused = false;
  do {
    feed();
    send_messages();
    paused = !session_.wants_input();
    if (!writing_)
      write_more();
  } while (paused && session_.wants_input());
}

void client_actor::written() {
  writing_ = false;
  session_.written();
  if (last_)
    close_in_time();
  else
    pump();
}

void client_actor::end() {
  finish(caf::exit_reason::user_shutdown);
}

void client_actor::send_messages() {
  for (auto& message : session_.take_messages())
    std::visit([this](auto& what) { send(setup_.engine, std::move(what)); }, message);
}

void client_actor::write_more() {
  while (!last_) {
    auto batch = session_.gather(write_bytes_max);
    send_messages();
    last_ = batch.last;
    if (batch.messages.empty())
      break;
    if (!write(std::move(batch.messages)))
      return wait_for_writing();
    session_.written();
  }
  if (last_)
    close_in_time();
}

void client_actor::wait_for_writing() {
  writing_ = true;
  session_.blocked(clock::now());
  watch_stall();
}

void client_actor::watch_stall() {
  const auto at = session_.deadline();
  if (watching_ || !at)
    return;
  watching_ = true;
  timer_.expires_at(*at);
  timer_.async_wait(bind([this](boost::system::error_code failed) {
    watching_ = false;
    if (failed)
      return;
    session_.advanced(last_progress());
    session_.check(clock::now());
    send_messages();
    if (session_.is_cut())
      end();
    else
      watch_stall();
  }));
}

void client_actor::close_in_time() {
  timer_.expires_after(bounds().linger_max);
  timer_.async_wait(bind([this](boost::system::error_code failed) {
    if (!failed)
      end();
  }));
  close();
}

} // namespace atelier
