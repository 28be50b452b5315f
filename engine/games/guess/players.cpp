#include "engine/games/guess/players.hpp"

#include "engine/games/moments.hpp"

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

namespace atelier {

namespace {

constexpr std::string_view player_prefix = "player/";

json to_value(const guess_player& player) {
  json kicks = json::array();
  for (const auto each : player.votes_kick)
    kicks.push_back(each.value);
  return {{"handle", player.handle},
          {"points", player.points},
          {"out", player.out},
          {"away_until", stored_moment(player.away_until)},
          {"votes_skip", player.votes_skip},
          {"votes_kick", std::move(kicks)}};
}

guess_player from_value(const json& value) {
  guess_player out;
  out.handle = value.at("handle").get<std::string>();
  out.points = value.at("points").get<std::int64_t>();
  out.out = value.at("out").get<bool>();
  out.away_until = restored_moment(value.at("away_until"));
  out.votes_skip = value.at("votes_skip").get<bool>();
  for (const auto& each : value.at("votes_kick"))
    out.votes_kick.insert(player_id{each.get<std::uint32_t>()});
  return out;
}

} // namespace

std::string away_timer(player_id who) {
  return "away/" + std::to_string(who.value);
}

void guess_players::seat(const std::vector<game_player>& all, game_random& random) {
  for (const auto& each : all) {
    change(each.id).handle = each.handle;
    order_.push_back(each.id);
  }
  random.shuffle(order_);
  order_changed_ = true;
}

void guess_players::restore(const game_values& values) {
  for (const auto& each : values.at("order"))
    order_.push_back(player_id{each.get<std::uint32_t>()});
  for (const auto id : order_)
    all_[id] = from_value(values.at(std::string{player_prefix} + std::to_string(id.value)));
}

void guess_players::store(std::vector<game_value>& to) {
  if (std::exchange(order_changed_, false)) {
    json order = json::array();
    for (const auto each : order_)
      order.push_back(each.value);
    to.push_back({"order", std::move(order)});
  }
  for (const auto id : std::exchange(changed_, {}))
    to.push_back({std::string{player_prefix} + std::to_string(id.value), to_value(all_.at(id))});
}

const guess_player* guess_players::find(player_id who) const {
  const auto found = all_.find(who);
  return found == all_.end() || found->second.out ? nullptr : &found->second;
}

std::size_t guess_players::count() const {
  return static_cast<std::size_t>(std::ranges::count_if(all_, [](const auto& each) { return !each.second.out; }));
}

guess_player& guess_players::change(player_id who) {
  changed_.insert(who);
  return all_[who];
}

void guess_players::put_out(player_id who) {
  auto& player = change(who);
  player.out = true;
  player.away_until.reset();
  player.votes_skip = false;
  player.votes_kick.clear();
  for (const auto& [id, each] : all_)
    if (each.votes_kick.contains(who))
      change(id).votes_kick.erase(who);
}

void guess_players::clear_votes() {
  for (const auto& [id, each] : all_) {
    if (!each.votes_skip && each.votes_kick.empty())
      continue;
    auto& player = change(id);
    player.votes_skip = false;
    player.votes_kick.clear();
  }
}

std::size_t guess_players::needed_without(player_id who) const {
  const auto others = count() - (find(who) ? 1 : 0);
  return others / 2 + 1;
}

vote_count guess_players::skip_votes(player_id drawer) const {
  const auto votes = std::ranges::count_if(all_, [](const auto& each) { return each.second.votes_skip; });
  return {static_cast<std::size_t>(votes), needed_without(drawer)};
}

vote_count guess_players::kick_votes(player_id against) const {
  const auto votes =
      std::ranges::count_if(all_, [&](const auto& each) { return each.second.votes_kick.contains(against); });
  return {static_cast<std::size_t>(votes), needed_without(against)};
}

std::optional<player_id> guess_players::voted_out() const {
  for (const auto& [id, each] : all_)
    if (!each.out && kick_votes(id).is_reached())
      return id;
  return std::nullopt;
}

json guess_players::points() const {
  json out = json::array();
  for (const auto& [id, each] : all_)
    out.push_back({{"player", id.value}, {"points", each.points}});
  return out;
}

json guess_players::ranking() const {
  std::vector<std::pair<player_id, const guess_player*>> ranked;
  for (const auto& [id, each] : all_)
    ranked.emplace_back(id, &each);
  std::ranges::stable_sort(ranked, std::ranges::greater{}, [](const auto& each) { return each.second->points; });
  json out = json::array();
  std::size_t rank = 0;
  for (std::size_t i = 0; i < ranked.size(); ++i) {
    const auto& [id, player] = ranked[i];
    if (i == 0 || player->points != ranked[i - 1].second->points)
      rank = i + 1;
    out.push_back({{"rank", rank},
                   {"player", id.value},
                   {"handle", player->handle},
                   {"points", player->points},
                   {"out", player->out}});
  }
  return out;
}

} // namespace atelier
