#include "tests/system/durable_picture.hpp"

#include "client/painting.hpp"
#include "protocol/ops.hpp"

#include <stdexcept>
#include <utility>

namespace atelier::test {

void durable_picture::snapshot_came(seq_t seq, image raster) {
  advance();
  if (!base_.raster.pixels.empty() && base_.seq <= watermark_ && base_.seq >= earlier_.seq)
    earlier_ = std::move(base_);
  base_ = {seq, std::move(raster)};
  after_base_.clear();
}

void durable_picture::op_came(seq_t seq, byte_view op) {
  after_base_.push_back({seq, {op.begin(), op.end()}});
}

void durable_picture::durable_came(seq_t seq) {
  watermark_ = seq;
  advance();
}

const durable_picture::state& durable_picture::newest() {
  advance();
  return base_.seq <= watermark_ && base_.seq >= earlier_.seq ? base_ : earlier_;
}

void durable_picture::advance() {
  for (; !after_base_.empty() && after_base_.front().seq <= watermark_; after_base_.pop_front()) {
    const auto& next = after_base_.front();
    const auto decoded = decode_op(next.op);
    if (next.seq != base_.seq + 1 || !decoded || !client::paint(base_.raster, decoded->value))
      throw std::logic_error{"op " + std::to_string(next.seq) + " cannot be drawn on the picture as it was after op "
                             + std::to_string(base_.seq)};
    base_.seq = next.seq;
  }
}

} // namespace atelier::test
