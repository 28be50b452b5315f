#pragma once

#include "engine/players/players.hpp"

#include <deque>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace atelier::test {

/// The players with a storage that commits at once and a passphrase actor that answers when it is told to.
class front_desk {
public:
  using action = void (players::*)(const asker&, const command&, turn&);

  explicit front_desk(limits bounds = {}, recovered_state state = {});

  void connect(connection_id who, bool admin = false);
  void disconnect(connection_id who);

  /// Asks, and has all passphrases that wait worked off; the response, without its frame.
  json ask(connection_id who, action what, json args);
  /// Asks; the response is there when `work` has come to it, under the id that this answers.
  std::int64_t begin(connection_id who, action what, json args, std::optional<answer_key> key = {});
  /// Hashes or compares the next passphrase; `hash:` and itself is its hash. False where none waits.
  bool work();
  [[nodiscard]] json response(std::int64_t id) const;

  /// Names of the broadcasts that a connection heard, and what they said last.
  [[nodiscard]] std::vector<std::string> heard(connection_id who) const;
  [[nodiscard]] json last_news() const {
    return news_;
  }

  [[nodiscard]] const connection& client(connection_id who) {
    return *world_.find_client(who);
  }
  /// Everything that was stored, of one kind.
  template <class Record>
  [[nodiscard]] std::vector<Record> stored() const {
    std::vector<Record> out;
    for (const auto& each : stored_)
      if (const auto* what = std::get_if<Record>(&each))
        out.push_back(*what);
    return out;
  }
  [[nodiscard]] std::size_t waiting() const noexcept {
    return work_.size();
  }

  instant now{instant::clock::time_point{std::chrono::hours{1}}, wall_time{std::chrono::hours{480'000}}};

private:
  void settle(effects& out);

  world world_;
  replies replies_{world_};

public:
  players people{world_, replies_};

private:
  std::deque<std::variant<hash_passphrase, check_passphrase>> work_;
  std::vector<record> stored_;
  std::map<std::int64_t, json> responses_;
  std::map<connection_id, std::vector<std::string>> heard_;
  json news_;
  std::int64_t next_id_ = 1;
  int next_token_ = 1;
};

} // namespace atelier::test
