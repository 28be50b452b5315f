#include "engine/players/passphrase_actor.hpp"

#include "runtime/thread_name.hpp"

#include <algorithm>
#include <array>
#include <caf/all.hpp>
#include <sodium.h>
#include <stdexcept>
#include <string>

namespace atelier {

namespace {

/// Overwrites a secret when it is no longer needed.
class wiped {
public:
  explicit wiped(std::string& secret) : secret_{secret} {}
  wiped(const wiped&) = delete;
  wiped& operator=(const wiped&) = delete;
  ~wiped() {
    sodium_memzero(secret_.data(), secret_.size());
  }

private:
  std::string& secret_;
};

result<std::string> hash_of(const std::string& passphrase) {
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str(hash.data(), passphrase.data(), passphrase.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                        crypto_pwhash_MEMLIMIT_INTERACTIVE)
      != 0)
    return failure(errc::internal_error, "the server has no memory to hash a passphrase; try again");
  return std::string{hash.data()};
}

bool fits(const std::string& passphrase, const std::string& hash) {
  if (hash.empty())
    return true;
  std::array<char, crypto_pwhash_STRBYTES> kept{};
  if (hash.size() >= kept.size())
    return false;
  std::ranges::copy(hash, kept.begin());
  return crypto_pwhash_str_verify(kept.data(), passphrase.data(), passphrase.size()) == 0;
}

std::string new_token() {
  constexpr std::size_t token_bytes = 32;
  std::array<unsigned char, token_bytes> random{};
  randombytes_buf(random.data(), random.size());
  std::array<char, sodium_base64_ENCODED_LEN(token_bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING)> text{};
  sodium_bin2base64(text.data(), text.size(), random.data(), random.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  return text.data();
}

class passphrases : public passphrase_actor::base {
public:
  using passphrase_actor::base::base;

  passphrase_actor::behavior_type make_behavior() override {
    runtime::name_this_thread(name());
    return {
        [this](hash_passphrase& what, const engine_actor& engine) {
          const wiped secret{what.passphrase};
          send(engine, passphrase_hashed{what.request, hash_of(what.passphrase)});
        },
        [this](check_passphrase& what, const engine_actor& engine) {
          const wiped secret{what.passphrase};
          const bool right = fits(what.passphrase, what.hash);
          send(engine, passphrase_checked{what.request, right, right ? new_token() : ""});
        },
    };
  }

  const char* name() const override {
    return "passphrases";
  }
};

} // namespace

passphrase_actor spawn_passphrases(caf::actor_system& system) {
  if (sodium_init() < 0)
    throw std::runtime_error{"libsodium can't be used: the system gives no random numbers"};
  return system.spawn<passphrases, caf::detached>();
}

} // namespace atelier
