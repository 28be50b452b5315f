#pragma once

#include "engine/games/challenges.hpp"
#include "engine/games/modes.hpp"
#include "engine/games/running_game.hpp"
#include "engine/games/server_drawing.hpp"
#include "engine/games/session_events.hpp"
#include "engine/pictures/making.hpp"
#include "engine/replies.hpp"
#include "engine/waiting_lookups.hpp"
#include "engine/world.hpp"

#include <map>
#include <set>
#include <string>
#include <tuple>

namespace atelier {

/// The games of sessions, the frame around every mode: starts and ends them, brings them what happens, carries out what
/// follows, stores their state with their timers, and goes on with them after a restart.
class games {
public:
  games(world& all, replies& answers, challenges& known, making& maker, server_drawing& pen, session_events& news,
        std::vector<recovered_game> stored);

  /// `start` → `{"game":{…}}`; by whoever made the session, or an admin.
  void start(const asker& who, const command& what, turn& now);
  /// `stop` → `{"game":{…}}`, as it ended; by the same.
  void stop(const asker& who, const command& what, turn& now);
  /// `game_config` → `{"config":{…}}`, whole.
  void config(const asker& who, const command& what, turn& now);
  /// `set_game_config {setting: value, …}` → `{"config":{…}}`; by the same as `start`; null gives the default back.
  void set_config(const asker& who, const command& what, turn& now);
  /// An action of the session's mode.
  void play(const asker& who, const command& what, turn& now);

  /// The game of a session as a connection is shown it; null where none runs.
  [[nodiscard]] json shown(session_id session, connection_id to) const;

  /// Something is said in a session's chat; what follows from it is to be carried out when it is answered.
  [[nodiscard]] game_hearing hear(connection_id who, session_id session, const std::string& text, game_effects& follows,
                                  turn& now);
  /// Adds what is to be stored of it, and has the server draw: before the answer, which waits for the disk then.
  void store(session_id session, game_effects& follows, turn& now);
  /// Tells the rest, and goes on with what follows from that: after the answer.
  void tell(session_id session, game_effects follows, turn& now);
  /// Both, where nobody is answered.
  void carry_out(session_id session, game_effects follows, turn& now) {
    store(session, follows, now);
    tell(session, std::move(follows), now);
  }
  /// What is said is heard by a game.
  [[nodiscard]] bool is_heard(session_id session) const;

  [[nodiscard]] std::optional<error> refuses_drawing(connection_id who, const picture& on) const;

  /// Goes on with an action that names a picture; false where the answer is for somebody else.
  [[nodiscard]] bool read(const attachment_read& input, turn& now);
  /// Answers all who wait for the disk that the server is shutting down.
  void stop_waiting(turn& now);

  /// Rings what is due.
  void alarm(turn& now);
  /// Tells the games who came and went meanwhile; called at the end of every input.
  void settle(turn& now);
  void removed(session_id session);

private:
  using due_timer = std::tuple<wall_time, session_id, std::string>;

  [[nodiscard]] running_game* find(session_id session);
  [[nodiscard]] result<game_setup> setup_of(const session_record& session);
  [[nodiscard]] result<json> config_of(const session_record& session) const;
  [[nodiscard]] std::optional<error> not_ones_own(const asker& who, session_id session, std::string_view action) const;
  [[nodiscard]] game_actor actor(const running_game& in, connection_id who) const;
  [[nodiscard]] json shown(const running_game& game, const game_actor& to) const;
  void begin(session_id session, running_game game);
  void act(const asker& who, const command& what, turn& now);
  void tell(const running_game& game, const game_event& what, turn& now);
  void set_timer(running_game& game, const game_timer& what);
  void make(session_id session, const game_picture& wanted, game_effects& more, turn& now);
  [[nodiscard]] std::optional<error> no_room_for(const session_record& session) const;
  void wind(turn& now);

  world& world_;
  replies& replies_;
  challenges& challenges_;
  making& making_;
  server_drawing& pen_;
  session_events& events_;
  std::map<session_id, running_game> running_;
  std::map<session_id, std::uint32_t> last_number_;
  std::set<due_timer> due_;
  waiting_lookups<command> pictures_;
  bool is_new_ = true;
};

} // namespace atelier
