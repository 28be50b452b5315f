#include "client/picture_replica.hpp"

#include "client/painting.hpp"
#include "protocol/png.hpp"

#include <cstring>

namespace atelier::client {

tl::unexpected<fault> picture_replica::broken(const std::string& how) const {
  return failed(fault_kind::broken_contract, "picture " + std::to_string(stream_.picture().value) + ": " + how);
}

outcome<void> picture_replica::apply(const block& what, const picture_stream::op_taker& take) {
  std::optional<fault> cannot;
  const auto draw = [&](const ordered_op& each) {
    if (cannot)
      return;
    const auto decoded = decode_op(each.op);
    const auto drawn = decoded ? paint(raster_, decoded->value) : tl::unexpected{decoded.error()};
    if (!drawn)
      cannot = broken("op " + std::to_string(each.seq) + " cannot be drawn: " + drawn.error().message).value();
    else if (take)
      take(each);
  };
  const auto snapshot = stream_.apply(what, draw);
  if (!snapshot)
    return tl::unexpected{snapshot.error()};
  if (cannot)
    return tl::unexpected{std::move(*cannot)};
  return *snapshot ? load(**snapshot) : outcome<void>{};
}

outcome<void> picture_replica::load(const snapshot_payload& snapshot) {
  if (snapshot.encoding == snapshot_encoding::raw) {
    image loaded{snapshot.width, snapshot.height};
    if (snapshot.data.size() != loaded.pixels.size() * sizeof(rgba))
      return broken("a raw SNAPSHOT of " + std::to_string(snapshot.data.size()) + " bytes is not "
                    + std::to_string(snapshot.width) + " × " + std::to_string(snapshot.height) + " pixels");
    if (!loaded.pixels.empty())
      std::memcpy(loaded.pixels.data(), snapshot.data.data(), snapshot.data.size());
    raster_ = std::move(loaded);
    return {};
  }
  auto loaded = decode_png(snapshot.data, std::max(snapshot.width, snapshot.height));
  if (!loaded)
    return broken("the PNG of a SNAPSHOT is bad: " + loaded.error().message);
  if (loaded->width != snapshot.width || loaded->height != snapshot.height)
    return broken("the PNG of a SNAPSHOT is not as large as the block says");
  raster_ = std::move(*loaded);
  return {};
}

} // namespace atelier::client
