#pragma once

namespace atelier {

/// One visitor made of a function for each alternative of a variant.
template <class... Functions>
struct overloaded : Functions... {
  using Functions::operator()...;
};
// Clang 14 does not deduce it by itself.
template <class... Functions>
overloaded(Functions...) -> overloaded<Functions...>;

} // namespace atelier
