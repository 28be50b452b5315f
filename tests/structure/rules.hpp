#pragma once

#include "tests/structure/source_tree.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace atelier::structure {

/// One place that breaks a rule of ARCHITECTURE.md, "The rooms".
struct breach {
  std::string file;
  std::size_t line = 0;
  std::string what;
  friend bool operator==(const breach&, const breach&) = default;
};

/// Every `#include` of ours names a file that exists, from the root; and it only goes where the rooms allow:
/// manager → {engine, io_actors, storage} → {protocol, runtime}; client, bench → protocol; nobody includes manager or
/// tests; protocol knows runtime in its list of actors alone.
[[nodiscard]] std::vector<breach> check_rooms(const source_tree& files);

/// A core includes neither CAF nor Boost, nor a file of ours that may.
[[nodiscard]] std::vector<breach> check_cores(const source_tree& files);

/// At most 500 lines in a file, and at most one class in a header of more than 120.
[[nodiscard]] std::vector<breach> check_sizes(const source_tree& files);

/// All of it, one line each: `engine/engine.cpp:12: …`
[[nodiscard]] std::string to_string(const std::vector<breach>& breaches);

} // namespace atelier::structure
