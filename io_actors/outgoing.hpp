#pragma once

#include "protocol/bytes.hpp"
#include "protocol/frames.hpp"
#include "runtime/shared_log.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace atelier {

/// A piece of an outgoing message; `owner` keeps it alive and unchanged. What the log hands out goes as it is.
using outgoing_slice = runtime::log_slice;

/// One message for the client; its slices are sent one after another and never copied together.
struct outgoing_message {
  frame_kind kind{};
  std::vector<outgoing_slice> slices;
  std::size_t size = 0;

  void add(outgoing_slice slice) {
    size += slice.data.size();
    slices.push_back(std::move(slice));
  }
};

[[nodiscard]] inline outgoing_message text_message(shared_text text) {
  outgoing_message out{frame_kind::json, {}, 0};
  const auto data = as_byte_view(*text);
  out.add({std::move(text), data});
  return out;
}

[[nodiscard]] inline outgoing_slice slice_of(shared_bytes block) {
  const byte_view data{*block};
  return {std::move(block), data};
}

} // namespace atelier
