#pragma once

#include "engine/replies.hpp"
#include "engine/texts/text_streams.hpp"
#include "engine/waiting_lookups.hpp"
#include "engine/world.hpp"

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace atelier {

/// What happens in the sessions: stored with a number, broadcast, and streamed to whoever subscribed.
class session_events {
public:
  session_events(world& all, replies& answers) : world_{all}, replies_{answers}, streams_{all}, lookups_{all} {}

  /// `events {after?, count?}` → `{"events":[…],"more"?:true}`: those after that seqno, the first one first.
  void list(const asker& who, const command& what, turn& now);

  void tell(session_id session, std::uint32_t game, const std::string& name, const json& data, turn& now);
  /// Only the connections of these players hear it, and it is not kept.
  void whisper(session_id session, const std::vector<player_id>& to, const std::string& name, const json& data,
               turn& now);

  /// The last ones of a session since the server began, as many as fit, for `state`.
  [[nodiscard]] json last(session_id session, std::size_t bytes_max) const;

  [[nodiscard]] text_streams<event_record>& streams() noexcept {
    return streams_;
  }
  void found(events_found input, turn& now);
  void removed(session_id session, turn& now);
  /// Answers all who wait for the disk that the server is shutting down.
  void stop(turn& now);

private:
  world& world_;
  replies& replies_;
  text_streams<event_record> streams_;
  std::map<session_id, std::vector<event_record>> last_;
  waiting_lookups<std::monostate> lookups_;
};

} // namespace atelier
