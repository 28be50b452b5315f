#pragma once

namespace atelier::runtime {

/// Asks the system to run this thread soon after it wakes, also where another thread has the only core: for one that
/// runs for tens of microseconds between long waits. Where the system does not know this, nothing happens.
void make_this_thread_prompt() noexcept;

} // namespace atelier::runtime
