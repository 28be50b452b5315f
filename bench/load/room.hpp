#pragma once

#include "bench/load/drawer.hpp"
#include "bench/load/generator.hpp"

#include <functional>
#include <string_view>

namespace atelier::bench {

/// How the connection with this index in its room talks.
using dialect_factory = std::function<std::unique_ptr<dialect>(std::uint32_t index)>;

/// Whether all viewers of a room received the same ops in the same order.
enum class op_order {
  one,
  /// All received everything, in different orders.
  diverged,
  /// Somebody received less, or something twice.
  lost,
};
[[nodiscard]] std::string_view name_of(op_order order) noexcept;

/// The viewers of one picture or channel; the first of them draw.
class room {
public:
  room(generator& with, const dialect_factory& make_dialect, std::size_t viewers, std::size_t drawers);

  [[nodiscard]] const std::vector<std::unique_ptr<viewer>>& viewers() const noexcept {
    return viewers_;
  }
  [[nodiscard]] std::vector<drawer>& drawers() noexcept {
    return drawers_;
  }

  /// Whether everything that was drawn so far has reached everybody.
  [[nodiscard]] bool settled() const noexcept;

  /// Judges what has been received so far; all viewers must have joined before the first op.
  [[nodiscard]] op_order order() const noexcept;

  /// Skips of all its viewers.
  [[nodiscard]] std::uint64_t skips() const;

private:
  [[nodiscard]] op_digest drawn() const noexcept;

  std::vector<std::unique_ptr<viewer>> viewers_;
  std::vector<drawer> drawers_;
};

/// All viewers of some rooms.
[[nodiscard]] std::vector<viewer*> viewers_of(std::span<const std::unique_ptr<room>> rooms);

/// Waits until all rooms are settled, or nothing comes any more, for a minute at most.
void settle(generator& with, std::span<const std::unique_ptr<room>> rooms);

/// The worst of the rooms.
[[nodiscard]] op_order order_of(std::span<const std::unique_ptr<room>> rooms) noexcept;

} // namespace atelier::bench
