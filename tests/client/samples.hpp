#pragma once

#include "client/picture_stream.hpp"
#include "protocol/ops.hpp"

#include <initializer_list>

/// What tests of this room build messages from.
namespace atelier::client::samples {

inline constexpr picture_id picture{12};
inline constexpr rgba red{255, 0, 0, 255};

[[nodiscard]] inline bytes encoded(const op& what) {
  bytes out;
  encode(what, out);
  return out;
}

[[nodiscard]] inline bytes pixels(std::uint16_t first_x, std::uint16_t count, rgba colour = red) {
  bytes out;
  for (std::uint16_t i = 0; i < count; ++i)
    encode(pixel_op{static_cast<std::uint16_t>(first_x + i), 0, colour}, out);
  return out;
}

/// The runs of an UPDATES: pixels of one author.
[[nodiscard]] inline bytes run_of(author_id author, client_seq_t first_client_seq, std::uint16_t count) {
  bytes out;
  append_run_header(out, author, first_client_seq, count);
  append(out, pixels(0, count));
  return out;
}

/// The only block of a message, which must outlive it.
[[nodiscard]] inline block only_block(const bytes& message) {
  auto rest = byte_view{message};
  return take_block(rest).value();
}

[[nodiscard]] inline bytes updates(seq_t first_seq, author_id author, client_seq_t first_client_seq,
                                   std::uint16_t count) {
  bytes out;
  append_updates(out, picture, first_seq, run_of(author, first_client_seq, count));
  return out;
}

[[nodiscard]] inline bytes durable(seq_t seq) {
  bytes out;
  append_durable(out, picture, seq);
  return out;
}

/// A white picture as raw rows.
[[nodiscard]] inline bytes snapshot(seq_t seq, std::uint16_t width = 8, std::uint16_t height = 4) {
  const image blank{width, height};
  bytes out;
  append_snapshot(out, picture, seq, width, height, snapshot_encoding::raw, std::as_bytes(std::span{blank.pixels}));
  return out;
}

[[nodiscard]] inline json sync(seq_t seq, epoch_t epoch, std::uint32_t author, client_seq_t client_seq) {
  return {{"type", "sync"}, {"mux_id", 1},      {"picture", picture.value}, {"seq", seq},
          {"epoch", epoch}, {"author", author}, {"client_seq", client_seq}};
}

} // namespace atelier::client::samples
