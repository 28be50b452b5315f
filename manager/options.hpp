#pragma once

#include "manager/exit_code.hpp"
#include "manager/host_port.hpp"
#include "protocol/limits.hpp"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace atelier {

/// What the operator asked for, checked.
struct options {
  std::filesystem::path data = "./atelier-data";
  /// The server's own number, for new data; nothing for what the data has.
  std::optional<std::uint32_t> srv_id;
  /// The Unix socket.
  std::filesystem::path socket;
  /// Nothing where it was turned off.
  std::optional<host_port> http;
  std::optional<host_port> tcp;
  /// 0 means one for each core.
  std::size_t io_threads = 0;
  /// A name that spdlog knows.
  std::string log_level = "info";
  /// Empty where it is to be found beside the program.
  std::filesystem::path web;
  std::vector<std::string> allowed_origins;
  std::vector<std::string> allowed_hosts;
  /// The servers that every project is followed at, each once.
  std::vector<std::string> feed_peers;
  limits bounds;
  /// Options that were given, by their names as settings (`snapshot_seconds`): they win over what `set_config` stored.
  std::set<std::string> given;
};

/// The process has nothing more to do: `--help` and `--version` are for stdout, everything else for stderr.
struct early_exit {
  exit_code code = exit_code::clean;
  std::string text;
};

/// Reads the command line and the configuration file that it names. A wrong value gives one line that names it.
[[nodiscard]] std::variant<options, early_exit> parse_options(const std::vector<std::string>& arguments);

} // namespace atelier
