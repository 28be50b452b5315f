#pragma once

#include "client/picture_stream.hpp"
#include "protocol/image.hpp"

namespace atelier::client {

/// A picture as this client sees it: its order and its pixels, which are the server's at the same sequence number.
class picture_replica {
public:
  explicit picture_replica(picture_id picture, std::string client = {}) : stream_{picture, std::move(client)} {}

  /// Takes a block of this picture and draws what it brings; calls `take` (where given) for every op, after it is
  /// drawn. A fault of kind `broken_contract` where the order is broken or an op cannot be drawn.
  [[nodiscard]] outcome<void> apply(const block& what, const picture_stream::op_taker& take = {});

  [[nodiscard]] outcome<picture_sync> apply_sync(const json& message) {
    return stream_.apply_sync(message);
  }
  void disconnected() noexcept {
    stream_.disconnected();
  }

  [[nodiscard]] const picture_stream& stream() const noexcept {
    return stream_;
  }
  /// Empty before the first SNAPSHOT.
  [[nodiscard]] const image& raster() const noexcept {
    return raster_;
  }

private:
  [[nodiscard]] outcome<void> load(const snapshot_payload& snapshot);
  [[nodiscard]] tl::unexpected<fault> broken(const std::string& how) const;

  picture_stream stream_;
  image raster_;
};

} // namespace atelier::client
