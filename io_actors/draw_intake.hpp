#pragma once

#include "io_actors/fifo.hpp"
#include "protocol/blocks.hpp"
#include "protocol/messages.hpp"

#include <optional>
#include <vector>

namespace atelier {

/// Ops of one DRAW that the connection itself refuses.
struct draw_refusal {
  client_seq_t client_seq = 0;
  std::uint32_t count = 0;
  error what;
};

/// Decodes what a client draws and gathers it into parcels for the engine: DRAWs that follow each other without a gap
/// become one batch, and a parcel is what one read brought. What the engine has not yet acknowledged is counted
/// (encoded ops, decoded patches, bookkeeping); past the limit nothing is taken, so a client cannot make it grow,
/// neither by bytes nor by small PNGs of large patches. Not thread-safe, no I/O.
class draw_intake {
public:
  explicit draw_intake(std::size_t unacknowledged_bytes_max) : bytes_max_{unacknowledged_bytes_max} {}

  /// Takes ops off the front of `draw`, and raises its `first_client_seq`, until none is left or `is_full`. A refusal
  /// ends the DRAW: an op that is cut or unknown refuses itself and the rest, of which nobody can tell the number.
  [[nodiscard]] std::optional<draw_refusal> take(picture_id picture, draw_payload& draw);

  /// Too much is unacknowledged; `take` would do nothing.
  [[nodiscard]] bool is_full() const noexcept {
    return unacknowledged_ >= bytes_max_;
  }
  /// Nothing is gathered and everything is acknowledged.
  [[nodiscard]] bool is_idle() const noexcept {
    return batches_.empty() && parcels_.empty();
  }

  /// The parcel for one `draws_received`; empty where nothing was gathered.
  [[nodiscard]] std::vector<draw_batch> seal();

  /// One `draws_taken` has come.
  void acknowledge();

private:
  std::size_t bytes_max_;
  std::size_t unacknowledged_ = 0;
  std::size_t gathered_ = 0;
  std::vector<draw_batch> batches_;
  /// Sizes of the parcels that are with the engine, oldest first.
  fifo<std::size_t> parcels_;
};

/// Refuses a whole DRAW: with `why` for all ops that can be told apart, or with what is wrong with the first one.
[[nodiscard]] std::optional<draw_refusal> refuse_all(const draw_payload& draw, error why);

/// What is wrong with the numbers of a DRAW: they begin at 0, or pass 2^32 − 1.
[[nodiscard]] std::optional<error> check_numbers(const draw_payload& draw);

} // namespace atelier
