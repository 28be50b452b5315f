#pragma once

#include "protocol/ids.hpp"

/// \file
/// Pictures that the generator makes on an Atelier server on 127.0.0.1, by HTTP. Failures are thrown as `http_post`
/// does.

namespace atelier::bench {

/// A white picture of 1000 × 1000.
[[nodiscard]] picture_id make_picture(std::uint16_t port);

/// The same with a grey pixel in each part of it, so that drawing on it takes no more memory than it has.
[[nodiscard]] picture_id make_touched_picture(std::uint16_t port);

/// A picture of this size full of noise, so that its PNG is as large as can be.
[[nodiscard]] picture_id make_noisy_picture(std::uint16_t port, std::uint16_t width, std::uint16_t height,
                                            std::uint32_t seed);

} // namespace atelier::bench
