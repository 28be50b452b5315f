#pragma once

#include <string>
#include <string_view>

namespace atelier {

/// The name of an attachment as it may stand in a folder of anybody: what stands before the last slash or backslash is
/// dropped, and so are control characters, those that turn the direction of writing and what is not UTF-8; no blanks or
/// dots in front, no blanks at the end; at most `limits::attachment_name_bytes_max` bytes, of which an ending of up to
/// 16 bytes is kept. "file" where nothing is left.
[[nodiscard]] std::string clean_attachment_name(std::string_view name);

} // namespace atelier
