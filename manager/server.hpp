#pragma once

#include "manager/options.hpp"

namespace atelier {

/// Runs the server until it has stopped; prints what it listens on to stdout, and why it could not start to stderr.
[[nodiscard]] exit_code run_server(options wanted);

} // namespace atelier
