#pragma once

#include "runtime/shared_log.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace atelier::runtime {

/// What was appended to a log since its sleeping readers were last woken; the same for all of them, and unchanged.
struct log_tail {
  /// The log's name among those that know it.
  std::uint64_t name = 0;
  std::shared_ptr<const shared_log> log;
  log_position from;
  log_position until;
  /// The bytes between the two; empty where they are too many to be handed out like this.
  std::vector<log_slice> slices;
  /// Differs for every tail made in this process, so that a thread knows what it has made of this one.
  std::uint64_t serial = 0;
};

/// `slices` stay empty where there are more than `bytes_max` bytes. From any thread.
[[nodiscard]] std::shared_ptr<const log_tail> make_log_tail(std::uint64_t name, std::shared_ptr<const shared_log> log,
                                                            log_position from, log_position until,
                                                            std::size_t bytes_max);

} // namespace atelier::runtime
