#pragma once

#include "protocol/errors.hpp"
#include "protocol/feed.hpp"
#include "protocol/json_text.hpp"

#include <string_view>

namespace atelier {

/// Reads a message of a feed as another server sent it; `checked` is the same text, parsed. Its members keep their
/// order and are not looked at, but for the UUID of the version, thread or comment; `project` and `arrival` are not
/// set. Fails with `malformed`, in words that begin with what is wrong, such as `"seqno" is "x"; …`.
[[nodiscard]] result<feed_message> read_feed_item(feed_kind kind, std::string_view text, const json& checked);

} // namespace atelier
