#pragma once

#include "protocol/feed_limits.hpp"
#include "protocol/json_text.hpp"
#include "protocol/messages.hpp"

#include <chrono>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace atelier {

/// What a link has its shell do, in order.
struct open_link {};
/// Close the connection at once; nothing more of it is told to the link.
struct cut_link {};
struct write_to_link {
  std::string text;
};
using link_effect =
    std::variant<open_link, cut_link, write_to_link, feed_position_asked, feed_items_received, link_changed>;
using link_effects = std::vector<link_effect>;

/// The connection to one other server, over which any number of projects are followed, as a client would:
///
///     away ──open_link──► connecting ──opened──► greeting ──hello──► up        of each project, while up:
///      ▲ └── after a pause, longer each time ──────┴── lost, cut ◄───┘         asking ─► catching_up ─► live
///      └─────────────────────────────────────────────────────────────            └ resting ◄── refused ──┘
///
/// Decides only: its shell tells it what happened and carries out what it answers.
class feed_link {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// How long the other server has for each step, and to be left alone where it can't be right soon.
  static constexpr std::chrono::seconds connect_max{30}, hello_max{10}, refused_pause{60}, project_pause{10};
  static constexpr std::chrono::milliseconds first_pause{250}, longest_pause{30'000};

  feed_link(std::string url, std::uint32_t own_srv_id, std::uint64_t seed);

  void on(const follow_project& what, time_point now);
  void on(const unfollow_project& what);
  void on(const feed_position& what);
  void on(const feed_items_taken& what);

  void opened(time_point now);
  void received(std::string_view text, time_point now);
  /// The other server sent what no feed has, such as a binary message.
  void received_nonsense(const std::string& what, time_point now);
  /// The connection has ended, or could not be made, which `why` says to a person.
  void lost(const std::string& why, time_point now);
  void tick(time_point now);

  /// When `tick` has something to do.
  [[nodiscard]] std::optional<time_point> next_tick() const;
  /// False while the engine has as much to take as may wait.
  [[nodiscard]] bool wants_input() const noexcept {
    return waiting_ < feed_limits::batches_waiting_max;
  }
  [[nodiscard]] link_effects take_effects();

private:
  enum class step { away, connecting, greeting, up };
  enum class stage { asking, catching_up, live, resting };
  struct project {
    std::string uuid;
    stage at = stage::resting;
    std::int64_t mux = 0;
    /// What the other server has against it; stays until it is in sync.
    std::string complaint{};
    /// When it is asked for again; only while resting.
    std::optional<time_point> due{};
  };

  void greeted(const json& hello, time_point now);
  void ask(session_id id, project& which);
  void item(feed_kind kind, session_id id, std::string_view text, const json& message, time_point now);
  void synced(project& which);
  void set_aside(session_id id, std::string complaint, time_point now);
  void goodbye(const json& message, time_point now);
  void error_came(const json& message, const std::optional<session_id>& about, time_point now);
  /// The project of a message's stream, nothing where that has ended; false where there never was one.
  [[nodiscard]] bool find_stream(const json& message, std::optional<session_id>& out) const;

  void flush();
  void leave(std::string state, time_point next_try);
  void leave_for_a_while(std::string state, time_point now);
  [[nodiscard]] std::chrono::milliseconds next_pause();
  void show_progress();
  void show(std::string state);

  std::string url_;
  std::uint32_t own_srv_id_;
  std::mt19937_64 random_;
  std::chrono::milliseconds pause_ = first_pause;
  step step_ = step::away;
  /// When the other server must have got on, or is tried again.
  time_point deadline_{};
  std::map<session_id, project> projects_;
  /// Streams that are open; numbers are never used again.
  std::map<std::int64_t, session_id> muxes_;
  std::int64_t last_mux_ = 0;
  /// What is not yet handed to the engine, all of one project.
  feed_items_received gathered_;
  std::size_t gathered_bytes_ = 0;
  std::size_t waiting_ = 0;
  std::string state_;
  link_effects out_;
};

} // namespace atelier
