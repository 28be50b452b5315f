#pragma once

#include "tests/vectors/test_vector.hpp"

namespace atelier {

/// Every vector of tests/vectors, in the order of its kinds of ops.
[[nodiscard]] std::vector<test_vector> all_vectors();

} // namespace atelier
