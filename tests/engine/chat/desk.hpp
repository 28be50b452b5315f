#pragma once

#include "engine/engine.hpp"
#include "tests/engine/heard.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <string>
#include <vector>

namespace atelier::test {

inline constexpr connection_id ada{1};
inline constexpr connection_id bob{2};
inline constexpr session_id lobby{1};
inline constexpr mux_id mux{5};

inline recovered_state two_sessions() {
  recovered_state out;
  out.srv_id = 1;
  out.sessions.push_back({lobby, "u1", "lobby", "free", {}, {}});
  out.sessions.push_back({session_id{2}, "u2", "studio", "free", {}, {}});
  out.next_session_id = session_id{3};
  return out;
}

/// An engine whose storage, history and worker answer when they are told to.
class desk {
public:
  explicit desk(recovered_state state = two_sessions(), limits bounds = {}) : engine_{bounds, std::move(state)} {
    give(connected{ada, true, {}});
    give(connected{bob, true, {}});
  }

  void give(auto&& input) {
    effects out;
    now_.mono += std::chrono::milliseconds{1};
    engine_.apply(std::forward<decltype(input)>(input), now_, out);
    for (auto& each : out) {
      if (auto* message = std::get_if<to_connection>(&each))
        said_.push_back(std::move(*message));
      else if (auto* batch = std::get_if<store_batch>(&each))
        batches_.push_back(std::move(*batch));
      else
        rest_.push_back(std::move(each));
    }
  }

  void sleep(std::chrono::milliseconds time) {
    now_.mono += time;
    now_.wall += time;
  }

  void commit() {
    while (!batches_.empty()) {
      auto batch = std::move(batches_.front());
      batches_.pop_front();
      std::ranges::move(batch.records, std::back_inserter(stored_));
      give(committed{batch.ticket});
    }
  }

  void ask(connection_id who, std::string action, json args, std::optional<session_id> session = lobby,
           std::optional<std::string> key = {}) {
    command what;
    what.id = next_id_++;
    what.session = session;
    what.action = std::move(action);
    what.args = std::move(args);
    what.key = std::move(key);
    give(command_received{who, std::move(what)});
  }

  void subscribe(connection_id who, session_id session) {
    give(texts_requested{who, mux, {text_kind::chat, session, {}}});
  }

  template <class Message>
  [[nodiscard]] std::vector<Message> heard(connection_id who) const {
    return heard_by<Message>(who, said_);
  }

  /// The next effect of one kind that nobody has looked at.
  template <class Effect>
  [[nodiscard]] std::optional<Effect> next() {
    for (auto each = rest_.begin(); each != rest_.end(); ++each)
      if (auto* what = std::get_if<Effect>(&*each)) {
        auto found = std::move(*what);
        rest_.erase(each);
        return found;
      }
    return std::nullopt;
  }

  /// The disk has these since before.
  template <class Record>
  void remember(const std::vector<Record>& earlier) {
    stored_.insert(stored_.begin(), earlier.begin(), earlier.end());
  }
  /// Everything of one kind that was committed.
  template <class Record>
  [[nodiscard]] std::vector<Record> stored() const {
    std::vector<Record> out;
    for (const auto& each : stored_)
      if (const auto* what = std::get_if<Record>(&each))
        out.push_back(*what);
    return out;
  }

  /// The last response to a connection.
  [[nodiscard]] json response(connection_id who) const {
    const auto all = heard<deliver>(who);
    for (auto each = all.rbegin(); each != all.rend(); ++each)
      if (each->response)
        return json::parse(*each->text);
    return {};
  }

private:
  engine engine_;
  instant now_{instant::clock::time_point{std::chrono::hours{1}}, {}};
  std::vector<to_connection> said_;
  std::deque<store_batch> batches_;
  std::vector<record> stored_;
  std::vector<effect> rest_;
  std::int64_t next_id_ = 1;
};

} // namespace atelier::test
