#include "client/cli/event_stream.hpp"

#include "client/cli/json_fields.hpp"

#include <algorithm>

namespace atelier::cli {

bool event_stream::take_past(const json& events) {
  for (const auto& each : events)
    static_cast<void>(take(each));
  return !highest_.empty();
}

bool event_stream::take(const json& event) {
  const auto seqno = count_field(event, "seqno");
  if (!seqno || has(event))
    return false;
  highest_[count_field(event, "srv_id").value_or(0)] = *seqno;
  return true;
}

bool event_stream::has(const json& event) const {
  const auto highest = highest_.find(count_field(event, "srv_id").value_or(0));
  return highest != highest_.end() && count_field(event, "seqno").value_or(0) <= highest->second;
}

json event_stream::subscription(mux_id mux, session_id session) const {
  json out{{"type", "subscribe"}, {"mux_id", mux.value}, {"events", session.value}};
  for (const auto& [srv_id, seqno] : highest_)
    out["since"].push_back({srv_id, seqno});
  return out;
}

seqno_t event_stream::latest() const {
  seqno_t out = 0;
  for (const auto& [srv_id, seqno] : highest_)
    out = std::max(out, seqno);
  return out;
}

} // namespace atelier::cli
