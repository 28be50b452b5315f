#pragma once

#include "protocol/game_records.hpp"
#include "storage/sqlite_statement.hpp"

namespace atelier {

/// Writes challenges and sets of them, inside a transaction that the caller holds. Failures are thrown as
/// `sqlite_failure`.
class challenge_writer {
public:
  explicit challenge_writer(sqlite_database& database);

  void put(const challenge_record& what);
  void put(const challenge_removed& what);
  void put(const challenges_removed& what);
  /// Its challenges must be there when the transaction ends. Only what differs from the stored set is written.
  void put(const challenge_set_record& what);
  void put(const challenge_set_removed& what);

private:
  sqlite_statement raise_number_;
  sqlite_statement put_challenge_;
  sqlite_statement remove_challenge_;
  sqlite_statement put_set_;
  sqlite_statement leave_set_;
  sqlite_statement join_set_;
  sqlite_statement remove_set_;
  sqlite_statement remove_all_sets_;
  sqlite_statement remove_all_challenges_;
};

} // namespace atelier
