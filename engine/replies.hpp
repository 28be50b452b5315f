#pragma once

#include "engine/world.hpp"

#include <optional>
#include <string>
#include <vector>

namespace atelier {

/// Whom a command is answered.
struct asker {
  connection_id from;
  std::int64_t id = 0;
  std::optional<answer_key> key;
};

/// What everybody else hears of a command, or of a timer. Without a session, all connections do.
struct news {
  std::optional<session_id> session;
  std::string event;
  json data;
};

/// Answers commands and spreads news, both when what they show is on disk; the asker's answer comes before the news.
class replies {
public:
  explicit replies(world& all) : world_{all} {}

  /// The one response to a command. With a key it is kept, so that the same command again gets it again.
  void answer(const asker& who, const result<json>& what, turn& now);

  /// Keeps an answer that is given in another way: only for a command with a key.
  void keep(const asker& who, const result<json>& what, turn& now);

  /// Gives the first answer again where the key is known, or refuses where no more can be kept; true where it did.
  [[nodiscard]] bool answer_again(const asker& who, turn& now);

  void spread(const std::vector<news>& all, turn& now);

  /// Forgets answers that were kept long enough.
  void expire(turn& now);

private:
  world& world_;
};

} // namespace atelier
