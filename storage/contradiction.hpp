#pragma once

#include <stdexcept>
#include <string>

namespace atelier {

/// Throws what stands for a mistake of ours: a record that contradicts what is stored.
[[noreturn]] inline void contradiction(const std::string& what) {
  throw std::logic_error{what};
}

} // namespace atelier
