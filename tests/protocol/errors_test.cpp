#include "protocol/errors.hpp"

#include <doctest/doctest.h>
#include <set>

using namespace atelier;

namespace {

constexpr int errc_count = static_cast<int>(errc::frame_too_large) + 1;

} // namespace

TEST_CASE("every code has the name that the contract gives it, and no two share one") {
  std::set<std::string_view> names;
  for (int i = 0; i < errc_count; ++i)
    names.insert(name_of(static_cast<errc>(i)));
  CHECK_EQ(names.size(), errc_count);
  CHECK_EQ(name_of(errc::no_session_supplied), "no_session_supplied");
  CHECK_EQ(name_of(errc::bad_data), "bad_data");
  CHECK_EQ(name_of(errc::picture_problem), "picture_problem");
  CHECK_EQ(name_of(errc::rate_limited), "rate_limited");
  CHECK_EQ(name_of(errc::internal_error), "internal_error");
  CHECK_EQ(name_of(errc::malformed), "malformed");
  CHECK_EQ(name_of(errc::frame_too_large), "frame_too_large");
}

TEST_CASE("every code has an HTTP status that fits it") {
  CHECK_EQ(http_status_of(errc::not_found), 404);
  for (const auto it : {errc::already_exists, errc::team_exists, errc::name_taken, errc::player_unavailable,
                        errc::game_in_progress, errc::game_not_running})
    CHECK_EQ(http_status_of(it), 409);
  CHECK_EQ(http_status_of(errc::unauthorized), 401);
  CHECK_EQ(http_status_of(errc::forbidden), 403);
  for (const auto it : {errc::rate_limited, errc::too_rapid, errc::too_costly})
    CHECK_EQ(http_status_of(it), 429);
  CHECK_EQ(http_status_of(errc::frame_too_large), 413);
  for (const auto it : {errc::shutting_down, errc::storage_failure})
    CHECK_EQ(http_status_of(it), 503);
  CHECK_EQ(http_status_of(errc::internal_error), 500);
  for (const auto it : {errc::bad_data, errc::malformed, errc::unknown_type, errc::unknown_action, errc::ambiguous_data,
                        errc::no_session_supplied, errc::session_supplied, errc::out_of_bounds, errc::picture_problem,
                        errc::not_joined, errc::team_is_runner, errc::too_few_challenges})
    CHECK_EQ(http_status_of(it), 400);
}
