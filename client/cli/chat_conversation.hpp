#pragma once

#include "client/backoff.hpp"
#include "client/cli/chat_attachments.hpp"
#include "client/cli/chat_conversation_settings.hpp"
#include "client/cli/chat_effects.hpp"
#include "client/cli/chat_line_parser.hpp"
#include "client/cli/chat_outbox.hpp"
#include "client/cli/chat_view.hpp"
#include "client/routing.hpp"
#include "protocol/ids.hpp"

#include <chrono>
#include <map>
#include <optional>

namespace atelier::cli::chat {

/// A person or a program in a chat, over any number of connections: what is said is said once and in order, what
/// comes is shown once. It decides only: whoever has the connection and the terminal tells it what happened and
/// carries out what it wants.
class conversation {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit conversation(conversation_settings how);

  void start();
  /// The server has said its hello.
  void opened(time_point now);
  void received(client::routed what, time_point now);
  /// There is no connection (any more).
  void lost(client::fault why, time_point now);
  void typed(const std::string& text);
  /// Nothing where the person did not want to give one after all.
  void passphrase_given(const std::optional<std::string>& passphrase);
  void input_ended();
  void blocks_received(byte_view message, time_point now);
  void file_changed(file_event what);
  void tick(time_point now);

  /// When `tick` has something to do.
  [[nodiscard]] std::optional<time_point> next_tick() const;
  /// False while so much waits to be said that nothing more should be read.
  [[nodiscard]] bool wants_input() const noexcept;
  [[nodiscard]] effects take_effects();
  /// Takes out what was not said, when it is over.
  [[nodiscard]] std::vector<std::string> take_unsaid() {
    return outbox_.take_unsaid();
  }
  /// The same for files, by their paths.
  [[nodiscard]] std::vector<std::string> take_unsent() {
    return files_.uploads().take_unsent();
  }

private:
  enum class state { away, connecting, looking_up, signing_in, joining, joined };
  enum class sign_up { registering, signing_in };

  // The connection.
  void look_up();
  void looked_up(const json& answer);
  void go_on_as_before();
  void signed_in_again(const client::outcome<json>& answer);
  void join();
  void joined();
  void answered(client::response answer);
  void prepared(const client::outcome<json>& answer);
  void delivered(const json& message);
  void broadcast(const json& message);
  /// Ends the connection for a fault that may go away; the end comes as `lost`.
  void drop(client::fault why);
  void give_up(client::fault why);
  std::int64_t command(std::string_view action, const json& args, bool in_session, const std::string& key = {});

  // What is typed, and its answers.
  void carry_out(line typed);
  void keep_for_saying(std::string text);
  void keep(ask what);
  void send_waiting();
  void answered(const ask& asked, const client::outcome<json>& answer);
  void refused(const ask& asked, const client::fault& why);
  void said(const json& answer);
  void show_who(const json& answer);
  void show_found(const ask& asked, const json& answer);
  void player_added(const ask& asked, const json& answer);
  void signed_in(const json& answer);
  void show_all(const chat_view::lines& lines);
  void finish_if_done();

  // Files.
  void fetch_attached();
  void fetch(seqno_t message);
  void go_on_with_files();

  conversation_settings how_;
  chat_view view_;
  chat_outbox outbox_;
  chat_attachments files_;
  effects out_;
  state state_ = state::away;
  client::backoff backoff_;
  std::optional<time_point> away_since_, next_try_;
  time_point last_heard_{};
  bool pinged_ = false, was_connected_ = false, over_ = false, input_ended_ = false, any_refused_ = false;
  /// Why the connection will be lost, where that is known before.
  std::optional<client::fault> farewell_;
  std::int64_t next_id_ = 1;
  /// The command that prepares the connection, and waits for its answer.
  std::int64_t preparing_ = 0;
  json sessions_;
  std::optional<session_id> session_;
  std::string token_, handle_;
  std::uint64_t next_key_ = 1;
  /// Of each server the last message of this run that it has answered.
  std::map<std::uint32_t, seqno_t> own_;
  std::optional<std::pair<sign_up, std::string>> asking_passphrase_;
};

} // namespace atelier::cli::chat
