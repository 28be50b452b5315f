#pragma once

#include "engine/answers.hpp"
#include "engine/commit_queue.hpp"
#include "engine/configuration.hpp"
#include "engine/connections.hpp"
#include "engine/identities.hpp"
#include "engine/pictures/picture.hpp"
#include "engine/timers.hpp"
#include "engine/uuid_source.hpp"

#include <map>
#include <set>
#include <string>
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
  seqno_t next_chat_seqno = 1;
  uuid_source uuids;
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
  [[nodiscard]] const limits& bounds() const noexcept {
    return config.bounds();
  }
};

/// A picture as clients are shown it (the contract, section 7).
[[nodiscard]] json to_json(const picture& shown);
[[nodiscard]] json to_json(const session_record& shown);

} // namespace atelier
