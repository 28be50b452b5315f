#include "protocol/events.hpp"

#include "protocol/json_text.hpp"
#include "protocol/server_messages.hpp"

namespace atelier {

std::string members_of(const event_record& what, std::uint32_t srv_id) {
  auto data = json::parse(what.data, nullptr, false);
  const nlohmann::ordered_json out{{"srv_id", srv_id},
                                   {"seqno", what.seqno},
                                   {"session", what.session.value},
                                   {"game", what.game == 0 ? json() : json(what.game)},
                                   {"event", what.name},
                                   {"at", to_iso8601(what.at)},
                                   {"data", data.is_discarded() ? json() : std::move(data)}};
  const auto text = out.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.substr(1, text.size() - 2);
}

} // namespace atelier
