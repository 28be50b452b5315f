#pragma once

#include "protocol/game_records.hpp"

#include <cstdint>
#include <string>

namespace atelier {

/// An event has one version.
[[nodiscard]] inline seqno_t position_of(const event_record& what) noexcept {
  return what.seqno;
}

[[nodiscard]] inline seqno_t id_of(const event_record& what) noexcept {
  return what.seqno;
}

/// The members of an event's JSON object, without the braces: `"srv_id":1,"seqno":15,"session":3,"game":1,"event":…,
/// "at":…,"data":{…}`. The same whether it is read from disk or sent as it happens.
[[nodiscard]] std::string members_of(const event_record& what, std::uint32_t srv_id);

} // namespace atelier
