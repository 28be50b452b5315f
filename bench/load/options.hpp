#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace atelier::bench {

enum class scenario_kind { closed, open, idle, joins, many, soak, durable, feed };
[[nodiscard]] std::string_view name_of(scenario_kind kind) noexcept;

enum class dialect_kind { atelier, raw, nats, socketio };
[[nodiscard]] std::string_view name_of(dialect_kind kind) noexcept;

/// What a run was asked for. A scenario's own options keep their defaults in all others.
struct options {
  scenario_kind scenario{};
  dialect_kind dialect{};
  /// Where the server listens, on 127.0.0.1.
  std::uint16_t port = 0;
  /// 0 where the server's CPU and memory are not to be looked at.
  int server_pid = 0;
  /// What is measured, and what passes before.
  double seconds = 5;
  double warmup = 1;
  /// Of the noise on a picture.
  std::uint32_t seed = 1;
  /// Progress goes to stderr.
  bool verbose = false;
  bool sleep = false;

  /// Of each room.
  std::size_t viewers = 0;
  std::size_t senders = 0;
  /// Own ops of each sender.
  std::uint32_t in_flight = 0;
  /// Ops a second, in all; 0 where the scenario finds it out.
  double rate = 0;
  /// Ops in one message of a sender.
  std::uint32_t ops_per_message = 1;
  /// An existing picture to draw on; 0 for one of its own.
  std::uint32_t picture = 0;
  std::size_t connections = 0;
  std::size_t newcomers = 0;
  std::size_t pictures = 0;
  /// Of a feed: what is stored before it is read, and what is heard live.
  std::uint64_t messages = 0;
  std::uint64_t live_messages = 0;
  /// Viewers that are replaced in a second.
  double churn = 0;
};

/// The process has nothing more to do: `--help` is for stdout, everything else for stderr.
struct early_exit {
  int code = 0;
  std::string text;
};

/// What the command line asks for and cannot be had here, such as more connections than files may be open.
class impossible_option : public std::runtime_error {
public:
  using runtime_error::runtime_error;
};

inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;

/// Reads the command line. A wrong value gives one line that names it.
[[nodiscard]] tl::expected<options, early_exit> parse_options(const std::vector<std::string>& arguments);

[[nodiscard]] inline std::chrono::nanoseconds to_duration(double seconds) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>{seconds});
}

} // namespace atelier::bench
