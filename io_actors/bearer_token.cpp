#include "io_actors/bearer_token.hpp"

#include <algorithm>

namespace atelier {

namespace {

constexpr std::string_view scheme = "bearer ";

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

} // namespace

result<std::string> bearer_token(std::string_view authorization) {
  if (authorization.empty())
    return std::string{};
  if (authorization.size() <= scheme.size()
      || !std::ranges::equal(authorization.substr(0, scheme.size()), scheme, {}, lower))
    return failure(errc::unauthorized, "Authorization must be \"Bearer\" and a token that sign_in gave");
  return std::string{authorization.substr(scheme.size())};
}

} // namespace atelier
