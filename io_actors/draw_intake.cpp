#include "io_actors/draw_intake.hpp"

#include <limits>
#include <string>
#include <utility>

namespace atelier {

namespace {

/// Beside its bytes, what a batch takes in memory.
constexpr std::size_t batch_overhead = sizeof(draw_batch) + 64;
/// A pixel op, the smallest one.
constexpr std::size_t op_bytes_min = 9;

struct counted_ops {
  std::uint32_t count = 0;
  std::optional<error> bad;
};

counted_ops count_ops(byte_view ops) {
  counted_ops out;
  while (!ops.empty()) {
    const auto size = sound_op_size(ops);
    if (size == 0) {
      out.bad = op_size(ops).error();
      break;
    }
    ops = ops.subspan(size);
    ++out.count;
  }
  return out;
}

bool is_patch(byte_view op) {
  return static_cast<op_code>(op.front()) == op_code::patch;
}

/// Null for a patch that is no image of the size that it claims; the engine refuses it in its place.
shared_image decode_image(byte_view encoded) {
  const auto decoded = decode_op(encoded);
  if (!decoded)
    return nullptr;
  const auto* patch = std::get_if<patch_op>(&decoded->value);
  if (!patch || check(*patch))
    return nullptr;
  auto pixels = decode_patch(*patch);
  return pixels ? std::make_shared<const image>(std::move(*pixels)) : nullptr;
}

} // namespace

std::optional<draw_refusal> draw_intake::take(picture_id picture, draw_payload& draw) {
  while (!draw.ops.empty() && !is_full()) {
    const auto size = sound_op_size(draw.ops);
    if (size == 0) {
      auto why = op_size(draw.ops).error();
      draw.ops = {};
      return draw_refusal{draw.first_client_seq, 1, std::move(why)};
    }
    std::size_t cost = size;
    if (batches_.empty() || batches_.back().picture != picture
        || batches_.back().first_client_seq + batches_.back().count != draw.first_client_seq) {
      batches_.push_back({picture, draw.first_client_seq, 0, {}, {}});
      cost += batch_overhead;
    }
    auto& batch = batches_.back();
    const auto encoded = draw.ops.first(size);
    if (is_patch(encoded)) {
      batch.patches.push_back(decode_image(encoded));
      if (const auto& pixels = batch.patches.back())
        cost += pixels->pixels.size() * sizeof(rgba);
    }
    append(batch.ops, encoded);
    ++batch.count;
    ++draw.first_client_seq;
    draw.ops = draw.ops.subspan(size);
    gathered_ += cost;
    unacknowledged_ += cost;
  }
  return std::nullopt;
}

std::vector<draw_batch> draw_intake::seal() {
  if (!batches_.empty())
    parcels_.push_back(std::exchange(gathered_, 0));
  return std::exchange(batches_, {});
}

void draw_intake::acknowledge() {
  if (parcels_.empty())
    return;
  unacknowledged_ -= parcels_.front();
  parcels_.pop_front();
}

std::optional<draw_refusal> refuse_all(const draw_payload& draw, error why) {
  if (draw.ops.empty())
    return std::nullopt;
  auto ops = count_ops(draw.ops);
  if (ops.count == 0)
    return draw_refusal{draw.first_client_seq, 1, std::move(*ops.bad)};
  return draw_refusal{draw.first_client_seq, ops.count, std::move(why)};
}

std::optional<error> check_numbers(const draw_payload& draw) {
  if (draw.first_client_seq == 0)
    return error{errc::bad_data, "client_seq is 0; a client's numbers for its ops start at 1"};
  constexpr std::uint64_t last = std::numeric_limits<client_seq_t>::max();
  const auto before = std::uint64_t{draw.first_client_seq} - 1;
  if (before + draw.ops.size() / op_bytes_min <= last || before + count_ops(draw.ops).count <= last)
    return std::nullopt;
  return error{errc::bad_data, "client_seq " + std::to_string(draw.first_client_seq)
                                   + " and on: the ops pass the largest number, 4294967295"};
}

} // namespace atelier
