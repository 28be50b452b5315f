#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace atelier {

/// The error codes of the contract (protocol/README.md, "Error codes"), in its order.
enum class errc {
  no_session_supplied,
  session_supplied,
  not_found,
  already_exists,
  team_exists,
  name_taken,
  player_unavailable,
  game_in_progress,
  game_not_running,
  ambiguous_data,
  bad_data,
  team_is_runner,
  team_is_catcher,
  teams_too_far,
  too_rapid,
  too_few_challenges,
  picture_problem,
  unauthorized,
  forbidden,
  rate_limited,
  not_joined,
  out_of_bounds,
  too_costly,
  storage_failure,
  shutting_down,
  internal_error,
  malformed,
  unknown_type,
  unknown_action,
  frame_too_large,
};

/// The code as it stands on the wire, such as `bad_data`.
[[nodiscard]] std::string_view name_of(errc code) noexcept;

/// The HTTP status that fits a code: one of 400, 401, 403, 404, 409, 413, 429, 500, 503.
[[nodiscard]] int http_status_of(errc code) noexcept;

/// What a peer is told: the message names the offending value and what would be right.
struct error {
  errc code = errc::internal_error;
  std::string message;
  friend bool operator==(const error&, const error&) = default;
};

template <class T>
using result = tl::expected<T, error>;

/// Shorthand for the failing side of a `result`.
[[nodiscard]] inline tl::unexpected<error> failure(errc code, std::string message) {
  return tl::unexpected<error>{error{code, std::move(message)}};
}

} // namespace atelier
