#include "engine/games/game_seeds.hpp"

#include <sodium.h>

namespace atelier {

std::uint64_t game_seeds::next() {
  // Whoever calls a function of the library comes first; later calls do nothing.
  [[maybe_unused]] static const int ready = sodium_init();
  ++count_;
  std::array<std::uint64_t, 2> out{};
  crypto_generichash(reinterpret_cast<unsigned char*>(out.data()), sizeof out,
                     reinterpret_cast<const unsigned char*>(&count_), sizeof count_,
                     reinterpret_cast<const unsigned char*>(secret_.data()), sizeof secret_);
  return out.front();
}

} // namespace atelier
