#pragma once

#include "protocol/records.hpp"
#include "storage/challenge_writer.hpp"
#include "storage/chat_writer.hpp"
#include "storage/feed_writer.hpp"
#include "storage/game_writer.hpp"
#include "storage/sqlite_statement.hpp"

#include <unordered_map>

namespace atelier {

/// Writes records as rows, inside a transaction that the caller holds. Failures are thrown as `sqlite_failure`; a
/// record that contradicts what is stored (ops that do not follow the last, a picture whose id was used before, a
/// session removed before its pictures) is thrown as `std::logic_error`, before it is written. After either, the writer
/// must not be used again.
class record_writer {
public:
  explicit record_writer(sqlite_database& database);

  void write(const record& what);

  /// Deletes some rows of a removed picture or session, or of a game that is over, about a megabyte of them at most, in
  /// a transaction of its own.
  /// False where none was left to delete.
  bool purge_some();

private:
  void put(const picture_record& what);
  void put(const picture_removed& what);
  void put(const session_record& what);
  void put(const session_removed& what);
  void put(const player_record& what);
  void put(const token_record& what);
  void put(const token_removed& what);
  void put(const tokens_expired& what);
  void put(const client_record& what);
  void put(const authors_reserved& what);
  void put(const ops_record& what);
  void put(const server_ops_record& what);
  void put(const snapshot_record& what);
  void put(const snapshot_removed& what);
  void put(const answer_record& what);
  void put(const answers_expired& what);
  void put(const config_record& what);
  void put(const stopped_cleanly& what);

  [[nodiscard]] bool purge_some_of_picture();
  [[nodiscard]] bool purge_some_of_game();
  [[nodiscard]] bool purge_some_of_session();

  void raise_number(std::string_view name, std::uint32_t at_least);

  /// The last stored op of a picture, nothing for a removed one. Throws where the picture was never stored.
  std::optional<seq_t>& end_of_log(picture_id picture);

  sqlite_database* database_;
  sqlite_statement raise_number_;
  sqlite_statement set_clean_;
  sqlite_statement put_picture_;
  sqlite_statement remove_picture_;
  sqlite_statement remove_snapshots_;
  sqlite_statement find_end_;
  sqlite_statement put_session_;
  sqlite_statement find_picture_of_;
  sqlite_statement clear_players_of_;
  sqlite_statement remove_session_;
  sqlite_statement put_player_;
  sqlite_statement put_token_;
  sqlite_statement remove_token_;
  sqlite_statement expire_tokens_;
  sqlite_statement put_client_;
  sqlite_statement put_ops_;
  sqlite_statement put_client_seq_;
  sqlite_statement put_server_ops_;
  sqlite_statement remove_server_ops_;
  sqlite_statement put_snapshot_;
  sqlite_statement remove_snapshot_;
  sqlite_statement put_answer_;
  sqlite_statement expire_answers_;
  sqlite_statement put_config_;
  sqlite_statement find_removed_;
  sqlite_statement list_ops_;
  sqlite_statement purge_ops_;
  sqlite_statement purge_client_seqs_;
  sqlite_statement purge_picture_;
  sqlite_statement find_removed_session_;
  sqlite_statement purge_session_;
  chat_writer chats_;
  challenge_writer challenges_;
  game_writer games_;
  feed_writer feeds_;
  /// Filled when a picture is first written to.
  std::unordered_map<picture_id, std::optional<seq_t>> ends_of_logs_;
};

} // namespace atelier
