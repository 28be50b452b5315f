#include "storage/sqlite_statement.hpp"
#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

token_record sample_token(const std::string& hash, std::chrono::seconds expires) {
  return {hash, player_id{1}, sample_time() + expires};
}

} // namespace

TEST_CASE("players are found again as they were put, in the order of their ids") {
  auto ada = sample_player(2, "Ada");
  ada.passphrase = "$argon2id$v=19$m=65536,t=2,p=1$salt$hash";
  ada.session = lobby;
  auto gone = sample_player(1, "Grüße 😀");
  gone.removed = true;
  const auto state = recovered_after({ada, gone});
  CHECK(state.players == std::vector{gone, ada});
  CHECK(state.next_player_id == player_id{3});
}

TEST_CASE("a player that is put again is replaced") {
  auto ada = sample_player(1, "Ada");
  ada.session = lobby;
  auto renamed = sample_player(1, "ada l.");
  renamed.passphrase = "$argon2id$";
  CHECK(recovered_after({ada, renamed}).players == std::vector{renamed});
}

TEST_CASE("a player may come before its session in one batch") {
  auto ada = sample_player(1, "Ada");
  ada.session = session_id{7};
  CHECK(recovered_after({ada, sample_session(7)}).players == std::vector{ada});
}

TEST_CASE("nobody else can be the anonymous player") {
  const temporary_folder at;
  const auto done = commit(*open_folder(at.path()), {sample_player(0, "somebody")});
  REQUIRE_FALSE(done);
  CHECK(done.error().code == errc::internal_error);
  CHECK(done.error().message.find("player 0 is `anonymous`") != std::string::npos);
  CHECK(sqlite_database{at.path() / "atelier.db"}.number("SELECT handle = 'anonymous' FROM users WHERE id = 0") == 1);
}

TEST_CASE("the number of a player is kept where a later one has a lower number") {
  CHECK(recovered_after({sample_player(7, "seven"), sample_player(3, "three")}).next_player_id == player_id{8});
}

TEST_CASE("a session tells who made it, and its number is never given again") {
  auto session = sample_session(7);
  session.created_by = player_id{1};
  const auto state = recovered_after({sample_player(1, "Ada"), session});
  CHECK(state.sessions.back() == session);
  CHECK(state.next_session_id == session_id{8});
}

TEST_CASE("tokens are found again until they are removed or have ended") {
  const auto late = sample_token("aa", std::chrono::seconds{20});
  const auto early = sample_token("bb", std::chrono::seconds{10});
  const auto ended = sample_token("cc", std::chrono::seconds{9});
  const auto removed = sample_token("dd", std::chrono::seconds{30});
  const auto state = recovered_after({sample_player(1, "Ada"), late, early, ended, removed, token_removed{"dd"},
                                      token_removed{"unknown"}, tokens_expired{early.expires}});
  CHECK(state.tokens == std::vector{early, late});
}

TEST_CASE("a token that is put again lasts as the later one says") {
  const auto longer = sample_token("aa", std::chrono::seconds{20});
  CHECK(recovered_after({sample_player(1, "Ada"), sample_token("aa", std::chrono::seconds{10}), longer}).tokens
        == std::vector{longer});
}

TEST_CASE("a token of a player that was never stored is refused") {
  const temporary_folder at;
  CHECK_FALSE(commit(*open_folder(at.path()), {sample_token("aa", std::chrono::seconds{10})}));
}
