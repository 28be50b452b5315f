#pragma once

#include "engine/answers.hpp"
#include "engine/commit_queue.hpp"
#include "engine/configuration.hpp"
#include "engine/connections.hpp"
#include "engine/games/game_seeds.hpp"
#include "engine/identities.hpp"
#include "engine/pictures/picture.hpp"
#include "engine/timers.hpp"
#include "engine/uuid_source.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace atelier {

/// All that the engine knows, shared by its parts; none of them keeps state that another needs anywhere else.
struct world {
  world(limits bounds, recovered_state state);

  configuration config;
  std::uint32_t srv_id;
  epoch_t epoch;
  connections clients;
  std::map<session_id, session_record> sessions;
  std::map<picture_id, picture> pictures;
  picture_id next_picture;
  session_id next_session;
  /// Removed ones too, since messages name them.
  std::map<player_id, player_record> players;
  player_id next_player;
  /// As they were stored at start, for whoever keeps them since.
  std::vector<token_record> stored_tokens;
  std::vector<feed_head> stored_feed;
  std::vector<feed_link_record> stored_feed_links;
  /// Who hears the broadcasts of a session; of each connection, `connection::entered`.
  std::map<session_id, std::set<connection_id>> audiences;
  /// Players with a connection that is signed in as them, and how many they have; who came (true) and went since the
  /// games were told.
  std::map<player_id, std::size_t> online;
  std::vector<std::pair<player_id, bool>> came_or_went;
  /// Removed ones too, since events name them.
  std::map<session_id, std::map<team_id, team_record>> teams;
  std::map<session_id, std::map<player_id, team_id>> members;
  std::map<challenge_id, challenge_record> challenges;
  challenge_id next_challenge;
  std::map<challenge_set_id, challenge_set_record> challenge_sets;
  challenge_set_id next_challenge_set;
  /// The sessions in which a game runs, with those who play in it.
  std::map<session_id, std::set<player_id>> playing;
  /// Of each session the number of the last game that was started before this run.
  std::map<session_id, std::uint32_t> last_games;
  seqno_t next_chat_seqno = 1;
  seqno_t next_event_seqno = 1;
  seqno_t next_feed_seqno = 1;
  seqno_t next_feed_arrival = 1;
  /// Numbers the questions to the disk.
  std::uint64_t next_lookup = 1;
  uuid_source uuids;
  game_seeds seeds;
  /// Folders of pictures, which never share one.
  std::set<std::string> folders;
  identities authors;
  answers first_answers;
  commit_queue commits;
  timers alarms;
  /// Pictures that this input has touched and that are looked at before it ends.
  std::set<picture_id> touched;
  /// The server is going down: no more work is taken.
  bool stopping = false;

  [[nodiscard]] picture* find_picture(picture_id id);
  [[nodiscard]] connection* find_client(connection_id id);
  /// One that is not removed, or null.
  [[nodiscard]] team_record* find_team(session_id session, team_id id);
  [[nodiscard]] std::optional<team_id> team_of(session_id session, player_id player) const;
  [[nodiscard]] bool is_playing(player_id player) const;
  void enter(connection_id who, connection& client, session_id session);
  void leave(connection_id who, connection& client, session_id session);
  /// Whose requests a connection's are from now on; 0 for nobody's.
  void sign_in(connection& client, player_id player, author_identity identity, const std::string& token_hash,
               std::optional<wall_time> until = std::nullopt);
  [[nodiscard]] const limits& bounds() const noexcept {
    return config.bounds();
  }
};

/// A picture as clients are shown it (the contract, section 7).
[[nodiscard]] json to_json(const picture& shown);
[[nodiscard]] json to_json(const session_record& shown);

} // namespace atelier
