#include "engine/games/challenges.hpp"

#include "engine/arguments.hpp"
#include "engine/games/challenge_import.hpp"
#include "engine/list_page.hpp"
#include "engine/pictures/making.hpp"
#include "protocol/game_limits.hpp"

#include <algorithm>
#include <set>
#include <string>

namespace atelier {

json to_json(const challenge_record& shown) {
  return {{"id", shown.id.value},
          {"title", shown.title},
          {"description", shown.description},
          {"points", shown.points},
          {"language", shown.language.empty() ? json() : json(shown.language)}};
}

json to_json(const challenge_set_record& shown) {
  // A list of all that are in it may be long; `challenges` gives it.
  return {{"id", shown.id.value}, {"name", shown.name}, {"count", shown.challenges.size()}};
}

challenges::challenges(world& all, replies& answers) : world_{all}, replies_{answers} {
  for (const auto& [id, each] : world_.challenges)
    titles_.insert(each.title, id);
  for (const auto& [id, each] : world_.challenge_sets)
    set_names_.insert(each.name, id);
}

std::optional<error> challenges::wrong_with(const challenge_record& what, std::optional<challenge_id> own) const {
  if (const auto other = titles_.find(what.title); other && other != own)
    return error{errc::name_taken, "there is a challenge titled " + shown(world_.challenges.at(*other).title)
                                       + " already, challenge " + std::to_string(other->value)};
  if (folded_name(what.title).empty())
    return error{errc::bad_data, "\"title\" must have a character that can be seen"};
  if (!own && world_.challenges.size() >= world_.bounds().challenges_max)
    return error{errc::rate_limited,
                 "this server keeps at most " + std::to_string(world_.bounds().challenges_max) + " challenges"};
  return std::nullopt;
}

void challenges::put(challenge_record made) {
  titles_.insert(made.title, made.id);
  world_.commits.add(made);
  world_.challenges.insert_or_assign(made.id, std::move(made));
}

std::optional<error> challenges::no_room_in(const challenge_set_record* set, std::size_t more) {
  if (!set || set->challenges.size() + more <= game_limits::set_members_max)
    return std::nullopt;
  return error{errc::rate_limited, "challenge set " + std::to_string(set->id.value) + " has "
                                       + std::to_string(set->challenges.size()) + " challenges; a set may have "
                                       + std::to_string(game_limits::set_members_max)};
}

void challenges::put_into(challenge_set_record& set, const std::vector<challenge_id>& more) {
  std::set<challenge_id> all{set.challenges.begin(), set.challenges.end()};
  all.insert(more.begin(), more.end());
  set.challenges.assign(all.begin(), all.end());
  world_.commits.add(set);
}

void challenges::add(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto set_id = args.optional_number("challenge_set");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  auto made = challenge_from(what.args, {}, "");
  if (!made)
    return replies_.answer(who, tl::unexpected{made.error()}, now);
  if (auto wrong = wrong_with(*made, std::nullopt))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  const auto set = set_id ? find_set(*set_id) : result<challenge_set_record*>{nullptr};
  if (!set)
    return replies_.answer(who, tl::unexpected{set.error()}, now);
  if (auto wrong = no_room_in(*set, 1))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  made->id = world_.next_challenge;
  ++world_.next_challenge.value;
  put(*made);
  if (*set)
    put_into(**set, {made->id});
  json shown{{"challenge", to_json(*made)}};
  for (const auto id : titles_.similar(made->title, similar_names_from, similar_names_max + 1))
    if (id != made->id)
      shown["similar"].push_back(world_.challenges.at(id).title);
  replies_.answer(who, shown, now);
  replies_.spread({{std::nullopt, "challenge_added", {{"challenge", to_json(*made)}}}}, now);
}

void challenges::set(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto id = args.number("challenge");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto found = find(id);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  auto changed = challenge_from(what.args, **found, "");
  if (!changed)
    return replies_.answer(who, tl::unexpected{changed.error()}, now);
  if (auto wrong = wrong_with(*changed, changed->id))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  titles_.erase((*found)->title);
  const json shown{{"challenge", to_json(*changed)}};
  put(std::move(*changed));
  replies_.answer(who, shown, now);
  replies_.spread({{std::nullopt, "challenge_changed", shown}}, now);
}

void challenges::remove(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto id = args.number("challenge");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto found = find(id);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  const json shown{{"challenge", to_json(**found)}};
  const auto gone = (*found)->id;
  titles_.erase((*found)->title);
  world_.challenges.erase(gone);
  for (auto& [set, each] : world_.challenge_sets)
    std::erase(each.challenges, gone);
  world_.commits.add(challenge_removed{gone});
  replies_.answer(who, shown, now);
  replies_.spread({{std::nullopt, "challenge_removed", shown}}, now);
}

void challenges::list(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto set_id = args.optional_number("challenge_set");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto set = set_id ? find_set(*set_id) : result<challenge_set_record*>{nullptr};
  if (!set)
    return replies_.answer(who, tl::unexpected{set.error()}, now);
  const auto is_wanted = [&](const challenge_record& each) {
    return !*set || std::ranges::binary_search((*set)->challenges, each.id);
  };
  replies_.answer(who, list_page("challenges", what, world_.challenges, is_wanted), now);
}

void challenges::remove_all(const asker& who, const command&, turn& now) {
  const auto count = world_.challenges.size();
  for (const auto& [id, each] : world_.challenges)
    titles_.erase(each.title);
  for (const auto& [id, each] : world_.challenge_sets)
    set_names_.erase(each.name);
  world_.challenges.clear();
  world_.challenge_sets.clear();
  world_.commits.add(challenges_removed{});
  replies_.answer(who, json{{"removed", count}}, now);
  replies_.spread({{std::nullopt, "challenges_removed", {{"removed", count}}}}, now);
}

void challenges::import(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto csv = args.optional_text("csv");
  const auto set_id = args.optional_number("challenge_set");
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  const auto list = what.args.find("challenges");
  if ((list != what.args.end()) == csv.has_value())
    return replies_.answer(who, failure(errc::ambiguous_data, "give either \"challenges\", a list, or \"csv\", a text"),
                           now);
  auto read = csv ? challenges_from_csv(*csv) : challenges_from(*list);
  if (!read)
    return replies_.answer(who, tl::unexpected{read.error()}, now);
  const auto set = set_id ? find_set(*set_id) : result<challenge_set_record*>{nullptr};
  if (!set)
    return replies_.answer(who, tl::unexpected{set.error()}, now);
  if (world_.challenges.size() + read->size() > world_.bounds().challenges_max)
    return replies_.answer(
        who,
        failure(errc::rate_limited,
                "this server keeps at most " + std::to_string(world_.bounds().challenges_max) + " challenges"),
        now);
  if (auto wrong = no_room_in(*set, read->size()))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  std::vector<challenge_id> all;
  std::size_t added = 0;
  for (auto& each : *read) {
    if (const auto known = titles_.find(each.title)) {
      all.push_back(*known);
      continue;
    }
    each.id = world_.next_challenge;
    ++world_.next_challenge.value;
    all.push_back(each.id);
    put(std::move(each));
    ++added;
  }
  if (*set)
    put_into(**set, all);
  const json counts{{"added", added}, {"known", read->size() - added}};
  replies_.answer(who, counts, now);
  replies_.spread({{std::nullopt, "challenges_imported", counts}}, now);
}

result<challenge_record*> challenges::find(std::uint32_t id) {
  const auto place = world_.challenges.find(challenge_id{id});
  if (place == world_.challenges.end())
    return failure(errc::not_found, "there is no challenge " + std::to_string(id));
  return &place->second;
}

result<std::vector<game_challenge>> challenges::of(std::span<const challenge_set_id> sets) const {
  std::set<challenge_id> wanted;
  for (const auto set : sets) {
    const auto place = world_.challenge_sets.find(set);
    if (place == world_.challenge_sets.end())
      return failure(errc::not_found, "there is no challenge set " + std::to_string(set.value));
    wanted.insert(place->second.challenges.begin(), place->second.challenges.end());
  }
  const auto count = sets.empty() ? world_.challenges.size() : wanted.size();
  if (count > game_limits::challenges_max)
    return failure(errc::bad_data, "a game takes at most " + std::to_string(game_limits::challenges_max)
                                       + " challenges, and there are " + std::to_string(count)
                                       + "; name smaller sets in \"challenge_sets\"");
  std::vector<game_challenge> out;
  out.reserve(count);
  for (const auto& [id, each] : world_.challenges)
    if (sets.empty() || wanted.contains(id))
      out.push_back({id, each.title, each.description, each.points, each.language});
  return out;
}

} // namespace atelier
