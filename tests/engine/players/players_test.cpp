#include "engine/players/players.hpp"

#include "tests/engine/players/front_desk.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using atelier::test::front_desk;
using namespace std::chrono_literals;

namespace {

constexpr connection_id here{1};
constexpr connection_id there{2};
constexpr connection_id owner{9};

std::string code_of(const json& response) {
  return response.contains("error") ? response["error"]["code"].get<std::string>() : "";
}

/// A front desk with two clients and the server's owner.
struct evening : front_desk {
  explicit evening(limits bounds = {}, recovered_state state = {}) : front_desk{bounds, std::move(state)} {
    connect(here);
    connect(there);
    connect(owner, true);
  }

  json add(connection_id who, std::string handle, json passphrase = nullptr) {
    return ask(who, &players::add, {{"handle", std::move(handle)}, {"passphrase", std::move(passphrase)}});
  }
  json sign_in(connection_id who, std::string handle, json passphrase = nullptr) {
    return ask(who, &players::sign_in, {{"handle", std::move(handle)}, {"passphrase", std::move(passphrase)}});
  }
  /// A player of one's own: added and signed in.
  std::string enter(connection_id who, std::string handle, json passphrase = nullptr) {
    REQUIRE(code_of(add(who, handle, passphrase)) == "");
    const auto response = sign_in(who, std::move(handle), std::move(passphrase));
    REQUIRE(code_of(response) == "");
    return response["result"]["token"];
  }
  [[nodiscard]] bool is_nobody(connection_id who) {
    return client(who).player == player_id{} && client(who).identity == author_identity::anonymous
           && client(who).token_hash.empty();
  }
};

} // namespace

TEST_CASE("a player is added under a handle that nobody else has") {
  evening at;
  const auto added = at.add(here, " Ada  Lovelace ");
  const auto uuid = at.stored<player_record>().front().uuid;
  CHECK(uuid.size() == 36);
  CHECK(added["result"]["player"]
        == json{{"id", 1},
                {"uuid", uuid},
                {"handle", "Ada Lovelace"},
                {"protected", false},
                {"session", nullptr},
                {"created_at", "2024-10-04T00:00:00.000Z"}});
  CHECK_FALSE(added["result"].contains("similar"));
  REQUIRE(at.stored<player_record>().size() == 1);
  CHECK(at.stored<player_record>().front().handle == "Ada Lovelace");
  CHECK(at.heard(there) == std::vector<std::string>{"player_added"});
  CHECK(at.last_news() == json{{"player", added["result"]["player"]}});
  CHECK(code_of(at.add(there, "ＡＤＡ lovelace")) == "name_taken");
  CHECK(at.add(there, "ada lovelaces")["result"]["similar"] == json{"Ada Lovelace"});
  CHECK(code_of(at.add(there, "Anonymous")) == "bad_data");
  CHECK(code_of(at.ask(here, &players::add, json::object())) == "bad_data");
  CHECK(code_of(at.ask(here, &players::add, {{"handle", 7}})) == "bad_data");
  CHECK(at.stored<player_record>().size() == 2);
}

TEST_CASE("a player with a passphrase is there when it is hashed, and its handle is kept for it until then") {
  evening at;
  const auto first = at.begin(here, &players::add, {{"handle", "ada"}, {"passphrase", "countess"}});
  CHECK(at.response(first).is_null());
  CHECK_FALSE(at.people.is_idle());
  CHECK(at.stored<player_record>().empty());
  CHECK(code_of(at.response(at.begin(there, &players::add, {{"handle", "ADA"}}))) == "name_taken");
  CHECK(at.work());
  CHECK(at.people.is_idle());
  CHECK(at.response(first)["result"]["player"]["protected"] == true);
  REQUIRE(at.stored<player_record>().size() == 1);
  CHECK(at.stored<player_record>().front().passphrase == "hash:countess");
}

TEST_CASE("a passphrase has 1 to 1024 bytes") {
  evening at;
  for (const auto& wrong : {json(""), json(std::string(1025, 'x')), json(12)}) {
    CHECK(code_of(at.add(here, "ada", wrong)) == "bad_data");
    CHECK(code_of(at.sign_in(here, "ada", wrong)) == "bad_data");
  }
  CHECK(code_of(at.add(here, "ada", std::string(1024, 'x'))) == "");
  CHECK(at.sign_in(here, "ada", std::string(1024, 'x'))["result"]["identity"] == "verified");
}

