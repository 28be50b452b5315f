#pragma once

#include "tests/manager/child_process.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace atelier::test {

/// A built server that runs on a data folder and listens on all transports; ready when the constructor returns. To be
/// used by one thread at a time; the URLs stay the same over every `start`, so that other threads may keep copies.
class server_process {
public:
  /// `more_options` are added to those for the folder and the addresses; `open_files_max`, if not 0, is its limit on
  /// open files, which it can't raise.
  explicit server_process(std::filesystem::path data, std::vector<std::string> more_options = {},
                          std::size_t open_files_max = 0);

  /// `unix:PATH`
  [[nodiscard]] std::string unix_url() const;
  /// `tcp:HOST:PORT`
  [[nodiscard]] std::string tcp_url() const;
  /// `ws://HOST:PORT/ws`
  [[nodiscard]] std::string ws_url() const;
  /// `http://HOST:PORT`
  [[nodiscard]] std::string http_url() const;
  /// The URLs of the three transports of clients, in turn: neighbours in `number` differ.
  [[nodiscard]] std::string url(std::size_t number) const;
  [[nodiscard]] std::filesystem::path socket_file() const;
  [[nodiscard]] const std::filesystem::path& data() const noexcept {
    return data_;
  }

  /// kill -9, and waits until the process is gone.
  void kill();
  /// SIGINT; gives the exit code.
  [[nodiscard]] int stop();
  void send_signal(int number) const;
  /// While it runs.
  [[nodiscard]] pid_t id() const {
    return running_.value().id();
  }
  /// Waits for the end and gives the exit code, or minus the signal that ended it.
  [[nodiscard]] int wait();
  /// Starts again on the same data and addresses, after `kill`, `stop` or `wait`.
  void start();
  /// What the server that ended last wrote on stderr.
  [[nodiscard]] const std::string& log() const noexcept {
    return log_;
  }

private:
  std::filesystem::path data_;
  std::vector<std::string> more_options_;
  std::size_t open_files_max_;
  std::string http_ = "127.0.0.1:0";
  std::string tcp_ = "127.0.0.1:0";
  std::optional<child_process> running_;
  std::string log_;
};

} // namespace atelier::test
