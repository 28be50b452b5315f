#pragma once

#include "client/cli/image_ops.hpp"
#include "client/cli/joined_picture.hpp"
#include "client/cli/progress_display.hpp"
#include "client/cli/reconnecting.hpp"
#include "client/cli/session.hpp"
#include "client/reliable_drawer.hpp"

namespace atelier::cli {

/// What `atelier draw` was asked for.
struct draw_options {
  std::string picture;
  std::string file;
  std::string at = "0,0";
  std::string rows;
  std::string strip;
  std::string client;
  bool resume = false;
  /// How long a server may be away.
  std::chrono::milliseconds retry_max{60'000};
};

/// Draws an image on a picture, over as many connections as it takes, until all of it is durable.
class draw_run {
public:
  draw_run(const settings& how, draw_options what);

  /// Gives the exit code.
  [[nodiscard]] int run();

private:
  using clock = std::chrono::steady_clock;

  [[nodiscard]] client::outcome<void> prepare();
  /// Draws over one connection; a value where everything is durable.
  [[nodiscard]] client::outcome<void> draw_over(client::connection& made);
  [[nodiscard]] client::outcome<void> find_target(const client::sender& to);
  [[nodiscard]] client::outcome<void> exchange(client::connection& made);
  [[nodiscard]] client::outcome<void> send_what_may_go(const client::sender& to);
  [[nodiscard]] client::outcome<void> take_block(const block& what);
  [[nodiscard]] client::outcome<void> take_sync(const json& message);
  void take_rejected(const json& message);
  void show_progress(bool last);
  [[nodiscard]] int finish();
  [[nodiscard]] bool finished() const {
    return source_->done() && drawer_.settled();
  }

  const settings& how_;
  draw_options what_;
  progress_display display_;
  image image_;
  std::optional<image_ops> source_;
  std::optional<client::picture_stream> stream_;
  client::reliable_drawer drawer_;
  picture_events events_;
  reconnecting retry_;
  clock::time_point started_{};
  bool was_connected_ = false;
  bool synced_before_ = false;
  unsigned reconnects_ = 0;
  std::uint64_t drawn_before_ = 0;
};

} // namespace atelier::cli
