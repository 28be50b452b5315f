#include "engine/players/passphrase_actor.hpp"

#include "tests/actor_stage.hpp"

#include <algorithm>
#include <caf/all.hpp>
#include <cctype>
#include <doctest/doctest.h>

using namespace atelier;

namespace {

struct stage : test::actor_stage {
  passphrase_actor passphrases = spawn_passphrases(system);

  ~stage() {
    end(passphrases);
  }

  passphrase_hashed hash(std::string passphrase) {
    self->send(passphrases, hash_passphrase{7, std::move(passphrase)}, engine);
    passphrase_hashed out;
    self->receive([&](passphrase_hashed& answer) { out = std::move(answer); });
    return out;
  }
  passphrase_checked check(std::string passphrase, std::string hash) {
    self->send(passphrases, check_passphrase{8, std::move(passphrase), std::move(hash)}, engine);
    passphrase_checked out;
    self->receive([&](passphrase_checked& answer) { out = std::move(answer); });
    return out;
  }
};

} // namespace

TEST_CASE("a passphrase is hashed with argon2id, fits its hash, and no other does") {
  stage at;
  const auto hashed = at.hash("pässphrase");
  CHECK(hashed.request == 7);
  REQUIRE(hashed.hash);
  CHECK(hashed.hash->starts_with("$argon2id$v=19$m=65536,t=2,p=1$"));
  const auto right = at.check("pässphrase", *hashed.hash);
  CHECK(right.request == 8);
  CHECK(right.fits);
  CHECK(right.token.size() == 43);
  const auto wrong = at.check("passphrase", *hashed.hash);
  CHECK_FALSE(wrong.fits);
  CHECK(wrong.token.empty());
}

TEST_CASE("where there is no hash everything fits, and no token comes twice") {
  stage at;
  const auto first = at.check("", "");
  const auto second = at.check("anything", "");
  CHECK(first.fits);
  CHECK(second.fits);
  CHECK(first.token != second.token);
  CHECK(std::ranges::all_of(first.token + second.token,
                            [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; }));
}

TEST_CASE("nothing fits a hash that is none") {
  stage at;
  CHECK_FALSE(at.check("x", "x").fits);
  CHECK_FALSE(at.check("x", std::string(10'000, 'x')).fits);
}
