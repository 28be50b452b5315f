#pragma once

#include "engine/chat/attachments.hpp"
#include "engine/chat/chat.hpp"
#include "engine/commands.hpp"
#include "engine/effects.hpp"
#include "engine/feed/feed.hpp"
#include "engine/feed/feed_links.hpp"
#include "engine/feed/report_requests.hpp"
#include "engine/games/games.hpp"
#include "engine/pictures/drawing.hpp"
#include "engine/pictures/keeping.hpp"
#include "engine/pictures/loader.hpp"
#include "engine/pictures/making.hpp"
#include "engine/pictures/viewing.hpp"
#include "engine/players/players.hpp"
#include "engine/replies.hpp"
#include "engine/sessions/sessions.hpp"
#include "engine/sessions/teams.hpp"
#include "engine/stopping.hpp"
#include "engine/world.hpp"

#include <utility>

namespace atelier {

/// The engine as a pure state machine: inputs in their order go in with their time, effects come out. The same inputs
/// give the same effects, in the server, in a test and in a simulation.
///
///     connected ─┐                                          ┌─► to_connection (answers, joins, wake-ups)
///     commands   │   ┌──────────┐ touched  ┌──────────────┐ │
///     streams    ├──►│ one part │─────────►│ settle: every│ ├─► store_batch ──► committed
///     draws      │   │ applies  │ pictures │ picture, the │ ├─► encode, write, load ──► their results
///     results    │   └──────────┘          │ batch, clock │ ├─► wake_at ──► tick
///     tick ──────┘                         └──────────────┘ └─► close_listeners, engine_stopped
class engine {
public:
  engine(limits bounds, recovered_state state);

  /// Takes in one input, of the kinds that `on` knows.
  template <class Input>
  void apply(Input&& input, instant now, effects& out) {
    turn here{now, out};
    on(std::forward<Input>(input), here);
    settle(here);
  }

  /// The engine has said `engine_stopped` and does nothing more.
  [[nodiscard]] bool is_over() const noexcept {
    return stopping_.is_over();
  }

private:
  engine(limits bounds, std::vector<recovered_game> stored, std::map<picture_id, bytes> server_ops,
         recovered_state state);

  void on(const connected& input, turn& now);
  void on(const disconnected& input, turn& now);
  void on(const token_shown& input, turn& now);
  void on(const command_received& input, turn& now);
  void on(picture_posted input, turn& now);
  void on(const image_requested& input, turn& now);
  void on(stream_requested input, turn& now);
  void on(const stream_left& input, turn& now);
  void on(const resync_requested& input, turn& now);
  void on(draws_received input, turn& now);
  void on(const cursor_received& input, turn& now);
  void on(const committed& input, turn& now);
  void on(const store_failed& input, turn& now);
  void on(view_encoded input, turn& now);
  void on(const snapshot_written& input, turn& now);
  void on(png_decoded input, turn& now);
  void on(picture_loaded& input, turn& now);
  void on(const texts_requested& input, turn& now);
  void on(const text_page_taken& input, turn& now);
  void on(const text_stream_left& input, turn& now);
  void on(texts_read input, turn& now);
  void on(messages_found input, turn& now);
  void on(events_found input, turn& now);
  void on(chunk_received input, turn& now);
  void on(const transfer_part_taken& input, turn& now);
  void on(attachment_posted input, turn& now);
  void on(const attachment_requested& input, turn& now);
  void on(const attachment_begun& input, turn& now);
  void on(const chunk_written& input, turn& now);
  void on(attachment_stored input, turn& now);
  void on(attachment_read input, turn& now);
  void on(const report_requested& input, turn& now);
  void on(report_read input, turn& now);
  void on(feed_found input, turn& now);
  void on(const peers_named& input, turn& now);
  void on(const feed_position_asked& input, turn& now);
  void on(feed_items_received input, turn& now);
  void on(const link_changed& input, turn& now);
  void on(passphrase_hashed input, turn& now);
  void on(passphrase_checked input, turn& now);
  void on(const tick& input, turn& now);
  void on(const shutdown_requested& input, turn& now);

  void alarm(const timer_key& due, turn& now);
  void stop(const shutdown_requested& why, turn& now);
  /// Makes a connection's requests those of the token's player, or nobody's without one.
  [[nodiscard]] result<void> sign_in_by_token(connection_id who, const std::string& token, turn& now);
  /// Ends every input: looks at what it touched, hands the next batch to storage, asks for the next wake-up.
  void settle(turn& now);

  world world_;
  drawing drawing_;
  viewing viewing_;
  keeping keeping_;
  replies replies_;
  making making_;
  server_drawing pen_;
  session_events events_;
  teams teams_;
  challenges challenges_;
  games games_;
  chat chat_;
  attachments attachments_;
  players players_;
  feed feed_;
  feed_links links_;
  report_requests reports_;
  sessions sessions_;
  commands commands_;
  stopping stopping_;
};

} // namespace atelier
