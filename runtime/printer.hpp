#pragma once

#include <caf/event_based_actor.hpp>
#include <functional>
#include <string_view>

namespace atelier::runtime {

/// Takes the place of CAF's printer, to which `aout` and CAF's default handlers write: hands whole lines to `sink`,
/// instead of keeping a thread for them. What does not end with a line break is handed over when its actor ends.
[[nodiscard]] caf::behavior print_lines(caf::event_based_actor* self, std::function<void(std::string_view)> sink);

} // namespace atelier::runtime
