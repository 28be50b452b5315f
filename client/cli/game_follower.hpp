#pragma once

#include "client/cli/event_stream.hpp"
#include "client/cli/follower_settings.hpp"
#include "client/cli/game_narrator.hpp"
#include "client/cli/patience.hpp"
#include "client/cli/play_effects.hpp"
#include "client/cli/play_line.hpp"
#include "client/cli/play_outbox.hpp"
#include "client/routing.hpp"
#include "protocol/ids.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace atelier::cli::play {

/// A person or a program that follows the games of a session and plays, over any number of connections: every event is
/// shown once, and everything is done once and in order. It decides only: whoever has the connection and the terminal
/// tells it what happened and carries out what it wants.
///
///     looking_up ─► naming ─► signing_in ─► joining ─► entering ─► peeking ─► catching_up ─► asking ─► counting ─►
///     at_it
class game_follower {
public:
  using time_point = patience::time_point;

  explicit game_follower(follower_settings how);

  void start();
  /// The server has said its hello.
  void opened(time_point now);
  void received(client::routed what, time_point now);
  /// There is no connection (any more).
  void lost(client::fault why, time_point now);
  void typed(const std::string& text);
  void input_ended();
  void tick(time_point now);

  /// When `tick` has something to do.
  [[nodiscard]] std::optional<time_point> next_tick() const;
  /// False while so much waits to be done that nothing more should be read.
  [[nodiscard]] bool wants_input() const noexcept;
  [[nodiscard]] effects take_effects();
  /// Takes out what was not done, when it is over.
  [[nodiscard]] std::vector<std::string> take_undone() {
    return outbox_.take_undone();
  }

private:
  enum class step {
    away,
    connecting,
    looking_up,
    naming,
    signing_in,
    joining,
    entering,
    peeking,
    catching_up,
    asking,
    counting,
    at_it
  };

  // The connection.
  void look_up();
  void looked_up(const json& answer);
  void named(const json& answer);
  void sign_in();
  void prepared(const client::outcome<json>& answer);
  void go_on(const json& answer);
  void peeked(const json& state);
  void subscribe();
  void synced();
  void present(const json& state);
  void counted(const json& page);
  void presented();
  void prepare(step what, std::string_view action, const json& args);
  std::int64_t command(std::string_view action, const json& args, bool in_session, const std::string& key = {});
  void drop(client::fault why);
  void give_up(client::fault why);

  // What comes.
  void delivered(const json& message);
  void happened(const json& event);
  void show_event(const json& event);
  void broadcast(const json& message);

  // What is typed, and its answers.
  void keep(deed what);
  void send_waiting();
  void answered(client::response answer);
  void done(const deed& what, const json& result);
  void refused(const deed& what, const client::fault& why);
  void show_result(const deed& what, const json& result);
  void finish_if_done();
  void finish();
  void closing_answered(const client::outcome<json>& answer);
  void remark(std::string text);

  follower_settings how_;
  game_narrator narrator_;
  chat::chat_view view_;
  event_stream events_;
  play_outbox outbox_;
  patience patience_;
  effects out_;
  step step_ = step::away;
  bool over_ = false, input_ended_ = false, any_refused_ = false;
  /// The state was shown, and every event from then on is.
  bool is_presented_ = false, is_subscribed_ = false;
  /// The events that are stored have come.
  bool is_past_over_ = false;
  /// Nothing is still to come after `awaited_`.
  bool is_last_awaited_ = false;
  int syncs_ = 0;
  /// Why the connection will be lost, where that is known before.
  std::optional<client::fault> farewell_;
  std::int64_t next_id_ = 1;
  /// Commands that wait for their answer: one that prepares, one that asks what is still to come.
  std::int64_t preparing_ = 0, closing_ = 0;
  json sessions_, state_, counts_, awaited_;
  std::vector<json> held_;
  std::optional<session_id> session_;
  std::string token_;
  std::uint64_t next_key_ = 1;
  /// Of each server the last message of this run that it has answered.
  std::map<std::uint32_t, seqno_t> own_;
};

} // namespace atelier::cli::play
