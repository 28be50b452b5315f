#pragma once

#include "tests/simulation/simulated_server.hpp"

#include <optional>
#include <string>

namespace atelier::simulation {

/// Somebody who makes pictures by commands with a key, draws on each, and has it removed over a second connection while
/// the ops still wait. It asks again whatever was not answered, so each of its pictures is made once and is gone later.
class simulated_visitor {
public:
  simulated_visitor(session_id session, random& dice) : session_{session}, dice_{dice} {}

  /// Does what is next, where it can; begins with another picture only where it `may_begin`.
  void act(simulated_server& server, bool may_begin);
  void cut(simulated_server& server);
  /// The server is gone, by a crash or cleanly.
  void server_gone();

  /// Between two pictures: the last one's removal has been seen, and the connection that drew on it is still served.
  [[nodiscard]] bool is_at_rest() const noexcept {
    return step_ == step::make && !begun_;
  }
  /// Pictures that were made, drawn on and removed.
  [[nodiscard]] std::uint64_t rounds() const noexcept {
    return round_;
  }

private:
  enum class step { make, subscribe, draw, remove, ping };

  void hear_painter(const json& message);
  void hear_remover(const json& message);
  void ask(simulated_server& server, connection_id over, const json& what);
  void draw(simulated_server& server);
  void next(step to);

  session_id session_;
  random& dice_;
  std::optional<connection_id> painter_;
  std::optional<connection_id> remover_;
  step step_ = step::make;
  /// What this step says was said over the present connections.
  bool asked_ = false;
  /// This round's picture may have been made.
  bool begun_ = false;
  bool synced_ = false;
  picture_id picture_;
  std::uint64_t round_ = 0;
};

} // namespace atelier::simulation
