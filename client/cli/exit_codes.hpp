#pragma once

#include "client/fault.hpp"

namespace atelier::cli {

/// What the program tells whoever started it.
enum exit_code : int {
  exit_done = 0,
  exit_refused = 1,
  exit_usage = 2,
  exit_no_connection = 3,
  exit_script_failed = 4,
  exit_interrupted = 130,
};

inline constexpr auto exit_codes_help = "Exit codes: 0 done, 1 the server refused, 2 wrong usage, 3 no connection, or "
                                        "it was lost, 4 an expectation of a script failed, 130 stopped by Ctrl-C.";

[[nodiscard]] constexpr int exit_code_of(client::fault_kind kind) noexcept {
  switch (kind) {
  case client::fault_kind::misuse:
    return exit_usage;
  case client::fault_kind::refused:
    return exit_refused;
  case client::fault_kind::unreachable:
  case client::fault_kind::lost:
  case client::fault_kind::timed_out:
  case client::fault_kind::broken_contract:
    break;
  }
  return exit_no_connection;
}

} // namespace atelier::cli
