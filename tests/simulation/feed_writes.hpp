#pragma once

#include "protocol/json_text.hpp"
#include "tests/simulation/memory_store.hpp"

#include <map>
#include <random>
#include <string>
#include <vector>

namespace atelier::simulation {

/// Makes up writes that the rules allow, of all kinds, about what a server's store has.
class feed_writes {
public:
  struct write {
    std::string action;
    json args;
    /// Whether the same write asked again is known by a UUID in it; otherwise it needs a key.
    bool has_uuid = false;
  };

  /// `name` is part of every UUID, so that no two servers make up the same.
  feed_writes(const memory_store& store, std::uint32_t name) : store_{store}, name_{name} {}

  [[nodiscard]] write next(std::mt19937_64& dice, std::chrono::system_clock::time_point now);

private:
  void look();
  [[nodiscard]] std::string new_uuid();
  [[nodiscard]] write entry(std::mt19937_64& dice);
  [[nodiscard]] write edit(std::mt19937_64& dice);
  [[nodiscard]] write thread(std::mt19937_64& dice);
  [[nodiscard]] write comment(std::mt19937_64& dice, std::chrono::system_clock::time_point now, bool is_new);
  [[nodiscard]] write archive(std::mt19937_64& dice);

  const memory_store& store_;
  std::uint32_t name_;
  std::uint64_t made_ = 0;
  /// How much of the store's feed was looked at, and what was found.
  std::size_t seen_ = 0;
  std::vector<std::string> reports_;
  std::map<std::string, std::vector<std::string>> entries_;
  std::vector<std::string> versions_;
  std::vector<std::string> threads_;
  std::map<std::string, std::string> comments_;
};

} // namespace atelier::simulation
