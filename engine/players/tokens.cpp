#include "engine/players/tokens.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <sodium.h>

namespace atelier {

namespace {

constexpr std::chrono::minutes forget_interval{10};

/// Nothing that was ever given out is longer.
constexpr std::size_t token_characters_max = 128;

} // namespace

std::string token_hash(std::string_view token) {
  // Whoever calls a function of the library comes first; later calls do nothing.
  [[maybe_unused]] static const int ready = sodium_init();
  std::array<unsigned char, crypto_generichash_BYTES> hash{};
  crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(token.data()), token.size(),
                     nullptr, 0);
  std::array<char, crypto_generichash_BYTES * 2 + 1> text{};
  sodium_bin2hex(text.data(), text.size(), hash.data(), hash.size());
  return text.data();
}

tokens::tokens(std::vector<token_record> stored, std::size_t each_max) : each_max_{each_max} {
  std::ranges::stable_sort(stored, {}, &token_record::expires);
  for (auto& each : stored)
    insert(std::move(each));
}

std::optional<token_record> tokens::find(std::string_view token, wall_time now) const {
  if (token.size() > token_characters_max)
    return std::nullopt;
  const auto found = by_hash_.find(token_hash(token));
  if (found == by_hash_.end() || found->second.expires <= now)
    return std::nullopt;
  return found->second;
}

std::vector<record> tokens::add(token_record given) {
  std::vector<record> out{given};
  const auto player = given.player;
  insert(std::move(given));
  while (by_player_.at(player).size() > each_max_) {
    const auto oldest = by_player_.at(player).front();
    std::ranges::move(end(oldest), std::back_inserter(out));
  }
  return out;
}

std::vector<record> tokens::end(const std::string& hash) {
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end())
    return {};
  const auto ended = found->second;
  erase(ended);
  return {token_removed{ended.hash}};
}

std::vector<record> tokens::end_all(player_id player, const std::string& spared) {
  const auto found = by_player_.find(player);
  if (found == by_player_.end())
    return {};
  std::vector<record> out;
  for (const auto& hash : std::vector{found->second})
    if (hash != spared)
      std::ranges::move(end(hash), std::back_inserter(out));
  return out;
}

std::vector<record> tokens::forget_ended(const instant& now) {
  if (forgot_at_ && now.mono - *forgot_at_ < forget_interval)
    return {};
  forgot_at_ = now.mono;
  bool any = false;
  while (!by_end_.empty() && by_end_.begin()->first < now.wall) {
    const auto ended = by_hash_.at(by_end_.begin()->second);
    erase(ended);
    any = true;
  }
  return any ? std::vector<record>{tokens_expired{now.wall}} : std::vector<record>{};
}

void tokens::insert(token_record given) {
  if (const auto known = by_hash_.find(given.hash); known != by_hash_.end())
    erase(token_record{known->second});
  by_end_.emplace(given.expires, given.hash);
  by_player_[given.player].push_back(given.hash);
  auto hash = given.hash;
  by_hash_.emplace(std::move(hash), std::move(given));
}

void tokens::erase(const token_record& ended) {
  by_end_.erase({ended.expires, ended.hash});
  if (const auto its = by_player_.find(ended.player); its != by_player_.end()) {
    std::erase(its->second, ended.hash);
    if (its->second.empty())
      by_player_.erase(its);
  }
  by_hash_.erase(ended.hash);
}

} // namespace atelier
