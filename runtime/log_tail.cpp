#include "runtime/log_tail.hpp"

#include <atomic>

namespace atelier::runtime {

std::shared_ptr<const log_tail> make_log_tail(std::uint64_t name, std::shared_ptr<const shared_log> log,
                                              log_position from, log_position until, std::size_t bytes_max) {
  static std::atomic<std::uint64_t> serials{0};
  auto made = std::make_shared<log_tail>();
  made->name = name;
  made->from = from;
  made->until = until;
  made->serial = serials.fetch_add(1, std::memory_order_relaxed) + 1;
  if (until.offset - from.offset <= bytes_max) {
    auto read = log->read(from, until, bytes_max);
    if (read.next == until)
      made->slices = std::move(read.slices);
  }
  made->log = std::move(log);
  return made;
}

} // namespace atelier::runtime
