#pragma once

#include "engine/feed/feed_project.hpp"

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

namespace atelier {

/// What the rules look at, of the feeds of all projects.
class feed_index {
public:
  /// `secret` is random, of this run.
  feed_index(const std::vector<feed_head>& stored, const feed_key_hash::seed& secret, std::size_t messages_max,
             std::uint64_t bytes_max);

  void add(const feed_head& what);
  void remove(session_id project);

  /// An empty one where nothing of it is known.
  [[nodiscard]] const feed_project& of(session_id project) const;

  /// A message of so many bytes is one too many.
  [[nodiscard]] bool is_full_for(std::size_t bytes) const noexcept {
    return messages_ >= messages_max_ || bytes_ + bytes > bytes_max_;
  }
  [[nodiscard]] std::size_t messages_max() const noexcept {
    return messages_max_;
  }
  [[nodiscard]] std::uint64_t bytes_max() const noexcept {
    return bytes_max_;
  }
  [[nodiscard]] std::size_t messages() const noexcept {
    return messages_;
  }
  [[nodiscard]] std::uint64_t bytes() const noexcept {
    return bytes_;
  }

private:
  feed_key_hash::seed secret_;
  std::size_t messages_max_;
  std::uint64_t bytes_max_;
  std::unordered_map<session_id, feed_project> projects_;
  std::size_t messages_ = 0;
  std::uint64_t bytes_ = 0;
};

} // namespace atelier
