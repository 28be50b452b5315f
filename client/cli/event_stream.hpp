#pragma once

#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"

#include <cstdint>
#include <map>

namespace atelier::cli {

/// The events of a session over any number of connections: says from where on to subscribe, and takes each once.
class event_stream {
public:
  /// Those in the answer of `state` have happened before anybody looked; true where there are any, so that the past is
  /// known up to them.
  bool take_past(const json& events);

  /// True for an event that has not come yet.
  [[nodiscard]] bool take(const json& event);

  /// Whether it has come, and all before it.
  [[nodiscard]] bool has(const json& event) const;

  /// The message that asks for everything that has not come.
  [[nodiscard]] json subscription(mux_id mux, session_id session) const;

  /// The latest that has come of any server, 0 where none has.
  [[nodiscard]] seqno_t latest() const;

private:
  /// Of each server.
  std::map<std::uint64_t, seqno_t> highest_;
};

} // namespace atelier::cli
