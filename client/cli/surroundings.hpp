#pragma once

#include <chrono>
#include <ctime>

/// What the program finds out about where it runs.

namespace atelier::cli {

/// Both input and output are a person's.
[[nodiscard]] bool is_terminal();

/// Whether a terminal shall have colours; https://no-color.org
[[nodiscard]] bool wants_colours();

/// The clock and calendar of whoever reads.
[[nodiscard]] std::tm local_time(std::chrono::system_clock::time_point at);

} // namespace atelier::cli
