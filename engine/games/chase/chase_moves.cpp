#include "engine/arguments.hpp"
#include "engine/games/chase/chase.hpp"
#include "engine/games/chase/chase_shown.hpp"
#include "engine/games/moments.hpp"

#include <algorithm>

// The actions of chase that change roles, points and hands.

namespace atelier {

namespace {

std::string named(const chase_team& team) {
  return "team " + std::to_string(team.id.value);
}

tl::unexpected<error> is_runner(const chase_team& team) {
  return failure(errc::team_is_runner, named(team) + " is a runner; only a catcher can do that");
}

tl::unexpected<error> is_catcher(const chase_team& team) {
  return failure(errc::team_is_catcher, named(team) + " is a catcher; this is for runners");
}

/// Rounded up to a decimetre, so that what is too far never reads as near enough.
std::string metres(std::int64_t millimetres) {
  const auto decimetres = (millimetres + 99) / 100;
  return std::to_string(decimetres / 10) + "." + std::to_string(decimetres % 10);
}

} // namespace

std::optional<error> chase_game::wrong_with_period(request& asked, const chase_team& team) const {
  const auto given = asked.in.number("period_id");
  if (given == team.period.value)
    return std::nullopt;
  return error{errc::bad_data, "\"period_id\" is " + std::to_string(given) + "; the current period of " + named(team)
                                   + " is " + std::to_string(team.period.value)};
}

std::optional<error> chase_game::too_far(const chase_team& one, const chase_team& other) const {
  for (const auto* team : {&one, &other})
    if (!board_.locations().last(team->id))
      return error{errc::teams_too_far, named(*team) + " has sent no location, so nobody knows how far it is"};
  const auto apart =
      millimetres_between(board_.locations().last(one.id)->place, board_.locations().last(other.id)->place);
  const auto most = board_.config().catch_distance_metres;
  if (apart <= most * 1000)
    return std::nullopt;
  return error{errc::teams_too_far, named(one) + " and " + named(other) + " are " + metres(apart)
                                        + " m apart; to catch, they must be within " + std::to_string(most) + " m"};
}

result<json> chase_game::catch_team(request& asked) {
  for (const auto* name : {"catcher", "caught", "period_id"})
    (void)asked.in.number(name);
  const auto catcher = team_named(asked, "catcher");
  if (!catcher)
    return tl::unexpected{catcher.error()};
  const auto caught = team_named(asked, "caught");
  if (!caught)
    return tl::unexpected{caught.error()};
  if (const auto own = own_team_named(asked, "catcher"); !own)
    return tl::unexpected{own.error()};
  if ((*catcher)->role == chase_role::runner)
    return is_runner(**catcher);
  if ((*caught)->role == chase_role::catcher)
    return is_catcher(**caught);
  if (auto wrong = wrong_with_period(asked, **caught))
    return tl::unexpected{std::move(*wrong)};
  const auto grace = (*caught)->grace_until;
  if (grace && asked.now < *grace)
    return failure(errc::too_rapid, named(**caught) + " can't be caught until " + shown_moment(grace).get<std::string>()
                                        + ", when its grace period ends");
  if (auto wrong = too_far(**catcher, **caught))
    return tl::unexpected{std::move(*wrong)};

  const auto winner = (*catcher)->id;
  const auto loser = (*caught)->id;
  if (grace)
    leave_grace(loser, asked.out);
  const auto bounty = board_.catch_team(winner, loser, asked.now, asked.out);
  const auto teams = teams_shown({winner, loser});
  asked.out.events.push_back(
      {"caught", {{"catcher", winner.value}, {"caught", loser.value}, {"bounty", bounty}, {"teams", teams}}});
  tell_hand(winner, asked.out);
  tell_hand(loser, asked.out);
  return json{{"teams", teams}, {"challenges", hand_of(winner)}};
}

result<json> chase_game::complete(request& asked) {
  const challenge_id which{asked.in.number("completed")};
  (void)asked.in.number("period_id");
  const auto team = own_team_named(asked, "completer");
  if (!team)
    return tl::unexpected{team.error()};
  const auto& completer = **team;
  if (completer.role == chase_role::catcher)
    return is_catcher(completer);
  if (auto wrong = wrong_with_period(asked, completer))
    return tl::unexpected{std::move(*wrong)};
  if (!std::ranges::binary_search(completer.hand, which)) {
    std::string hand;
    for (const auto each : completer.hand)
      hand += (hand.empty() ? "" : ", ") + std::to_string(each.value);
    return failure(errc::not_found, "challenge " + std::to_string(which.value) + " is not open for " + named(completer)
                                        + "; it has " + hand);
  }
  const auto& config = board_.config();
  if (completer.completed_at && asked.now < *completer.completed_at + config.between_completions)
    return failure(errc::too_rapid,
                   named(completer) + " completed one less than " + std::to_string(config.between_completions.count())
                       + " s ago; try again at "
                       + shown_moment(*completer.completed_at + config.between_completions).get<std::string>());

  const auto id = completer.id;
  const auto bounty = board_.complete(id, which, asked.now, asked.out);
  const auto& challenge = *board_.challenge(which);
  const auto teams = teams_shown({id});
  asked.out.events.push_back({"completed",
                              {{"team", id.value},
                               {"challenge", shown_challenge(challenge)},
                               {"points", challenge.points},
                               {"bounty", bounty},
                               {"teams", teams}}});
  tell_hand(id, asked.out);
  return json{{"teams", teams}, {"challenges", hand_of(id)}};
}

result<json> chase_game::make_team_catcher(request& asked) {
  return make_team(asked, chase_role::catcher);
}

result<json> chase_game::make_team_runner(request& asked) {
  return make_team(asked, chase_role::runner);
}

result<json> chase_game::make_team(request& asked, chase_role role) {
  const auto team = team_named(asked, "team");
  if (!team)
    return tl::unexpected{team.error()};
  const auto id = (*team)->id;
  if ((*team)->role == role)
    return failure(role == chase_role::runner ? errc::team_is_runner : errc::team_is_catcher,
                   named(**team) + " is a " + std::string{name_of(role)} + " already");
  board_.change_role(id, role, asked.now, asked.out);
  const auto teams = teams_shown({id});
  asked.out.events.push_back({"team_made_" + std::string{name_of(role)}, {{"team", id.value}, {"teams", teams}}});
  tell_hand(id, asked.out);
  return json{{"teams", teams}, {"challenges", hand_of(id)}};
}

result<json> chase_game::generate_team_challenges(request& asked) {
  const auto team = team_named(asked, "team");
  if (!team)
    return tl::unexpected{team.error()};
  if ((*team)->role == chase_role::catcher)
    return is_catcher(**team);
  const auto id = (*team)->id;
  board_.deal(id, asked.out);
  tell_hand(id, asked.out);
  return team_and_hand(id);
}

result<json> chase_game::add_challenge_to_team(request& asked) {
  const challenge_id which{asked.in.number("challenge")};
  const auto team = team_named(asked, "team");
  if (!team)
    return tl::unexpected{team.error()};
  if (!board_.challenge(which))
    return failure(errc::not_found, "there is no challenge " + std::to_string(which.value) + " in this game");
  if ((*team)->role == chase_role::catcher)
    return is_catcher(**team);
  const auto& hand = (*team)->hand;
  if (std::ranges::binary_search(hand, which))
    return failure(errc::already_exists,
                   "challenge " + std::to_string(which.value) + " is already open for " + named(**team));
  if (hand.size() >= chase_hand_max)
    return failure(errc::rate_limited,
                   named(**team) + " has " + std::to_string(hand.size()) + " open challenges, and no more are kept");
  const auto id = (*team)->id;
  board_.add_challenge(id, which, asked.out);
  tell_hand(id, asked.out);
  return team_and_hand(id);
}

} // namespace atelier
