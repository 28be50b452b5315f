#pragma once

#include "protocol/errors.hpp"
#include "protocol/image.hpp"
#include "protocol/ops.hpp"

namespace atelier::client {

/// Lays `colour` over a pixel: `out = (src·a + dst·(255−a) + 127) / 255` for r, g and b; the pixel stays opaque.
[[nodiscard]] rgba laid_over(rgba below, rgba colour) noexcept;

/// Draws an op on a picture, each covered pixel once. `bad_data` for an op that no picture takes, `out_of_bounds` for
/// one that covers nothing; the picture is then as it was.
[[nodiscard]] result<void> paint(image& picture, const op& what);

} // namespace atelier::client
