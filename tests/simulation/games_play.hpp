#pragma once

#include "tests/simulation/chase_program.hpp"
#include "tests/simulation/guess_program.hpp"
#include "tests/simulation/place_program.hpp"
#include "tests/simulation/simulated_onlooker.hpp"
#include "tests/simulation/simulated_player.hpp"

#include <memory>
#include <string>
#include <vector>

namespace atelier::simulation {

/// Two games of chase, one of guess and one of place in one simulated server, each played by a program. What they do
/// and when follows from the seed alone, so that whether the server is killed on the way can make no difference in the
/// end.
class games_play {
public:
  struct settings {
    std::uint64_t seed = 1;
    int rounds = 1'000;
    /// The server is killed after a random number of steps, and again, each time at most so many; 0 for never.
    std::uint64_t steps_between_kills_max = 0;
  };
  explicit games_play(const settings& how);

  void run();

  /// Everything that must be the same whether the server was killed or not, by name.
  [[nodiscard]] json outcome();

  [[nodiscard]] int kills() const noexcept {
    return kills_;
  }
  [[nodiscard]] const chase_program& chase() const noexcept {
    return chase_;
  }
  [[nodiscard]] const guess_program& guess() const noexcept {
    return guess_;
  }
  [[nodiscard]] const place_program& place() const noexcept {
    return place_;
  }

private:
  struct table {
    game_program* program;
    session_id session;
    std::vector<player_id> players;
    /// As an admin was shown it last; null when it is over.
    json game{};
    std::optional<game_order> order{};
    std::string key{};
  };

  void set_up();
  void set_up(table& which);
  void add_players();
  json ask(simulated_player& who, std::optional<session_id> session, const std::string& action, const json& args);
  json result_of(std::optional<session_id> session, const std::string& action, const json& args = json::object());

  void round();
  void give_order(table& which);
  void take_answer(table& which);
  void look(table& which);
  void pass(std::chrono::milliseconds time);
  void settle();
  void restart();
  void check_all();
  void check_words();
  void check_streams();
  void check_players();
  void end_some();

  [[nodiscard]] simulated_player& person(const table& which, std::size_t who);
  [[nodiscard]] json shown_state(const table& which);
  [[nodiscard]] json stored_events() const;

  settings how_;
  /// In which order things happen, and when the server is killed.
  random order_dice_;
  /// What is done.
  game_random dice_;
  memory_store store_{8, 8};
  std::unique_ptr<simulated_server> server_;
  chase_program chase_{30, std::nullopt};
  chase_program short_chase_{55, 20};
  guess_program guess_;
  place_program place_;
  std::vector<table> tables_;
  std::vector<std::unique_ptr<simulated_player>> people_;
  std::unique_ptr<simulated_player> admin_;
  std::unique_ptr<simulated_onlooker> onlooker_;
  std::uint64_t steps_left_ = 0;
  int kills_ = 0;
  int asked_ = 0;
  bool is_set_up_ = false;
  json answers_ = json::array();
};

} // namespace atelier::simulation
