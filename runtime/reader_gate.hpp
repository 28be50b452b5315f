#pragma once

#include <atomic>

namespace atelier::runtime {

/// Tells the writer of a log which readers sleep, so that only those are woken. The reader calls `rest` after it found
/// nothing, then looks once more; the writer calls `wake` after it appended.
class reader_gate {
public:
  /// Reader: I sleep from now on. Look at the log once more after this; where there is something, call `rise`.
  void rest() noexcept {
    resting_.store(true, std::memory_order_seq_cst);
  }
  /// Reader: I am awake after all. False where the writer was quicker, so that its wake-up is on the way.
  bool rise() noexcept {
    return resting_.exchange(false, std::memory_order_seq_cst);
  }
  /// Writer: true where the reader slept and must be woken.
  bool wake() noexcept {
    return resting_.load(std::memory_order_seq_cst) && resting_.exchange(false, std::memory_order_seq_cst);
  }

private:
  std::atomic<bool> resting_{false};
};

} // namespace atelier::runtime
