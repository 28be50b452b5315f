#pragma once

#include "protocol/client_messages.hpp"
#include "protocol/records.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace atelier {

/// Who asks, what for, and under which key.
struct answer_key {
  /// The client's UUID, or empty for one that has not named itself.
  std::string client;
  std::string key;
  /// Of session, action and arguments: what tells unnamed clients that use the same key apart.
  std::uint64_t request = 0;
};

/// A hash that stays the same over restarts (FNV-1a, 64 bits, over the command's canonical JSON without its
/// secrets). `as`: for whom it is another request than for others; 0 where it is not.
[[nodiscard]] std::uint64_t request_hash(const command& what, player_id as = {});

/// First answers to commands with a key, kept for a day. A key belongs to the client that named itself; where either
/// side did not, it is taken for the same client if it asks for the same thing.
class answers {
public:
  /// Full with so many, or with so many bytes of them.
  answers(std::vector<answer_record> kept, std::size_t answers_max, std::size_t bytes_max);

  /// The first answer, `{"result":…}` or `{"error":…}`.
  [[nodiscard]] const std::string* find(const answer_key& key) const;
  [[nodiscard]] bool is_full() const noexcept {
    return order_.size() >= answers_max_ || bytes_ >= bytes_max_;
  }
  void add(const answer_record& first);
  /// Forgets answers from before `limit`; true where there were any.
  bool expire(wall_time limit);
  /// When the oldest was given.
  [[nodiscard]] std::optional<wall_time> oldest() const;

private:
  [[nodiscard]] static bool is_same(const answer_record& kept, const answer_key& asked);
  std::size_t answers_max_;
  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  std::unordered_multimap<std::string, answer_record> by_key_;
  std::deque<std::pair<wall_time, std::string>> order_;
};

} // namespace atelier
