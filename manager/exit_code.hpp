#pragma once

#include "storage/storage.hpp"

#include <string_view>

namespace atelier {

/// What the process ends with; `--help` lists them.
enum class exit_code : int {
  clean = 0,
  unexpected = 1,
  wrong_option = 2,
  cannot_listen = 3,
  data_in_use = 4,
  data_unusable = 5,
  data_newer = 6,
  cut_off = 7,
  failed = 8,
  data_damaged = 9,
};

/// The end of `--help`.
inline constexpr std::string_view exit_code_help = R"(Exit codes:
  0  stopped cleanly: everything is on disk
  1  an unexpected error
  2  a wrong option or configuration file, or a --srv-id that is not the data's
  3  cannot listen: the address or socket file is in use, or not to be had
  4  the data folder is held by another server
  5  the data folder cannot be used, such as one that is not writable
  6  the data was written by a newer version
  7  the time limit of the shutdown was hit, and something was cut off
  8  an actor died or the storage failed
  9  the database is damaged)";

[[nodiscard]] constexpr exit_code exit_code_of(open_failure why) noexcept {
  switch (why) {
  case open_failure::in_use:
    return exit_code::data_in_use;
  case open_failure::not_writable:
    return exit_code::data_unusable;
  case open_failure::newer_version:
    return exit_code::data_newer;
  case open_failure::damaged:
    return exit_code::data_damaged;
  case open_failure::of_another_server:
    return exit_code::wrong_option;
  }
  return exit_code::unexpected;
}

} // namespace atelier
