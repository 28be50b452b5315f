#pragma once

#include "io_actors/client_actor.hpp"
#include "io_actors/frame_writer.hpp"
#include "protocol/frames.hpp"

namespace atelier {

/// A client on a Unix or TCP socket that speaks frames. It keeps no buffer while nothing comes in: it waits until the
/// socket is readable and reads into memory that all connections of a thread share. Writes are tried at once, many
/// frames in one system call.
class stream_actor final : public client_actor {
public:
  stream_actor(caf::actor_config& config, runtime::strand where, stream_socket socket, connection_setup setup);

private:
  void start() override;
  void feed() override;
  [[nodiscard]] bool write(std::vector<outgoing_message> messages) override;
  void close() override;
  void cut() noexcept override;
  [[nodiscard]] clock::time_point last_progress() noexcept override;

  void tune_tcp();
  void read_more();
  void read_some();
  void end_input();
  void take_frame(const frame& what);
  [[nodiscard]] bool write_some();

  stream_socket socket_;
  frame_decoder decoder_;
  frame_writer writer_;
  clock::time_point last_progress_{};
  bool reading_ = false;
  bool input_over_ = false;
  bool lingering_ = false;
};

} // namespace atelier
