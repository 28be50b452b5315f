#include "tests/system/server_process.hpp"

#include <csignal>
#include <doctest/doctest.h>
#include <utility>

namespace atelier::test {

server_process::server_process(std::filesystem::path data, std::vector<std::string> more_options,
                               std::size_t open_files_max)
    : data_{std::move(data)}, more_options_{std::move(more_options)}, open_files_max_{open_files_max} {
  start();
}

void server_process::start() {
  REQUIRE_FALSE(running_);
  std::vector<std::string> options{"--data", data_.string(), "--socket", socket_file().string(),
                                   "--http", http_,          "--tcp",    tcp_};
  options.insert(options.end(), more_options_.begin(), more_options_.end());
  const std::string program = ATELIER_BIN_DIR "/atelierd";
  if (open_files_max_ == 0) {
    running_.emplace(program, options);
  } else {
    options.insert(options.begin(),
                   {"-c", "ulimit -n " + std::to_string(open_files_max_) + R"(; exec "$0" "$@")", program});
    running_.emplace("/bin/sh", options);
  }
  http_ = running_->wait_for_line("listening on http://");
  tcp_ = running_->wait_for_line("listening on tcp:");
  running_->wait_for_line("ready");
}

std::string server_process::unix_url() const {
  return "unix:" + socket_file().string();
}

std::string server_process::tcp_url() const {
  return "tcp:" + tcp_;
}

std::string server_process::ws_url() const {
  return "ws://" + http_ + "/ws";
}

std::string server_process::http_url() const {
  return "http://" + http_;
}

std::string server_process::url(std::size_t number) const {
  switch (number % 3) {
  case 0:
    return unix_url();
  case 1:
    return tcp_url();
  default:
    return ws_url();
  }
}

std::filesystem::path server_process::socket_file() const {
  return data_ / "atelier.sock";
}

void server_process::kill() {
  send_signal(SIGKILL);
  REQUIRE(wait() == -SIGKILL);
}

int server_process::stop() {
  send_signal(SIGINT);
  return wait();
}

void server_process::send_signal(int number) const {
  REQUIRE(running_);
  running_->send_signal(number);
}

int server_process::wait() {
  REQUIRE(running_);
  const auto code = running_->wait();
  log_ = running_->errors();
  running_.reset();
  return code;
}

} // namespace atelier::test
