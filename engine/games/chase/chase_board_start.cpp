#include "engine/games/chase/chase_board.hpp"
#include "engine/games/moments.hpp"
#include "protocol/limits.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace atelier {

namespace {

error bad(std::string message) {
  return {errc::bad_data, std::move(message)};
}

std::optional<error> wrong_with_challenge(const game_challenge& what) {
  const auto which = "challenge " + std::to_string(what.id.value) + " has ";
  if (what.points < 0 || what.points > chase_points_max)
    return bad(which + std::to_string(what.points) + " points; in chase they go from 0 to "
               + std::to_string(chase_points_max));
  if (what.title.size() > limits::name_bytes_max)
    return bad(which + "a title of " + std::to_string(what.title.size()) + " bytes; in chase at most "
               + std::to_string(limits::name_bytes_max) + " will do");
  if (what.description.size() > chase_description_bytes_max)
    return bad(which + "a description of " + std::to_string(what.description.size()) + " bytes; in chase at most "
               + std::to_string(chase_description_bytes_max) + " will do");
  return std::nullopt;
}

/// A value's name, such as "location/3/17", split; what is no number there is 0.
struct value_name {
  explicit value_name(std::string_view name) {
    kind = take(name);
    first = number(take(name));
    second = number(take(name));
  }
  std::string_view kind;
  std::uint32_t first = 0;
  std::uint32_t second = 0;

private:
  static std::string_view take(std::string_view& name) {
    const auto end = std::min(name.find('/'), name.size());
    const auto part = name.substr(0, end);
    name.remove_prefix(std::min(end + 1, name.size()));
    return part;
  }
  static std::uint32_t number(std::string_view text) {
    std::uint32_t out = 0;
    std::from_chars(text.data(), text.data() + text.size(), out);
    return out;
  }
};

} // namespace

std::optional<error> chase_board::wrong_with(const game_setup& setup, const chase_config& config, wall_time now) const {
  const auto count = setup.teams.size();
  if (count < 2 || count > chase_teams_max)
    return bad("the session has " + std::to_string(count) + " teams; chase needs from 2 to "
               + std::to_string(chase_teams_max));
  const auto catchers = config.catcher_teams.empty() ? config.catchers : config.catcher_teams.size();
  for (const auto each : config.catcher_teams)
    if (std::ranges::find(setup.teams, each, &game_team::id) == setup.teams.end())
      return bad("\"catcher_teams\" names team " + std::to_string(each.value) + ", which is not in the session");
  if (catchers >= count)
    return bad(std::to_string(catchers) + " of " + std::to_string(count)
               + " teams would be catchers; at least one must be a runner");
  if (config.end_time && *config.end_time <= now)
    return bad("\"end_time\" is " + shown_moment(config.end_time).get<std::string>() + "; it must be later than now");
  for (const auto& each : setup.challenges)
    if (auto wrong = wrong_with_challenge(each))
      return wrong;
  if (setup.challenges.size() < config.open_challenges)
    return error{errc::too_few_challenges, "chase needs at least " + std::to_string(config.open_challenges)
                                               + " challenges (\"open_challenges\"), and there are "
                                               + std::to_string(setup.challenges.size())};
  return std::nullopt;
}

std::set<team_id> chase_board::draw_catchers() {
  if (!config_.catcher_teams.empty())
    return {config_.catcher_teams.begin(), config_.catcher_teams.end()};
  std::vector<team_id> all;
  for (const auto& [id, team] : teams_)
    all.push_back(id);
  random_.shuffle(all);
  return {all.begin(), all.begin() + static_cast<std::ptrdiff_t>(config_.catchers)};
}

result<void> chase_board::start(const game_setup& setup, wall_time now, game_effects& out) {
  const chase_config config{setup.config};
  if (auto wrong = wrong_with(setup, config, now))
    return tl::unexpected{std::move(*wrong)};
  config_ = config;
  locations_ = chase_locations{config_.past_locations};
  random_ = game_random{setup.seed};
  ends_at_ = config_.length ? std::optional<wall_time>{now + *config_.length} : config_.end_time;
  out.values.push_back({"config", setup.config});
  out.values.push_back({"ends_at", stored_moment(ends_at_)});
  if (ends_at_)
    out.timers.push_back({"end", ends_at_});
  for (const auto& each : setup.challenges) {
    const auto& kept =
        challenges_.emplace(each.id, chase_challenge{each.id, each.title, each.description, each.points}).first->second;
    out.values.push_back({"challenge/" + std::to_string(each.id.value), kept.stored()});
  }
  for (const auto& each : setup.teams) {
    auto& team = teams_[each.id];
    team.id = each.id;
    team.name = each.name;
    team.colour = each.colour;
    out.values.push_back(
        {"about/" + std::to_string(each.id.value), json{{"name", each.name}, {"colour", each.colour}}});
  }
  const auto catchers = draw_catchers();
  for (auto& [id, team] : teams_) {
    const bool is_catcher = catchers.contains(id);
    team.role = is_catcher ? chase_role::catcher : chase_role::runner;
    team.bounty = is_catcher ? 0 : config_.start_bounty;
    team.period = periods_.begin(id, team.role, now, out);
    if (!is_catcher)
      take_hand(team, out);
    store(team, out);
  }
  for (const auto& each : setup.players)
    if (each.team && teams_.contains(*each.team))
      store(players_.emplace(each.id, chase_player{each.id, *each.team, std::nullopt, ""}).first->second, out);
  return {};
}

void chase_board::restore(const game_values& values) {
  config_ = chase_config{values.at("config")};
  ends_at_ = restored_moment(values.at("ends_at"));
  random_ = game_random{values.at("random").get<std::uint64_t>()};
  locations_ = chase_locations{config_.past_locations};
  std::map<period_id, chase_period> periods;
  std::map<location_id, std::pair<chase_location, std::size_t>> locations;
  for (const auto& [name, value] : values) {
    const value_name what{name};
    const team_id team{what.first};
    if (what.kind == "about" || what.kind == "team")
      teams_[team].id = team;
    if (what.kind == "about") {
      teams_[team].name = value.at("name");
      teams_[team].colour = value.at("colour");
    } else if (what.kind == "team") {
      teams_[team].restore(value);
    } else if (what.kind == "player") {
      players_.emplace(player_id{what.first}, chase_player::restored({what.first}, value));
    } else if (what.kind == "challenge") {
      challenges_.emplace(challenge_id{what.first}, chase_challenge::restored({what.first}, value));
    } else if (what.kind == "completed") {
      completed_.emplace(team, challenge_id{what.second});
    } else if (what.kind == "period") {
      periods.emplace(period_id{what.first}, chase_period::restored({what.first}, value));
    } else if (what.kind == "location") {
      const auto read = chase_location::restored(team, value);
      const auto id = read.id;
      locations.emplace(id, std::pair{read, std::size_t{what.second}});
    }
  }
  for (auto& [id, each] : periods)
    periods_.restore(std::move(each));
  for (const auto& [id, each] : locations)
    locations_.restore(each.first, each.second);
}

} // namespace atelier
