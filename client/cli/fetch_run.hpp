#pragma once

#include "client/attachment_download.hpp"
#include "client/cli/over_connections.hpp"
#include "client/cli/progress_display.hpp"
#include "client/download_file.hpp"

#include <filesystem>

namespace atelier::cli {

/// What `atelier fetch` was asked for.
struct fetch_options {
  std::string hash;
  /// Where to put it; otherwise its hash in the current folder.
  std::string output;
  /// How long a server may be away.
  std::chrono::milliseconds retry_max{60'000};
};

/// Fetches an attachment into a file, over as many connections as it takes.
class fetch_run {
public:
  fetch_run(const settings& how, fetch_options what);

  /// Gives the exit code.
  [[nodiscard]] int run();

private:
  using clock = reconnecting::clock;

  [[nodiscard]] client::outcome<void> prepare();
  /// Receives over one connection; a value where the download has its result.
  [[nodiscard]] client::outcome<void> receive_over(client::connection& made);
  [[nodiscard]] client::outcome<void> begin(const client::sender& to);
  [[nodiscard]] client::outcome<void> take(const client::message& came);
  void check();
  void show_progress(bool last);

  const settings& how_;
  fetch_options what_;
  progress_display display_;
  reconnecting retry_;
  std::filesystem::path output_;
  std::optional<client::download_file> file_;
  std::optional<client::attachment_download> download_;
  /// Received by an earlier run.
  std::uint64_t there_before_ = 0;
  clock::time_point started_{};
};

} // namespace atelier::cli
