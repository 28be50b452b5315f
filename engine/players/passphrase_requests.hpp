#pragma once

#include "engine/replies.hpp"
#include "protocol/errors.hpp"
#include "protocol/ids.hpp"
#include "protocol/limits.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace atelier {

/// A player that is made when its passphrase is hashed; its handle is its own until then.
struct adding_player {
  std::string handle;
};

struct changing_passphrase {
  player_id player;
};

struct signing_in {
  player_id player;
  /// What the passphrase is compared with; empty where the player has none.
  std::string hash;
};

/// A command that waits for the passphrase actor.
struct passphrase_request {
  asker who;
  std::variant<adding_player, changing_passphrase, signing_in> what;
  /// Asked the same with the same key meanwhile.
  std::vector<asker> also = {};
  /// Nobody waits for it any more; the actor is still at it.
  bool dropped = false;

  /// Costs the actor tens of milliseconds.
  [[nodiscard]] bool is_slow() const noexcept {
    const auto* in = std::get_if<signing_in>(&what);
    return !in || !in->hash.empty();
  }
};

/// The commands that wait for the passphrase actor, and how many may.
class passphrase_requests {
public:
  explicit passphrase_requests(const limits& bounds) : bounds_{bounds} {}

  /// Why no more can wait: too many altogether, or of this connection.
  [[nodiscard]] std::optional<error> refused(const passphrase_request& more) const;
  /// The number by which the actor's answer will name it.
  std::uint64_t add(passphrase_request more);
  [[nodiscard]] std::optional<passphrase_request> take(std::uint64_t number);

  /// Where the same command with the same key waits already, both get its answer; true then.
  [[nodiscard]] bool wait_for(const asker& who);
  /// Everything that waits, which is forgotten: what the actor answers is for nobody.
  [[nodiscard]] std::vector<passphrase_request> take_all();
  /// Drops what that connection waits for, unless others wait for the same.
  void gone(connection_id who);

  /// A player with that folded handle is being added.
  [[nodiscard]] bool has_handle(const std::string& folded) const;
  [[nodiscard]] bool is_empty() const noexcept {
    return waiting_.empty();
  }

private:
  const limits& bounds_;
  std::map<std::uint64_t, passphrase_request> waiting_;
  std::uint64_t next_ = 1;
};

} // namespace atelier
