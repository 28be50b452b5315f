#include "engine/arguments.hpp"
#include "engine/games/challenges.hpp"
#include "engine/list_page.hpp"
#include "engine/pictures/making.hpp"
#include "protocol/game_limits.hpp"

#include <set>
#include <string>

namespace atelier {

result<challenge_set_record*> challenges::find_set(std::uint32_t id) {
  const auto place = world_.challenge_sets.find(challenge_set_id{id});
  if (place == world_.challenge_sets.end())
    return failure(errc::not_found, "there is no challenge set " + std::to_string(id));
  return &place->second;
}

result<std::vector<challenge_id>> challenges::members_among(const json& args) const {
  const auto list = args.find("challenges");
  std::set<challenge_id> out;
  if (list == args.end() || list->is_null())
    return std::vector<challenge_id>{};
  if (!list->is_array())
    return failure(errc::bad_data, "\"challenges\" must be a list of ids, not " + shown_value(*list));
  for (const auto& each : *list) {
    if (!each.is_number_unsigned() || each.get<std::uint64_t>() > std::numeric_limits<std::uint32_t>::max())
      return failure(errc::bad_data, "\"challenges\" must be a list of ids; " + shown_value(each) + " is none");
    const challenge_id id{each.get<std::uint32_t>()};
    if (!world_.challenges.contains(id))
      return failure(errc::not_found, "there is no challenge " + std::to_string(id.value));
    out.insert(id);
  }
  if (out.size() > game_limits::set_members_max)
    return failure(errc::bad_data, "\"challenges\" names " + std::to_string(out.size()) + "; a set may have "
                                       + std::to_string(game_limits::set_members_max));
  return std::vector<challenge_id>{out.begin(), out.end()};
}

result<std::string> challenges::free_set_name(const std::string& wanted, std::optional<challenge_set_id> own) const {
  auto name = clean_name(wanted, "the name of a challenge set");
  if (!name)
    return name;
  if (folded_name(*name).empty())
    return failure(errc::bad_data, "the name of a challenge set must have a character that can be seen");
  if (const auto other = set_names_.find(*name); other && other != own)
    return failure(errc::name_taken,
                   "there is a challenge set named " + shown(world_.challenge_sets.at(*other).name) + " already");
  return name;
}

void challenges::add_set(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto wanted = args.text("name");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  auto name = free_set_name(wanted, std::nullopt);
  if (!name)
    return replies_.answer(who, tl::unexpected{name.error()}, now);
  auto members = members_among(what.args);
  if (!members)
    return replies_.answer(who, tl::unexpected{members.error()}, now);
  if (world_.challenge_sets.size() >= world_.bounds().challenge_sets_max)
    return replies_.answer(
        who,
        failure(errc::rate_limited,
                "this server keeps at most " + std::to_string(world_.bounds().challenge_sets_max) + " challenge sets"),
        now);
  challenge_set_record made{world_.next_challenge_set, std::move(*name), std::move(*members)};
  ++world_.next_challenge_set.value;
  set_names_.insert(made.name, made.id);
  world_.commits.add(made);
  const json shown{{"challenge_set", to_json(made)}};
  world_.challenge_sets.emplace(made.id, std::move(made));
  replies_.answer(who, shown, now);
  replies_.spread({{std::nullopt, "challenge_set_added", shown}}, now);
}

void challenges::set_set(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto id = args.number("challenge_set");
  const auto wanted = args.optional_text("name");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto found = find_set(id);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  auto& changed = **found;
  auto name = wanted ? free_set_name(*wanted, changed.id) : result<std::string>{changed.name};
  if (!name)
    return replies_.answer(who, tl::unexpected{name.error()}, now);
  auto members = members_among(what.args);
  if (!members)
    return replies_.answer(who, tl::unexpected{members.error()}, now);
  set_names_.erase(changed.name);
  changed.name = std::move(*name);
  set_names_.insert(changed.name, changed.id);
  if (what.args.contains("challenges"))
    changed.challenges = std::move(*members);
  world_.commits.add(changed);
  const json shown{{"challenge_set", to_json(changed)}};
  replies_.answer(who, shown, now);
  replies_.spread({{std::nullopt, "challenge_set_changed", shown}}, now);
}

void challenges::remove_set(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto id = args.number("challenge_set");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto found = find_set(id);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  const json shown{{"challenge_set", to_json(**found)}};
  const auto gone = (*found)->id;
  set_names_.erase((*found)->name);
  world_.challenge_sets.erase(gone);
  world_.commits.add(challenge_set_removed{gone});
  replies_.answer(who, shown, now);
  replies_.spread({{std::nullopt, "challenge_set_removed", shown}}, now);
}

void challenges::list_sets(const asker& who, const command& what, turn& now) {
  const auto every_one = [](const challenge_set_record&) {
    return true;
  };
  replies_.answer(who, list_page("challenge_sets", what, world_.challenge_sets, every_one), now);
}

} // namespace atelier
