#pragma once

#include "protocol/errors.hpp"
#include "protocol/json_text.hpp"
#include "protocol/ops.hpp"

#include <string>
#include <string_view>

/// \file
/// Ops as a person writes and reads them:
///
///     pixel X Y COLOUR                    rect X Y W H COLOUR         line X0 Y0 X1 Y1 WIDTH COLOUR
///     ellipse X Y RX RY COLOUR            fill X Y COLOUR             stroke WIDTH COLOUR X,Y X,Y …
///     patch X Y W H COLOUR (a plain PNG)  hex BYTES (as they are)     COLOUR is #rrggbb or #rrggbbaa

namespace atelier::cli {

[[nodiscard]] std::optional<rgba> to_colour(std::string_view text);
[[nodiscard]] std::string colour_text(rgba colour);

/// Reads one op and appends its bytes; `bad_data` names what is wrong. What the op would do is not judged.
[[nodiscard]] result<void> append_op(bytes& to, std::string_view text);

/// Reads ops that are separated by `;`; gives their number.
[[nodiscard]] result<std::uint32_t> append_ops(bytes& to, std::string_view text);

/// One line for an op; the PNG of a patch is given as its size.
[[nodiscard]] std::string op_words(const op& what);

/// `{"op":"pixel","x":3,"y":4,"colour":"#ff0000ff"}`
[[nodiscard]] json op_json(const op& what);

} // namespace atelier::cli
