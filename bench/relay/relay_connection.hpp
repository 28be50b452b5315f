#pragma once

#include "bench/load/wire/event_loop.hpp"
#include "bench/load/wire/frame_parser.hpp"

namespace atelier::bench {

/// One client of the relay. What it sends goes to the batch of this turn of the loop; what it gets is written at once,
/// and only what the socket does not take is kept.
class relay_connection final : public ready_handler {
public:
  /// `scratch` and `batch` are the relay's and shared by all connections.
  relay_connection(event_loop& loop, unique_fd socket, std::span<std::byte> scratch, bytes& batch);

  void ready(std::uint32_t events) override;

  /// Sends whole frames; does nothing before the upgrade and after the end.
  void send(byte_view frames);

  [[nodiscard]] bool ended() const noexcept {
    return stage_ == stage::ended;
  }

private:
  enum class stage { request, open, ended };

  void read_some();
  void take(std::size_t count);
  /// Answers the request when its head is complete; what follows a head is not expected before the answer.
  void take_request(std::string_view more);
  void take_frame(const websocket_frame& frame);
  void write(byte_view data);
  void write_kept();
  void end() noexcept;

  event_loop& loop_;
  unique_fd socket_;
  std::span<std::byte> scratch_;
  bytes& batch_;
  stage stage_ = stage::request;
  std::string request_;
  frame_parser parser_;
  /// What the socket did not take.
  bytes kept_;
};

} // namespace atelier::bench