TEST_CASE("who knows the passphrase is verified, and anybody may claim a handle that has none") {
  evening at;
  at.add(here, "ada", "countess");
  at.add(here, "bob");
  const auto ada = at.sign_in(here, "Ada", "countess");
  CHECK(ada["result"]["identity"] == "verified");
  CHECK(ada["result"]["player"]["handle"] == "ada");
  CHECK(ada["result"]["expires_at"] == "2024-11-03T00:00:00.000Z");
  CHECK(at.client(here).player == player_id{1});
  CHECK(at.client(here).identity == author_identity::verified);
  CHECK(at.client(here).token_hash == token_hash(ada["result"]["token"].get<std::string>()));
  CHECK(at.sign_in(there, "bob")["result"]["identity"] == "claimed");
  CHECK(at.client(there).identity == author_identity::claimed);
  const auto stored = at.stored<token_record>();
  REQUIRE(stored.size() == 2);
  CHECK(stored.front().hash == at.client(here).token_hash);
  CHECK(stored.front().expires == at.now.wall + limits{}.token_kept);
  // Signing in again changes who one is.
  CHECK(at.ask(here, &players::sign_in, {{"player", 2}})["result"]["player"]["handle"] == "bob");
  CHECK(at.client(here).identity == author_identity::claimed);
}

