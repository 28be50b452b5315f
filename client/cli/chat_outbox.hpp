#pragma once

#include "protocol/json_text.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace atelier::cli::chat {

/// Something that a person asked for and the server has not answered.
struct ask {
  enum class kind { say, who, search, add_player, sign_in };
  kind what{};
  json args = json::object();
  /// So that asking again does nothing twice. Only what is said has one: an answer under a key is kept on the server's
  /// disk, which is no place for tokens.
  std::optional<std::string> key{};
  /// It was sent over a connection that was lost.
  bool repeated = false;
};

/// Keeps what was asked for until it is answered, over any number of connections, in its order: many messages may be
/// under way at once, anything else waits for what is before it and holds up what is behind it.
class chat_outbox {
public:
  /// Below the number at which the server stops reading.
  static constexpr std::size_t under_way_max = 32;

  void add(ask what) {
    waiting_.push_back({std::move(what), std::nullopt});
  }
  /// Before everything that was not sent.
  void add_next(ask what);

  /// What to send now under `id`; nothing where all is under way or must wait.
  [[nodiscard]] const ask* next(std::int64_t id);

  /// Takes out what was sent under `id`; nothing where none was.
  [[nodiscard]] std::optional<ask> answered(std::int64_t id);
  /// It was refused for now, and is kept for the next connection.
  void postponed(std::int64_t id);
  /// Everything is to be sent again.
  void disconnected();

  /// Takes out all messages that wait to be said, and gives their texts.
  [[nodiscard]] std::vector<std::string> take_unsaid();

  /// Whether something waits that changes who speaks.
  [[nodiscard]] bool changes_who_speaks() const noexcept;

  [[nodiscard]] std::size_t size() const noexcept {
    return waiting_.size();
  }

private:
  struct entry {
    ask what;
    std::optional<std::int64_t> id;
    bool postponed = false;
  };
  [[nodiscard]] std::deque<entry>::iterator find(std::int64_t id);

  std::deque<entry> waiting_;
};

} // namespace atelier::cli::chat
