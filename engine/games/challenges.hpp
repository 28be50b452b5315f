#pragma once

#include "engine/games/game_setup.hpp"
#include "engine/names.hpp"
#include "engine/replies.hpp"
#include "engine/world.hpp"

#include <span>
#include <string>
#include <vector>

namespace atelier {

/// The challenges of the server and the sets that they are in: what games choose from. Titles are unique after folding
/// (engine/names.hpp), and so are the names of sets. A game that runs has its own copy.
class challenges {
public:
  challenges(world& all, replies& answers);

  /// `add_challenge {title, description?, points?, language?, challenge_set?}` →
  /// `{"challenge":{…},"similar"?:[titles]}`
  void add(const asker& who, const command& what, turn& now);
  /// `set_challenge {challenge, title?, description?, points?, language?}` → `{"challenge":{…}}`
  void set(const asker& who, const command& what, turn& now);
  /// `remove_challenge {challenge}` → `{"challenge":{…}}`, as it was.
  void remove(const asker& who, const command& what, turn& now);
  /// `challenges {after?, challenge_set?}` → `{"challenges":[…]}`, by id, in pages as `pictures`.
  void list(const asker& who, const command& what, turn& now);
  /// `delete_all_challenges` → `{"removed":N}`; the sets go too.
  void remove_all(const asker& who, const command& what, turn& now);
  /// `add_challenge_set {name, challenges?:[ids]}` → `{"challenge_set":{…}}`
  void add_set(const asker& who, const command& what, turn& now);
  /// `set_challenge_set {challenge_set, name?, challenges?:[ids]}` → `{"challenge_set":{…}}`
  void set_set(const asker& who, const command& what, turn& now);
  /// `remove_challenge_set {challenge_set}` → `{"challenge_set":{…}}`, as it was; its challenges stay.
  void remove_set(const asker& who, const command& what, turn& now);
  /// `challenge_sets {after?}` → `{"challenge_sets":[…]}`, by id, in pages as `pictures`.
  void list_sets(const asker& who, const command& what, turn& now);
  /// `import_challenges {challenges:[{…}] | csv:TEXT, challenge_set?}` → `{"added":N,"known":N}`: all of them or none;
  /// those whose title is known are passed over, but join the set.
  void import(const asker& who, const command& what, turn& now);

  /// The challenges of these sets, of all where none is named; ascending by id.
  [[nodiscard]] result<std::vector<game_challenge>> of(std::span<const challenge_set_id> sets) const;

private:
  [[nodiscard]] std::optional<error> wrong_with(const challenge_record& what, std::optional<challenge_id> own) const;
  [[nodiscard]] result<challenge_record*> find(std::uint32_t id);
  [[nodiscard]] result<challenge_set_record*> find_set(std::uint32_t id);
  [[nodiscard]] result<std::vector<challenge_id>> members_among(const json& args) const;
  [[nodiscard]] result<std::string> free_set_name(const std::string& wanted, std::optional<challenge_set_id> own) const;
  void put(challenge_record made);
  [[nodiscard]] static std::optional<error> no_room_in(const challenge_set_record* set, std::size_t more);
  void put_into(challenge_set_record& set, const std::vector<challenge_id>& more);

  world& world_;
  replies& replies_;
  name_index<challenge_id> titles_;
  name_index<challenge_set_id> set_names_;
};

[[nodiscard]] json to_json(const challenge_record& shown);
[[nodiscard]] json to_json(const challenge_set_record& shown);

} // namespace atelier
