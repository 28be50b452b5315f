#pragma once

#include "protocol/errors.hpp"
#include "protocol/image.hpp"
#include "protocol/ops.hpp"

namespace atelier {

/// Draws an op as the contract (section 5) defines it and in no faster way: every pixel of the picture is asked whether
/// the op covers it. `patch` is the decoded image of a patch. Returns how many pixels were covered, 0 where the
/// op is out of bounds. It shares no code with the engine's rasterizer, so that each can be checked by the other.
std::uint64_t draw_by_definition(image& on, const op& what, const image* patch = nullptr);

/// `out = (src·a + dst·(255−a) + 127) / 255`, alpha stays 255.
[[nodiscard]] rgba blend_by_definition(rgba source, rgba below);

} // namespace atelier
