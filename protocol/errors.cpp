#include "protocol/errors.hpp"

#include <array>

namespace atelier {

namespace {

constexpr std::array<std::string_view, 30> names{
    "no_session_supplied", "session_supplied", "not_found",          "already_exists",
    "team_exists",         "name_taken",       "player_unavailable", "game_in_progress",
    "game_not_running",    "ambiguous_data",   "bad_data",           "team_is_runner",
    "team_is_catcher",     "teams_too_far",    "too_rapid",          "too_few_challenges",
    "picture_problem",     "unauthorized",     "forbidden",          "rate_limited",
    "not_joined",          "out_of_bounds",    "too_costly",         "storage_failure",
    "shutting_down",       "internal_error",   "malformed",          "unknown_type",
    "unknown_action",      "frame_too_large",
};
static_assert(names.size() == static_cast<std::size_t>(errc::frame_too_large) + 1);

} // namespace

std::string_view name_of(errc code) noexcept {
  return names[static_cast<std::size_t>(code)];
}

int http_status_of(errc code) noexcept {
  switch (code) {
  case errc::unauthorized:
    return 401;
  case errc::forbidden:
    return 403;
  case errc::not_found:
    return 404;
  case errc::already_exists:
  case errc::team_exists:
  case errc::name_taken:
  case errc::player_unavailable:
  case errc::game_in_progress:
  case errc::game_not_running:
    return 409;
  case errc::frame_too_large:
    return 413;
  case errc::too_rapid:
  case errc::rate_limited:
  case errc::too_costly:
    return 429;
  case errc::internal_error:
    return 500;
  case errc::storage_failure:
  case errc::shutting_down:
    return 503;
  default:
    return 400;
  }
}

} // namespace atelier
