#include "engine/engine_shell.hpp"

#include "runtime/asio_coordinator.hpp"

#include <spdlog/spdlog.h>

namespace atelier {

namespace {

/// Viewers who are told of more read it from the log themselves: a write of that size is what costs then.
constexpr std::size_t handed_out_max = 64 * 1024;

} // namespace

engine_shell::engine_shell(caf::actor_config& cfg, engine_setup setup)
    : engine_actor::base{cfg},
      core_{setup.bounds, std::move(setup.state)},
      storage_{std::move(setup.storage)},
      snapshots_{std::move(setup.snapshots)},
      loader_{std::move(setup.loader)},
      history_{std::move(setup.history)},
      passphrases_{std::move(setup.passphrases)},
      attachments_{std::move(setup.attachments)},
      reports_{std::move(setup.reports)},
      peers_{std::move(setup.peers)},
      manager_{std::move(setup.manager)} {
  monitor(storage_);
  monitor(snapshots_);
  monitor(loader_);
  monitor(history_);
  monitor(passphrases_);
  monitor(attachments_);
  if (reports_)
    monitor(reports_);
  if (peers_)
    monitor(peers_);
  set_down_handler([this](caf::down_msg& what) { went_down(what); });
  // A message that bounced off a connection which ended meanwhile is no reason to end.
  set_error_handler([](caf::error&) {});
}

engine_actor::behavior_type engine_shell::make_behavior() {
  return {
      [this](const connected& what, const connection_actor& who) {
        monitor(who);
        ids_.emplace(who->id(), what.id);
        connections_.emplace(what.id, who);
        apply(what);
      },
      [this](const token_shown& what) { apply(what); },
      [this](command_received& what) { apply(std::move(what)); },
      [this](picture_posted& what) { apply(std::move(what)); },
      [this](const image_requested& what) { apply(what); },
      [this](stream_requested& what) { apply(std::move(what)); },
      [this](const stream_left& what) { apply(what); },
      [this](const resync_requested& what) { apply(what); },
      [this](draws_received& what) { apply(std::move(what)); },
      [this](const cursor_received& what) { apply(what); },
      [this](const committed& what) { apply(what); },
      [this](const store_failed& what) { apply(what); },
      [this](view_encoded& what) { apply(std::move(what)); },
      [this](const snapshot_written& what) { apply(what); },
      [this](png_decoded& what) { apply(std::move(what)); },
      [this](const picture_loaded_ptr& what) { apply(*what); },
      [this](const tick& what) {
        wake_ups_.came(what.at);
        apply(what);
      },
      [this](const shutdown_requested& what) { apply(what); },
      [this](const texts_requested& what) { apply(what); },
      [this](const text_page_taken& what) { apply(what); },
      [this](const text_stream_left& what) { apply(what); },
      [this](passphrase_hashed& what) { apply(std::move(what)); },
      [this](passphrase_checked& what) { apply(std::move(what)); },
      [this](texts_read& what) { apply(std::move(what)); },
      [this](messages_found& what) { apply(std::move(what)); },
      [this](events_found& what) { apply(std::move(what)); },
      [this](chunk_received& what) { apply(std::move(what)); },
      [this](const transfer_part_taken& what) { apply(what); },
      [this](attachment_posted& what) { apply(std::move(what)); },
      [this](const attachment_requested& what) { apply(what); },
      [this](const attachment_begun& what) { apply(what); },
      [this](const chunk_written& what) { apply(what); },
      [this](attachment_stored& what) { apply(std::move(what)); },
      [this](attachment_read& what) { apply(std::move(what)); },
      [this](const report_requested& what) { apply(what); },
      [this](report_read& what) { apply(std::move(what)); },
      [this](feed_found& what) { apply(std::move(what)); },
      [this](const peers_named& what) { apply(what); },
      [this](const feed_position_asked& what) { apply(what); },
      [this](feed_items_received& what) { apply(std::move(what)); },
      [this](const link_changed& what) { apply(what); },
  };
}

void engine_shell::on_exit() {
  // Connections that were cut off, and the manager, hold this actor as it holds them; none would ever be destroyed.
  groups_.clear();
  connections_.clear();
  ids_.clear();
  storage_ = nullptr;
  snapshots_ = nullptr;
  loader_ = nullptr;
  history_ = nullptr;
  passphrases_ = nullptr;
  attachments_ = nullptr;
  reports_ = nullptr;
  peers_ = nullptr;
  manager_ = nullptr;
}

template <class Input>
void engine_shell::apply(Input&& input) {
  effects all;
  core_.apply(std::forward<Input>(input), {instant::clock::now(), std::chrono::system_clock::now()}, all);
  carry_out(all);
}

void engine_shell::carry_out(effects& all) {
  for (auto& each : all)
    std::visit([this](auto& what) { carry_out(what); }, each);
  if (core_.is_over())
    quit(caf::exit_reason::user_shutdown);
}

void engine_shell::carry_out(to_connection& what) {
  const auto place = connections_.find(what.to);
  if (place == connections_.end())
    return;
  std::visit([&](auto& message) { send(place->second, std::move(message)); }, what.what);
}

void engine_shell::carry_out(const wake_viewers& what) {
  const auto [place, is_new] = groups_.try_emplace(what.picture);
  if (is_new) {
    auto made = std::make_shared<std::vector<runtime::sleeper>>();
    made->reserve(what.group->size());
    for (const auto& [id, gate] : *what.group)
      if (const auto who = connections_.find(id); who != connections_.end())
        made->push_back(runtime::sleeper_of(who->second, gate));
    place->second = std::move(made);
  }
  runtime::wake_group(home_system(), place->second,
                      runtime::make_log_tail(what.picture.value, what.log, what.from, what.until, handed_out_max));
}

void engine_shell::carry_out(const viewers_changed& what) {
  groups_.erase(what.picture);
}

void engine_shell::carry_out(store_batch& what) {
  send(storage_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(encode_view& what) {
  // Somebody waits for it in front of a screen, and nobody for what else the worker does.
  send<caf::message_priority::high>(snapshots_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(write_snapshot& what) {
  send(snapshots_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(drop_snapshots& what) {
  send(snapshots_, std::move(what));
}

void engine_shell::carry_out(decode_upload& what) {
  send(snapshots_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(load_picture& what) {
  send(loader_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(read_texts& what) {
  send(history_, what, engine_actor{this});
}

void engine_shell::carry_out(find_messages& what) {
  send(history_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(find_events& what) {
  send(history_, what, engine_actor{this});
}

void engine_shell::carry_out(hash_passphrase& what) {
  send(passphrases_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(check_passphrase& what) {
  send(passphrases_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(begin_attachment& what) {
  send(attachments_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(write_chunk& what) {
  send(attachments_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(finish_attachment& what) {
  send(attachments_, what, engine_actor{this});
}

void engine_shell::carry_out(keep_attachment& what) {
  send(attachments_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(leave_attachment& what) {
  send(attachments_, what);
}

void engine_shell::carry_out(read_attachment& what) {
  send(attachments_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(read_report& what) {
  send(reports_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(find_feed& what) {
  send(history_, std::move(what), engine_actor{this});
}

void engine_shell::carry_out(follow_project& what) {
  send(peers_, std::move(what));
}

void engine_shell::carry_out(unfollow_project& what) {
  send(peers_, std::move(what));
}

void engine_shell::carry_out(feed_position& what) {
  send(peers_, std::move(what));
}

void engine_shell::carry_out(feed_items_taken& what) {
  send(peers_, std::move(what));
}

void engine_shell::carry_out(close_listeners& what) {
  send(manager_, what);
}

void engine_shell::carry_out(engine_stopped& what) {
  send(manager_, std::move(what));
}

void engine_shell::carry_out(wake_at& what) {
  const auto now = instant::clock::now();
  const auto at = wake_ups_.want(what.at, now);
  if (!at)
    return;
  if (*at == wake_ups::at_once)
    runtime::behind_others(home_system(),
                           [self = engine_actor{this}] { caf::anon_send(self, tick{wake_ups::at_once}); });
  else
    delayed_send(this, std::chrono::ceil<std::chrono::microseconds>(*at - now), tick{*at});
}

void engine_shell::carry_out(log_line& what) {
  using enum log_line::level;
  spdlog::log(what.severity == info      ? spdlog::level::info
              : what.severity == warning ? spdlog::level::warn
                                         : spdlog::level::err,
              "{}", what.text);
}

void engine_shell::went_down(const caf::down_msg& what) {
  const auto who = what.source.id();
  if (const auto place = ids_.find(who); place != ids_.end()) {
    const auto id = place->second;
    ids_.erase(place);
    connections_.erase(id);
    return apply(disconnected{id});
  }
  const auto reason = home_system().render(what.reason);
  if (who == storage_->id())
    apply(store_failed{"its actor ended: " + reason});
  else
    apply(shutdown_requested{"a worker ended: " + reason, true});
}

engine_actor spawn_engine(caf::actor_system& system, engine_setup setup) {
  auto made = system.spawn<engine_shell>(std::move(setup));
  // What fell due while there was no server does not wait until somebody comes.
  caf::anon_send(made, tick{wake_ups::at_once});
  return made;
}

} // namespace atelier
