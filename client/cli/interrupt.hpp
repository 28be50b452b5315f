#pragma once

namespace atelier::cli {

/// From now on Ctrl-C (SIGINT) and SIGTERM only set a mark that long-running commands look at; a second one ends the
/// program as usual.
void watch_for_interrupt();

[[nodiscard]] bool interrupted() noexcept;

} // namespace atelier::cli