TEST_CASE("who can't sign in is told why, and stays who they were") {
  evening at;
  at.enter(here, "bob");
  at.add(here, "ada", "countess");
  CHECK(code_of(at.sign_in(here, "ada")) == "unauthorized");
  CHECK(code_of(at.sign_in(here, "ada", "baroness")) == "unauthorized");
  CHECK(code_of(at.sign_in(here, "eve")) == "not_found");
  CHECK(code_of(at.ask(here, &players::sign_in, {{"player", 7}})) == "not_found");
  CHECK(code_of(at.ask(here, &players::sign_in, {{"token", "x"}})) == "unauthorized");
  CHECK(code_of(at.ask(here, &players::sign_in, {{"token", std::string(100'000, 'x')}})) == "unauthorized");
  CHECK(code_of(at.ask(here, &players::sign_in, json::object())) == "bad_data");
  CHECK(code_of(at.ask(here, &players::sign_in, {{"handle", "ada"}, {"token", "x"}})) == "ambiguous_data");
  CHECK(at.client(here).player == player_id{1});
}

TEST_CASE("a token signs in again, on another connection and by HTTP, until it ends") {
  evening at;
  const auto token = at.enter(here, "ada", "countess");
  const auto again = at.ask(there, &players::sign_in, {{"token", token}});
  CHECK(again["result"]["token"] == token);
  CHECK(again["result"]["identity"] == "verified");
  CHECK(again["result"]["expires_at"] == "2024-11-03T00:00:00.000Z");
  CHECK(at.client(there).player == player_id{1});
  const auto by_http = at.people.signed_in_by(token, at.now.wall);
  REQUIRE(by_http);
  CHECK(by_http->player == player_id{1});
  CHECK(by_http->identity == author_identity::verified);
  at.now.wall += limits{}.token_kept;
  CHECK_FALSE(at.people.signed_in_by(token, at.now.wall));
  CHECK(code_of(at.ask(there, &players::sign_in, {{"token", token}})) == "unauthorized");
  at.now.mono += 10min;
  at.now.wall += 1s;
  at.ask(there, &players::sign_in, {{"token", token}});
  CHECK(at.stored<tokens_expired>().size() == 1);
}

TEST_CASE("signing out ends the token, here and wherever it was used") {
  evening at;
  const auto token = at.enter(here, "ada");
  const auto other = at.sign_in(there, "ada")["result"]["token"].get<std::string>();
  at.connect(connection_id{3});
  at.ask(connection_id{3}, &players::sign_in, {{"token", token}});
  CHECK(at.ask(here, &players::sign_out, json::object())["result"]["player"]["handle"] == "ada");
  CHECK(at.is_nobody(here));
  CHECK(at.is_nobody(connection_id{3}));
  CHECK(at.client(there).player == player_id{1});
  CHECK_FALSE(at.people.signed_in_by(token, at.now.wall));
  CHECK(at.people.signed_in_by(other, at.now.wall));
  CHECK(at.stored<token_removed>().size() == 1);
  CHECK(code_of(at.ask(here, &players::sign_out, json::object())) == "unauthorized");
}

TEST_CASE("signing out everywhere ends all tokens of the player and no other's") {
  evening at;
  const auto token = at.enter(here, "ada");
  const auto second = at.sign_in(there, "ada")["result"]["token"].get<std::string>();
  const auto other = at.enter(owner, "bob");
  CHECK(code_of(at.ask(here, &players::sign_out, {{"everywhere", "yes"}})) == "bad_data");
  CHECK(code_of(at.ask(here, &players::sign_out, {{"everywhere", true}})) == "");
  CHECK(at.is_nobody(here));
  CHECK(at.is_nobody(there));
  CHECK_FALSE(at.people.signed_in_by(token, at.now.wall));
  CHECK_FALSE(at.people.signed_in_by(second, at.now.wall));
  CHECK(at.people.signed_in_by(other, at.now.wall));
  CHECK(at.client(owner).player == player_id{2});
}

TEST_CASE("one changes oneself, and an admin changes anybody") {
  evening at;
  at.enter(here, "ada");
  at.add(here, "bob");
  const auto renaming = [&](connection_id who, json args) {
    args["handle"] = "eve";
    return at.ask(who, &players::set_handle, std::move(args));
  };
  CHECK(code_of(renaming(there, json::object())) == "unauthorized");
  CHECK(code_of(renaming(there, {{"player", 1}})) == "forbidden");
  CHECK(code_of(renaming(there, {{"player", 0}})) == "not_found");
  CHECK(code_of(renaming(here, {{"player", 2}})) == "forbidden");
  CHECK(code_of(renaming(owner, json::object())) == "unauthorized");
  CHECK(code_of(renaming(owner, {{"player", 3}})) == "not_found");
  CHECK(renaming(owner, {{"player", 2}})["result"]["player"]["handle"] == "eve");
  CHECK(code_of(renaming(here, json::object())) == "name_taken");
}

TEST_CASE("a new handle frees the old one, and one may write one's own otherwise") {
  evening at;
  at.enter(here, "ada lovelace");
  at.add(there, "charles babbage");
  const auto rename = [&](const char* handle) {
    return at.ask(here, &players::set_handle, {{"handle", handle}});
  };
  CHECK(rename("ADA Lovelace")["result"]["player"]["handle"] == "ADA Lovelace");
  CHECK(rename("Charles Babbages")["result"]["similar"] == json{"charles babbage"});
  CHECK(at.heard(there).back() == "player_changed");
  CHECK(code_of(rename("Charles Babbage")) == "name_taken");
  CHECK(code_of(at.add(there, "ada lovelace")) == "");
  CHECK(code_of(at.sign_in(there, "charles babbages")) == "");
  CHECK(at.stored<player_record>().back().id == player_id{3});
}

TEST_CASE("who gives a claimed handle a passphrase is verified, and everybody else is signed out") {
  evening at;
  const auto token = at.enter(here, "ada");
  const auto other = at.sign_in(there, "ada")["result"]["token"].get<std::string>();
  CHECK(code_of(at.ask(here, &players::set_passphrase, json::object())) == "bad_data");
  const auto changed = at.ask(here, &players::set_passphrase, {{"passphrase", "countess"}});
  CHECK(changed["result"]["player"]["protected"] == true);
  CHECK(at.client(here).identity == author_identity::verified);
  CHECK(at.is_nobody(there));
  CHECK(at.people.signed_in_by(token, at.now.wall)->identity == author_identity::verified);
  CHECK_FALSE(at.people.signed_in_by(other, at.now.wall));
  CHECK(code_of(at.sign_in(there, "ada")) == "unauthorized");
  CHECK(at.heard(there).back() == "player_changed");

  CHECK(at.ask(here, &players::set_passphrase, {{"passphrase", nullptr}})["result"]["player"]["protected"] == false);
  CHECK(at.client(here).identity == author_identity::claimed);
  CHECK(code_of(at.sign_in(there, "ada")) == "");
  CHECK(at.ask(owner, &players::set_passphrase, {{"player", 1}, {"passphrase", "x"}})["result"]["player"]["protected"]
        == true);
  CHECK(at.is_nobody(here));
  CHECK(at.is_nobody(there));
}

TEST_CASE("of two who give the same handle a passphrase the first one has it") {
  evening at;
  at.enter(here, "ada");
  at.sign_in(there, "ada");
  const auto first = at.begin(here, &players::set_passphrase, {{"passphrase", "1"}});
  const auto second = at.begin(there, &players::set_passphrase, {{"passphrase", "2"}});
  const auto late = at.begin(there, &players::sign_in, {{"handle", "ada"}});
  while (at.work()) {
  }
  CHECK(code_of(at.response(first)) == "");
  CHECK(code_of(at.response(second)) == "unauthorized");
  CHECK(code_of(at.response(late)) == "unauthorized");
  CHECK(at.stored<player_record>().back().passphrase == "hash:1");
  CHECK(at.is_nobody(there));
}

TEST_CASE("a player that is removed is nobody's any more, and its handle is free") {
  evening at;
  const auto token = at.enter(here, "ada", "countess");
  const auto late = at.begin(there, &players::sign_in, {{"handle", "ada"}, {"passphrase", "countess"}});
  CHECK(at.response(at.begin(here, &players::remove, json::object()))["result"]["player"]["handle"] == "ada");
  CHECK(at.work());
  CHECK(code_of(at.response(late)) == "not_found");
  CHECK(at.is_nobody(here));
  CHECK(at.is_nobody(there));
  CHECK(at.heard(there).back() == "player_deleted");
  CHECK(at.stored<player_record>().back().removed);
  CHECK(at.stored<player_record>().back().passphrase.empty());
  CHECK_FALSE(at.people.signed_in_by(token, at.now.wall));
  CHECK(code_of(at.ask(here, &players::sign_in, {{"player", 1}})) == "not_found");
  CHECK(at.add(here, "Ada")["result"]["player"]["id"] == 2);
  CHECK(at.ask(here, &players::list, json::object())["result"]["players"].size() == 1);
}

TEST_CASE("players come in pages") {
  evening at;
  for (int i = 0; i < 2000; ++i)
    at.add(here, "p" + std::to_string(i * 7919));
  std::size_t seen = 0, pages = 0;
  json after = 0;
  for (bool more = true; more; ++pages) {
    const auto page = at.ask(here, &players::list, {{"after", after}})["result"];
    more = page.value("more", false);
    REQUIRE_FALSE(page["players"].empty());
    CHECK(page["players"].front()["id"] == after.get<int>() + 1);
    seen += page["players"].size();
    after = page["players"].back()["id"];
  }
  CHECK(seen == 2000);
  CHECK(pages > 1);
  CHECK(code_of(at.ask(here, &players::list, {{"after", "x"}})) == "bad_data");
}

TEST_CASE("who guesses passphrases is slowed down and told for how long") {
  evening at;
  at.add(here, "ada", "countess");
  for (int i = 0; i < 5; ++i)
    CHECK(code_of(at.sign_in(there, "ada", "x")) == "unauthorized");
  const auto refused = at.sign_in(there, "ada", "countess");
  CHECK(code_of(refused) == "rate_limited");
  CHECK(refused["error"]["message"].get<std::string>().find("try again in 1 s") != std::string::npos);
  CHECK(code_of(at.sign_in(here, "ada", "countess")) == "rate_limited");
  at.now.mono += 1s;
  CHECK(code_of(at.sign_in(here, "ada", "countess")) == "");
  CHECK(code_of(at.sign_in(here, "ada", "countess")) == "");
  // A guess counts also where nobody waited for its answer.
  at.connect(connection_id{3});
  for (int i = 0; i < 5; ++i)
    at.begin(connection_id{3}, &players::sign_in, {{"handle", "ada"}, {"passphrase", "x"}});
  CHECK(code_of(at.response(at.begin(here, &players::sign_in, {{"handle", "ada"}, {"passphrase", "x"}})))
        == "rate_limited");
  at.disconnect(connection_id{3});
  while (at.work()) {
  }
  CHECK(code_of(at.sign_in(here, "ada", "countess")) == "rate_limited");
}

TEST_CASE("so many passphrases wait and no more, fewer of them one client's") {
  limits bounds;
  bounds.passphrases_waiting_max = 3;
  bounds.client_passphrases_waiting_max = 2;
  evening at{bounds};
  at.add(here, "open");
  const auto adding = [&](connection_id who, const char* handle) {
    return code_of(at.response(at.begin(who, &players::add, {{"handle", handle}, {"passphrase", "x"}})));
  };
  CHECK(adding(here, "a") == "");
  CHECK(adding(here, "b") == "");
  CHECK(adding(here, "c") == "rate_limited");
  CHECK(adding(there, "c") == "");
  CHECK(adding(owner, "d") == "rate_limited");
  // Where nothing has to be hashed, there is room.
  CHECK(code_of(at.response(at.begin(owner, &players::sign_in, {{"handle", "open"}}))) == "");
  while (at.work()) {
  }
  CHECK(adding(owner, "d") == "");
}

TEST_CASE("there are so many players and no more, and so many ever") {
  limits bounds;
  bounds.players_max = 2;
  bounds.players_ever_max = 3;
  evening at{bounds};
  CHECK(code_of(at.add(here, "a")) == "");
  CHECK(code_of(at.add(here, "b")) == "");
  CHECK(code_of(at.add(here, "c")) == "rate_limited");
  at.ask(owner, &players::remove, {{"player", 1}});
  CHECK(code_of(at.add(here, "c")) == "");
  at.ask(owner, &players::remove, {{"player", 2}});
  CHECK(code_of(at.add(here, "d")) == "rate_limited");
}

TEST_CASE("a player has so many tokens; the oldest ends, and who came with it stays") {
  limits bounds;
  bounds.player_tokens_max = 2;
  evening at{bounds};
  const auto first = at.enter(here, "ada");
  at.sign_in(there, "ada");
  at.sign_in(owner, "ada");
  CHECK_FALSE(at.people.signed_in_by(first, at.now.wall));
  CHECK(at.client(here).player == player_id{1});
  CHECK(at.stored<token_removed>().size() == 1);
}

TEST_CASE("what a client that is gone waited for is dropped, and the handle is free") {
  evening at;
  at.begin(here, &players::add, {{"handle", "ada"}, {"passphrase", "x"}});
  at.begin(there, &players::add, {{"handle", "bob"}, {"passphrase", "x"}});
  at.disconnect(here);
  CHECK_FALSE(at.people.is_idle());
  CHECK(code_of(at.response(at.begin(there, &players::add, {{"handle", "ada"}}))) == "");
  while (at.work()) {
  }
  CHECK(at.people.is_idle());
  CHECK(at.stored<player_record>().size() == 2);
}

TEST_CASE("the same command with the same key waits for the same answer, also when who asked first is gone") {
  evening at;
  const answer_key key{"client", "key", 7};
  const json args{{"handle", "ada"}, {"passphrase", "x"}};
  const auto first = at.begin(here, &players::add, args, key);
  const auto again = at.begin(there, &players::add, args, key);
  CHECK(at.waiting() == 1);
  at.disconnect(here);
  CHECK(at.work());
  CHECK(at.response(first).is_null());
  CHECK(at.response(again)["result"]["player"]["handle"] == "ada");
  CHECK(at.stored<answer_record>().size() == 1);
  // A sign-in is never given again: it is the connection that is signed in.
  const auto signed_in = at.begin(there, &players::sign_in, {{"handle", "ada"}, {"passphrase", "x"}}, key);
  CHECK(at.work());
  CHECK(code_of(at.response(signed_in)) == "");
  CHECK(at.stored<answer_record>().size() == 1);
}

TEST_CASE("a passphrase that can't be hashed is an error, and no player") {
  evening at;
  const auto id = at.begin(here, &players::add, {{"handle", "ada"}, {"passphrase", "x"}});
  effects out;
  turn now{at.now, out};
  at.people.on(passphrase_hashed{1, failure(errc::internal_error, "no memory")}, now);
  REQUIRE(out.size() == 1);
  CHECK(std::get<to_connection>(out.front()).to == here);
  CHECK(at.response(id).is_null());
  CHECK(at.stored<player_record>().empty());
  CHECK(at.people.is_idle());
  // What nobody asked for is passed over.
  at.people.on(passphrase_hashed{1, "x"}, now);
  at.people.on(passphrase_checked{7, true, "x"}, now);
  CHECK(out.size() == 1);
}

TEST_CASE("players and their tokens are there after a restart, the removed ones' handles free") {
  recovered_state state;
  state.next_player_id = player_id{3};
  state.players.push_back({player_id{1}, "ada", "hash:countess", {}, {}, false});
  state.players.push_back({player_id{2}, "bob", "", {}, {}, true});
  state.tokens.push_back({token_hash("kept"), player_id{1}, wall_time{490'000h}});
  state.tokens.push_back({token_hash("lost"), player_id{2}, wall_time{490'000h}});
  evening at{{}, state};
  CHECK(code_of(at.ask(here, &players::sign_in, {{"token", "kept"}})) == "");
  CHECK(code_of(at.ask(there, &players::sign_in, {{"token", "lost"}})) == "unauthorized");
  CHECK(code_of(at.sign_in(there, "ada", "countess")) == "");
  CHECK(code_of(at.add(there, "Ada")) == "name_taken");
  CHECK(at.add(there, "Bob")["result"]["player"]["id"] == 3);
}
