#pragma once

#include "bench/load/measurement.hpp"
#include "bench/load/options.hpp"
#include "bench/load/room.hpp"
#include "protocol/ids.hpp"

namespace atelier::bench {

/// Viewers of a room who draw as well, in most scenarios.
inline constexpr std::size_t senders_max = 10;

/// What every scenario works with: the server under test and the rooms on it.
class testbed {
public:
  /// Throws std::runtime_error where there is no process to look at.
  explicit testbed(const options& how);

  /// Opens the room that was asked for, or makes one.
  room& open_room(std::size_t viewers, std::size_t drawers);
  room& open_room(const dialect_factory& make_dialect, std::size_t viewers, std::size_t drawers);

  /// Lets all viewers of all rooms join.
  void join();

  /// Runs the load for the warm-up and the measured time, and puts in what was measured.
  void measure(load& what, report& to);

  /// Waits until everything has arrived, and puts in whether that was in one order, and how often a viewer was too slow
  /// and missed something.
  void judge_order(report& to);

  /// Scenario and dialect.
  [[nodiscard]] report new_report() const;

  /// The picture that was asked for, or a new one.
  [[nodiscard]] picture_id picture() const;

  /// A line on stderr, where it is wanted.
  void say(std::string_view what) const;

  [[nodiscard]] generator& with() noexcept {
    return generator_;
  }
  [[nodiscard]] std::span<const std::unique_ptr<room>> rooms() const noexcept {
    return rooms_;
  }
  [[nodiscard]] std::optional<server_meter>& server() noexcept {
    return server_;
  }

private:
  [[nodiscard]] dialect_factory dialects() const;

  const options& how_;
  generator generator_;
  std::optional<server_meter> server_;
  std::vector<std::unique_ptr<room>> rooms_;
};

/// Dialects for viewers of one picture.
[[nodiscard]] dialect_factory atelier_dialects(picture_id picture);

} // namespace atelier::bench
