#pragma once

#include "protocol/limits.hpp"
#include "protocol/records.hpp"
#include "storage/attachments/attachment_paths.hpp"

#include <vector>

namespace atelier {

/// What is left of an attachment that nobody goes on with.
struct idle_partial {
  partial_name name;
  std::uint64_t bytes = 0;
  wall_time changed_at{};
};

/// Chooses which leftovers to go on with, and which have to go. Touches no files.
class idle_partials {
public:
  explicit idle_partials(const limits& bounds)
      : count_max_{bounds.partial_attachments_max}, kept_{bounds.partial_attachment_kept} {}

  void add(idle_partial what);

  /// A name that no partial has or had in this run.
  [[nodiscard]] partial_name new_name(const std::string& hash);

  /// Takes out the longest one of this hash that is no longer than `bytes_max`.
  [[nodiscard]] std::optional<idle_partial> take(const std::string& hash, std::uint64_t bytes_max);

  /// Takes out those that are too old, and the oldest of those that are too many.
  [[nodiscard]] std::vector<idle_partial> take_overdue(wall_time now);

  [[nodiscard]] std::optional<idle_partial> take_oldest();

  [[nodiscard]] const std::vector<idle_partial>& all() const noexcept {
    return all_;
  }

private:
  using place = std::vector<idle_partial>::iterator;
  [[nodiscard]] idle_partial take(place which);
  [[nodiscard]] place oldest();

  std::size_t count_max_;
  std::chrono::seconds kept_;
  std::uint64_t next_number_ = 1;
  std::vector<idle_partial> all_;
};

} // namespace atelier
