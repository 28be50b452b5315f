#pragma once

#include "engine/chat/chat.hpp"
#include "engine/commands.hpp"
#include "engine/effects.hpp"
#include "engine/pictures/drawing.hpp"
#include "engine/pictures/keeping.hpp"
#include "engine/pictures/loader.hpp"
#include "engine/pictures/making.hpp"
#include "engine/pictures/viewing.hpp"
#include "engine/players/players.hpp"
#include "engine/replies.hpp"
#include "engine/sessions/sessions.hpp"
#include "engine/stopping.hpp"
#include "engine/world.hpp"

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

  void apply(const connected& input, instant now, effects& out);
  void apply(const disconnected& input, instant now, effects& out);
  void apply(const token_shown& input, instant now, effects& out);
  void apply(const command_received& input, instant now, effects& out);
  void apply(picture_posted input, instant now, effects& out);
  void apply(const image_requested& input, instant now, effects& out);
  void apply(stream_requested input, instant now, effects& out);
  void apply(const stream_left& input, instant now, effects& out);
  void apply(const resync_requested& input, instant now, effects& out);
  void apply(draws_received input, instant now, effects& out);
  void apply(const cursor_received& input, instant now, effects& out);
  void apply(const committed& input, instant now, effects& out);
  void apply(const store_failed& input, instant now, effects& out);
  void apply(view_encoded input, instant now, effects& out);
  void apply(const snapshot_written& input, instant now, effects& out);
  void apply(png_decoded input, instant now, effects& out);
  void apply(picture_loaded& input, instant now, effects& out);
  void apply(const chat_requested& input, instant now, effects& out);
  void apply(const text_page_taken& input, instant now, effects& out);
  void apply(const text_stream_left& input, instant now, effects& out);
  void apply(chat_read input, instant now, effects& out);
  void apply(messages_found input, instant now, effects& out);
  void apply(passphrase_hashed input, instant now, effects& out);
  void apply(passphrase_checked input, instant now, effects& out);
  void apply(const tick& input, instant now, effects& out);
  void apply(const shutdown_requested& input, instant now, effects& out);

  /// The engine has said `engine_stopped` and does nothing more.
  [[nodiscard]] bool is_over() const noexcept {
    return stopping_.is_over();
  }

private:
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
  chat chat_;
  players players_;
  sessions sessions_;
  commands commands_;
  stopping stopping_;
};

} // namespace atelier
