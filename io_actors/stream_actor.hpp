#pragma once

#include "io_actors/socket_actor.hpp"
#include "protocol/frames.hpp"

namespace atelier {

/// A client on a Unix or TCP socket that speaks frames.
class stream_actor final : public socket_actor {
public:
  stream_actor(caf::actor_config& config, runtime::strand where, stream_socket socket, connection_setup setup);

private:
  void start() override;
  void take(byte_view read) override;
  bool take_next() override;
  void input_taken() override;
  [[nodiscard]] bool linger(byte_view read) override;
  void close() override;

  frame_decoder decoder_;
};

} // namespace atelier
