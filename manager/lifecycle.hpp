#pragma once

#include "manager/exit_code.hpp"
#include "protocol/limits.hpp"
#include "protocol/messages.hpp"

#include <chrono>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace atelier {

/// What becomes of a connection that was accepted.
enum class admission {
  /// It may stay.
  in,
  /// There is no room; it is told so and has to leave.
  turned_away,
  /// It was in, and another actor goes on with its socket.
  replaced,
  /// It is closed without a word: too many are being told already, or the server stops.
  dropped,
};

/// The actors that live as long as the server.
enum class member { engine, storage, snapshots, loader, history, passphrases, attachments, reports, peers, listener };

[[nodiscard]] std::string_view name_of(member who) noexcept;

/// What the manager has to do, in order.
struct stop_listening {};
/// Tell the engine; it decides about the rest.
struct ask_engine {
  shutdown_requested what;
};
/// The engine can't any more.
struct say_goodbye_to_all {
  goodbye_reason reason{};
};
/// Call `lifecycle::grace_is_over` after this time.
struct start_grace {
  std::chrono::milliseconds how_long{};
};
struct cut_connections {};
/// Storage and the workers: finish and end.
struct end_workers {};
/// Everybody is gone.
struct over {
  exit_code code = exit_code::clean;
  std::string reason;
};
using manager_effect =
    std::variant<stop_listening, ask_engine, say_goodbye_to_all, start_grace, cut_connections, end_workers, over>;
using manager_effects = std::vector<manager_effect>;

/// Who is there, who may come, and in which order everybody leaves:
///
///     running ──close_listeners──► stopping ──engine_stopped──► emptying ──no connection left──► finishing ──► over
///        └─────────────────the engine dies─────────────────────────┘ (with a time of grace for goodbyes)
///
/// A plain state machine without actors; the manager's actor carries out what it answers.
class lifecycle {
public:
  explicit lifecycle(const limits& bounds) : bounds_{bounds} {}

  void started(member who);
  /// Each that is not dropped counts until `connection_ended`. Local connections, by which the owner of the server
  /// looks after it, find some room when others have taken it all.
  [[nodiscard]] admission admit(bool local) noexcept;
  /// One that is in goes on as another actor, as HTTP does when it becomes a WebSocket, which takes its place; until it
  /// has ended the first one is `replaced`. False where the server stops.
  [[nodiscard]] bool replace() noexcept;

  [[nodiscard]] manager_effects on(const close_listeners&);
  [[nodiscard]] manager_effects on(const engine_stopped& how);
  [[nodiscard]] manager_effects on(const shutdown_requested& why);
  [[nodiscard]] manager_effects connection_ended(admission how);
  [[nodiscard]] manager_effects ended(member who, const std::string& reason);
  [[nodiscard]] manager_effects grace_is_over();

private:
  enum class phase { running, stopping, emptying, finishing, over };

  void stop(manager_effects& out);
  void advance(manager_effects& out);
  [[nodiscard]] bool has_connections() const noexcept {
    return connections_ + turned_away_ + replaced_ > 0;
  }

  limits bounds_;
  phase phase_ = phase::running;
  std::size_t connections_ = 0;
  /// Those that are being told so.
  std::size_t turned_away_ = 0;
  std::size_t replaced_ = 0;
  std::multiset<member> members_;
  exit_code code_ = exit_code::clean;
  std::string reason_;
};

} // namespace atelier
