#include "storage/challenge_writer.hpp"

#include <string>

namespace atelier {

namespace {

/// A JSON array, for SQLite's `json_each`.
std::string text_of(const std::vector<challenge_id>& all) {
  std::string text = "[";
  for (const auto id : all) {
    text += text.size() > 1 ? "," : "";
    text += std::to_string(id.value);
  }
  return text + ']';
}

} // namespace

challenge_writer::challenge_writer(sqlite_database& database)
    : raise_number_{database, "UPDATE meta SET value = max(value, ?2) WHERE name = ?1"},
      put_challenge_{database, "INSERT INTO challenges (id, title, description, points, language) "
                               "VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET title = excluded.title, "
                               "description = excluded.description, points = excluded.points, "
                               "language = excluded.language"},
      remove_challenge_{database, "DELETE FROM challenges WHERE id = ?"},
      put_set_{database, "INSERT INTO challenge_sets (id, name) VALUES (?, ?) "
                         "ON CONFLICT (id) DO UPDATE SET name = excluded.name"},
      leave_set_{database, "DELETE FROM challenge_set_members WHERE challenge_set = ?1 "
                           "AND challenge NOT IN (SELECT value FROM json_each(?2))"},
      join_set_{database, "INSERT INTO challenge_set_members (challenge_set, challenge) "
                          "SELECT ?1, value FROM json_each(?2) WHERE true ON CONFLICT DO NOTHING"},
      remove_set_{database, "DELETE FROM challenge_sets WHERE id = ?"},
      remove_all_sets_{database, "DELETE FROM challenge_sets"},
      remove_all_challenges_{database, "DELETE FROM challenges"} {}

void challenge_writer::put(const challenge_record& what) {
  put_challenge_.run(what.id, what.title, what.description, what.points, what.language);
  raise_number_.run(std::string_view{"next_challenge_id"}, what.id.value + 1);
}

void challenge_writer::put(const challenge_removed& what) {
  remove_challenge_.run(what.id);
}

void challenge_writer::put(const challenges_removed&) {
  remove_all_sets_.run();
  remove_all_challenges_.run();
}

void challenge_writer::put(const challenge_set_record& what) {
  const auto members = text_of(what.challenges);
  put_set_.run(what.id, what.name);
  leave_set_.run(what.id, members);
  join_set_.run(what.id, members);
  raise_number_.run(std::string_view{"next_challenge_set_id"}, what.id.value + 1);
}

void challenge_writer::put(const challenge_set_removed& what) {
  remove_set_.run(what.id);
}

} // namespace atelier
