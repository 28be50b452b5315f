#pragma once

#include "protocol/bytes.hpp"
#include "protocol/chat.hpp"
#include "protocol/errors.hpp"
#include "protocol/feed_head.hpp"
#include "protocol/feed_records.hpp"
#include "protocol/game_records.hpp"
#include "protocol/ids.hpp"
#include "protocol/image.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

/// \file
/// What the engine has written: each record is a row put, replaced or removed, and a batch of them is one transaction.

namespace atelier {

using wall_time = std::chrono::system_clock::time_point;

/// A row of the table of pictures. `folder` and `filesystem` say where its snapshots lie.
struct picture_record {
  picture_id id;
  std::string name;
  std::string created_by;
  std::uint16_t width = 0;
  std::uint16_t height = 0;
  std::optional<session_id> session;
  /// `<name>_<creator>_<created at>`, cleaned; unique; kept when the picture is renamed.
  std::string folder;
  /// The snapshot store's name: "file" or, later, "s3".
  std::string filesystem = "file";
  wall_time created_at{};
  friend bool operator==(const picture_record&, const picture_record&) = default;
};

/// The row with its log and its snapshots' rows is removed.
struct picture_removed {
  picture_id id;
};

struct session_record {
  session_id id;
  std::string uuid;
  std::string name;
  std::string mode = "free";
  wall_time created_at{};
  /// 0 where nobody who was signed in made it.
  player_id created_by{};
  /// JSON: the settings of its games that differ from their defaults.
  std::string config = "{}";
  /// JSON: a small map of strings, for programs that belong to it.
  std::string metadata = "{}";
  friend bool operator==(const session_record&, const session_record&) = default;
};

/// The row, its chat, its feed and its links are removed; its pictures have records of their own, which come before.
struct session_removed {
  session_id id;
};

/// A row of the table of users. One that is removed stays, since messages name it.
struct player_record {
  player_id id;
  /// As it is shown: trimmed, runs of white space made one blank.
  std::string handle;
  /// As `crypto_pwhash_str` of libsodium writes it; empty where the player is anybody's.
  std::string passphrase;
  /// The session that it plays in.
  std::optional<session_id> session;
  wall_time created_at{};
  bool removed = false;
  /// Names the player in feeds, which other servers have too; never changed.
  std::string uuid{};
  friend bool operator==(const player_record&, const player_record&) = default;
};

/// A token that was given out. `hash` is what `token_hash` makes of it, in hexadecimal: who reads the database can't
/// sign in with it.
struct token_record {
  std::string hash;
  player_id player;
  wall_time expires{};
  friend bool operator==(const token_record&, const token_record&) = default;
};

struct token_removed {
  std::string hash;
};

/// Tokens that ended before this are forgotten.
struct tokens_expired {
  wall_time before{};
};

/// A client identity and its number; never changed, never removed.
struct client_record {
  std::string uuid;
  author_id author;
};

/// Authors below this number may have been given away.
struct authors_reserved {
  author_id until;
};

/// Ops of one picture in their order: `runs` as in UPDATES (protocol/blocks.hpp).
struct ops_record {
  picture_id picture;
  seq_t first_seq = 0;
  seq_t last_seq = 0;
  bytes runs;
  /// The last client_seq used up by each named author that drew here, refused ones included.
  std::vector<std::pair<author_id, client_seq_t>> client_seqs;
};

/// A snapshot that is wholly in the store: `<folder>/<epoch>-<seq>.png`.
struct snapshot_record {
  picture_id picture;
  epoch_t epoch = 0;
  seq_t seq = 0;
  std::string file;
  friend bool operator==(const snapshot_record&, const snapshot_record&) = default;
};

struct snapshot_removed {
  std::string file;
};

/// The first answer to a command with a key. `client` is empty for one that did not name itself.
struct answer_record {
  std::string client;
  std::string key;
  /// Hash of session, action and arguments.
  std::uint64_t request = 0;
  /// `{"result":…}` or `{"error":…}`
  std::string answer;
  wall_time at{};
};

/// Answers older than this are forgotten.
struct answers_expired {
  wall_time before{};
};

/// One value of the configuration that `set_config` changes, as JSON text.
struct config_record {
  std::string name;
  std::string value;
};

/// The last record of a clean stop; the epoch then stays.
struct stopped_cleanly {};

using record =
    std::variant<picture_record, picture_removed, session_record, session_removed, player_record, token_record,
                 token_removed, tokens_expired, chat_message, team_record, team_member_record, challenge_record,
                 challenge_removed, challenges_removed, challenge_set_record, challenge_set_removed, game_record,
                 game_value_record, game_timer_record, server_ops_record, event_record, feed_message, feed_link_record,
                 feed_link_removed, client_record, authors_reserved, ops_record, snapshot_record, snapshot_removed,
                 answer_record, answers_expired, config_record, stopped_cleanly>;

/// Bytes that a record occupies while it waits, roughly.
[[nodiscard]] std::size_t size_of(const record& what) noexcept;

/// What storage knows of a picture at start.
struct recovered_picture {
  picture_record record;
  /// The last stored op.
  seq_t seq = 0;
  /// Ascending by epoch and seq; the last one is the current one.
  std::vector<snapshot_record> snapshots;
};

/// Everything that the engine needs to start, but for rasters, which are loaded when somebody looks.
struct recovered_state {
  /// Random, of this run: what the engine makes up, such as the UUIDs of sessions, comes from it.
  std::array<std::uint64_t, 2> seed{};
  std::uint32_t srv_id = 0;
  epoch_t epoch = 0;
  author_id authors_until{1};
  /// Above every picture that was ever stored, removed ones included; the same for the others.
  picture_id next_picture_id{1};
  session_id next_session_id{1};
  player_id next_player_id{1};
  /// The next item of any chat, and of any session's events.
  seqno_t next_chat_seqno = 1;
  seqno_t next_event_seqno = 1;
  /// The next message that is written to any feed here, and the next that arrives in one.
  seqno_t next_feed_seqno = 1;
  seqno_t next_feed_arrival = 1;
  /// Ascending by arrival.
  std::vector<feed_head> feed;
  std::vector<feed_link_record> feed_links;
  challenge_id next_challenge_id{1};
  challenge_set_id next_challenge_set_id{1};
  /// Ascending by session and id, removed ones too.
  std::vector<team_record> teams;
  std::vector<team_member_record> members;
  std::vector<challenge_record> challenges;
  std::vector<challenge_set_record> challenge_sets;
  /// The games that run, and of each session the number of the last one that was started.
  std::vector<recovered_game> games;
  std::map<session_id, std::uint32_t> last_games;
  std::map<picture_id, bytes> server_ops;
  std::vector<session_record> sessions;
  std::vector<recovered_picture> pictures;
  /// Ascending by id, removed ones too; without `anonymous`.
  std::vector<player_record> players;
  std::vector<token_record> tokens;
  std::vector<client_record> clients;
  std::vector<answer_record> answers;
  std::map<std::string, std::string> config;
};

/// The read side of storage, for whoever rebuilds a raster; any thread, one call at a time.
class picture_archive {
public:
  virtual ~picture_archive() = default;

  /// The newest snapshot at or below `until` with its pixels; nothing where there is none. A file that is missing or
  /// damaged is passed over for the one before it.
  [[nodiscard]] virtual result<std::optional<std::pair<snapshot_record, image>>> newest_snapshot(picture_id picture,
                                                                                                 seq_t until) = 0;

  /// Calls `take` with every stored ops record that has an op after `after`, in order, until it returns false.
  [[nodiscard]] virtual result<void> read_ops(picture_id picture, seq_t after,
                                              const std::function<bool(const ops_record&)>& take) = 0;

  /// The last client_seq that each named author has used up on the picture, as far as stored.
  [[nodiscard]] virtual result<std::vector<std::pair<author_id, client_seq_t>>> client_seqs(picture_id picture) = 0;
};

} // namespace atelier
