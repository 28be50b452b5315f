#pragma once

#include "protocol/ids.hpp"
#include "runtime/reader_gate.hpp"

#include <memory>
#include <utility>
#include <vector>

namespace atelier {

/// Everybody who views a picture, with the gate that tells whether they sleep.
using viewer_group = std::vector<std::pair<connection_id, std::shared_ptr<runtime::reader_gate>>>;

} // namespace atelier
