#pragma once

#include "client/cli/joined_picture.hpp"
#include "client/cli/reconnecting.hpp"
#include "client/cli/session.hpp"
#include "client/picture_replica.hpp"

namespace atelier::cli {

/// What `atelier watch` was asked for.
struct watch_options {
  std::string picture;
  std::string png;
  std::optional<seq_t> until_seq;
  std::optional<std::chrono::milliseconds> length;
  /// Without an op.
  std::optional<std::chrono::milliseconds> until_idle;
  std::chrono::milliseconds retry_max{60'000};
};

/// Prints what happens on a picture until it has seen enough, over as many connections as it takes.
class watch_run {
public:
  watch_run(const settings& how, watch_options what);

  /// Gives the exit code.
  [[nodiscard]] int run();

private:
  using clock = std::chrono::steady_clock;

  /// Watches over one connection; a value where enough was seen.
  [[nodiscard]] client::outcome<void> watch_over(client::connection& made);
  [[nodiscard]] client::outcome<void> take_block(const block& what);
  [[nodiscard]] client::outcome<void> take_sync(const json& message);
  void take_message(const json& message);
  void print_op(const client::ordered_op& each);
  void print(const json& event, const std::string& words);
  void remark(const std::string& text) const;
  [[nodiscard]] bool seen_enough() const;
  [[nodiscard]] int finish(int code);

  const settings& how_;
  watch_options what_;
  picture_events events_;
  std::optional<client::picture_replica> replica_;
  bool was_connected_ = false;
  reconnecting retry_;
  clock::time_point started_{};
  clock::time_point last_op_{};
};

} // namespace atelier::cli
