#pragma once

#include "engine/arguments.hpp"
#include "engine/names.hpp"
#include "engine/players/passphrase_requests.hpp"
#include "engine/players/sign_in_guard.hpp"
#include "engine/players/tokens.hpp"
#include "engine/replies.hpp"
#include "engine/world.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace atelier {

/// The players: who there is, who is signed in on which connection, and with which tokens.
///
/// Passphrases are hashed and compared elsewhere (`hash_passphrase`, `check_passphrase`), which also makes the tokens;
/// a command with one is answered when that is done, so a later one of the same connection may be answered before it.
/// A handle without a passphrase is anybody's: whoever signs in with it is `claimed`, and may give it a passphrase.
class players {
public:
  players(world& all, replies& answers);

  /// `add_player {handle, passphrase?}` → `{"player":{…},"similar"?:[handles]}`
  void add(const asker& who, const command& what, turn& now);
  /// `sign_in {handle|player, passphrase?}` or `{token}` → `{"player":{…},"identity","token","expires_at"}`. Its key is
  /// passed over: an answer given again would tell a new connection that it is signed in, and tokens are not stored.
  void sign_in(const asker& who, const command& what, turn& now);
  /// `sign_out {everywhere?}` → `{"player":{…}}`. Ends the connection's token, or all of its player's; connections
  /// that came with one of them are nobody any more.
  void sign_out(const asker& who, const command& what, turn& now);
  /// `set_player_handle {player?, handle}` → `{"player":{…},"similar"?:[handles]}`
  void set_handle(const asker& who, const command& what, turn& now);
  /// `set_player_passphrase {player?, passphrase|null}` → `{"player":{…}}`. Only the asking connection stays signed in.
  void set_passphrase(const asker& who, const command& what, turn& now);
  /// `remove_player {player?}` → `{"player":{…}}`, as it was.
  void remove(const asker& who, const command& what, turn& now);
  /// `set_player_session {player?, session|null}` → `{"player":{…}}`. Not while a game runs that the player is in.
  void set_session(const asker& who, const command& what, turn& now);
  /// `players {after?}` → `{"players":[…]}`, by id, in pages as `pictures`.
  void list(const asker& who, const command& what, turn& now);

  void on(passphrase_hashed&& input, turn& now);
  void on(passphrase_checked&& input, turn& now);

  /// What the connection still waits for is dropped, and a player that it was adding is not added; unless somebody
  /// else asked for the same with the same key.
  void gone(connection_id who);

  /// Answers all who wait for a passphrase that the server is shutting down.
  void stop(turn& now);

  /// Where the same command with the same key is being carried out, both get its answer; true then.
  [[nodiscard]] bool wait_for(const asker& who) {
    return requests_.wait_for(who);
  }

  /// Nothing waits for a passphrase.
  [[nodiscard]] bool is_idle() const noexcept {
    return requests_.is_empty();
  }

  /// Whom a token stands for.
  struct signed_in {
    player_id player;
    author_identity identity{};
    wall_time until{};
  };
  /// Nothing where the token is none, or none any more.
  [[nodiscard]] std::optional<signed_in> signed_in_by(std::string_view token, wall_time now) const;

private:
  void answer(const passphrase_request& begun, const result<json>& what, turn& now);
  void store(std::vector<record> all);
  /// One that is not removed.
  [[nodiscard]] result<player_record*> find(player_id id);
  /// Whom a command is about: the player that it names, or the connection's own.
  [[nodiscard]] result<player_record*> player_to_change(const asker& who, arguments& args);
  /// Nothing where none is given; also fails with what else was wrong with the arguments so far.
  [[nodiscard]] static result<std::optional<std::string>> passphrase_among(arguments& args);
  [[nodiscard]] std::optional<error> taken(const std::string& handle, std::optional<player_id> own) const;
  [[nodiscard]] json with_similar(const player_record& shown) const;
  void hash(passphrase_request request, std::string passphrase, turn& now);
  void make(const passphrase_request& begun, std::string hash, turn& now);
  void change_passphrase(const passphrase_request& begun, std::string hash, turn& now);
  void sign_in_with_token(const asker& who, const std::string& token, turn& now);
  void sign_in_with_passphrase(const asker& who, player_id id, std::optional<std::string> passphrase, turn& now);
  void sign_in_as(connection& client, const player_record& player, const token_record& with);
  void sign_out_of(connection& client);
  /// All connections of that player are nobody's, and its tokens end; but for one.
  void end_all(player_id player, std::optional<connection_id> spared);

  world& world_;
  replies& replies_;
  name_index<player_id> names_;
  tokens tokens_;
  sign_in_guard guard_;
  passphrase_requests requests_;
};

/// Who is signed in as a player without a passphrase only claims to be it.
[[nodiscard]] author_identity identity_of(const player_record& player) noexcept;

/// A player as clients are shown it (protocol/README.md, "Shapes").
[[nodiscard]] json to_json(const player_record& shown);

} // namespace atelier
