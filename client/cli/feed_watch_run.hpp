#pragma once

#include "client/cli/reconnecting.hpp"
#include "client/cli/session.hpp"
#include "client/connection.hpp"
#include "protocol/feed.hpp"

#include <chrono>
#include <string>

namespace atelier::cli {

struct feed_watch_options {
  std::uint64_t project = 0;
  /// What the reader has already.
  version_vector since;
  /// Ends when all that is stored has come.
  bool once = false;
  std::chrono::milliseconds retry_max{};
};

/// Prints each message of a project's feed once, over any number of connections.
class feed_watch_run {
public:
  feed_watch_run(const settings& how, feed_watch_options what);

  /// Gives the exit code.
  int run();

private:
  [[nodiscard]] client::outcome<void> watch_over(client::connection& made);
  /// True where there is nothing more to wait for.
  [[nodiscard]] client::outcome<bool> take(const json& message);

  const settings& how_;
  feed_watch_options what_;
  reconnecting retry_;
};

} // namespace atelier::cli
