#pragma once

#include "protocol/json_text.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace atelier::cli::play {

/// Something that a player does.
struct deed {
  std::string action;
  json arguments;
  /// So that asking again does nothing twice; empty for what changes nothing.
  std::string key{};
};

/// Keeps what a player does until the server has answered it, over any number of connections, in its order.
class play_outbox {
public:
  /// Below the number at which the server stops reading.
  static constexpr std::size_t under_way_max = 32;

  void add(deed what) {
    waiting_.push_back({std::move(what), std::nullopt});
  }

  /// What to send now under `id`; nothing where all is under way, or must wait.
  [[nodiscard]] const deed* next(std::int64_t id);
  /// Takes out what was sent under `id`; nothing where none was.
  [[nodiscard]] std::optional<deed> answered(std::int64_t id);
  /// It was refused for now: it and what follows is kept for the next connection. False where none was sent under `id`.
  bool postponed(std::int64_t id);
  /// Everything is to be sent again.
  void disconnected();

  /// Takes out all, as it was typed.
  [[nodiscard]] std::vector<std::string> take_undone();

  [[nodiscard]] std::size_t size() const noexcept {
    return waiting_.size();
  }

private:
  struct entry {
    deed what;
    std::optional<std::int64_t> id;
  };
  [[nodiscard]] std::deque<entry>::iterator find(std::int64_t id);

  std::deque<entry> waiting_;
  bool held_up_ = false;
};

} // namespace atelier::cli::play
