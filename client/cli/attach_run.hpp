#pragma once

#include "client/attachment_upload.hpp"
#include "client/cli/over_connections.hpp"
#include "client/cli/progress_display.hpp"
#include "client/upload_file.hpp"

namespace atelier::cli {

/// What `atelier attach` was asked for.
struct attach_options {
  std::string session;
  std::string file;
  /// Another name than the file's own.
  std::string name;
  std::string text;
  /// How long a server may be away.
  std::chrono::milliseconds retry_max{60'000};
};

/// Says a message with a file, over as many connections as it takes.
class attach_run {
public:
  attach_run(const settings& how, attach_options what);

  /// Gives the exit code.
  [[nodiscard]] int run();

private:
  using clock = reconnecting::clock;

  [[nodiscard]] client::outcome<void> prepare();
  /// Sends over one connection; a value where the upload has its result.
  [[nodiscard]] client::outcome<void> send_over(client::connection& made);
  [[nodiscard]] client::outcome<void> begin(const client::sender& to);
  [[nodiscard]] client::outcome<void> send_pieces(const client::sender& to);
  void show_progress(bool last);

  const settings& how_;
  attach_options what_;
  progress_display display_;
  reconnecting retry_;
  std::optional<client::upload_file> file_;
  std::optional<client::attachment_upload> upload_;
  std::optional<session_id> session_;
  /// Sent by an earlier run.
  std::optional<std::uint64_t> sent_before_;
  clock::time_point started_{};
};

} // namespace atelier::cli
