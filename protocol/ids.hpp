#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace atelier {

/// A number that names one kind of thing; ids of different kinds do not mix.
template <class Tag, class Rep>
struct strong_id {
  using rep = Rep;
  Rep value{};
  friend constexpr auto operator<=>(strong_id, strong_id) = default;
};

/// One client connection of this server run; never reused within it.
using connection_id = strong_id<struct connection_tag, std::uint64_t>;
/// A session, which the feed calls a project; local to this server.
using session_id = strong_id<struct session_tag, std::uint32_t>;
/// A picture; local to this server, never reused.
using picture_id = strong_id<struct picture_tag, std::uint32_t>;
/// A client identity as the order of a picture shows it; 0 is the server itself.
using author_id = strong_id<struct author_tag, std::uint32_t>;
/// A stream's number, chosen by the client, unique on its connection while open.
using mux_id = strong_id<struct mux_tag, std::int64_t>;
/// A player; local to this server, never reused. 0 is `anonymous`, on whom everything unidentified hangs.
using player_id = strong_id<struct player_tag, std::uint32_t>;
/// A team; local to its session, where the first is 0, never reused.
using team_id = strong_id<struct team_tag, std::uint32_t>;
/// A challenge, and a set of them; local to this server, never reused.
using challenge_id = strong_id<struct challenge_tag, std::uint32_t>;
using challenge_set_id = strong_id<struct challenge_set_tag, std::uint32_t>;
/// An attachment on its way between the server and one connection; not reused within a run.
using transfer_id = strong_id<struct transfer_tag, std::uint32_t>;
/// One batch on its way to disk; batches commit in the order of their tickets.
using ticket_id = strong_id<struct ticket_tag, std::uint64_t>;

/// Position of an op in its picture's order; the first op is 1, an empty picture is at 0.
using seq_t = std::uint64_t;
/// A client's own number of an op, for each author and picture; the first is 1.
using client_seq_t = std::uint32_t;
/// This server's number of an item in a stream of texts: one count for all chats, the first is 1.
using seqno_t = std::uint64_t;
/// Raised for all pictures by every start that follows an unclean stop.
using epoch_t = std::uint32_t;

} // namespace atelier

template <class Tag, class Rep>
struct std::hash<atelier::strong_id<Tag, Rep>> {
  std::size_t operator()(atelier::strong_id<Tag, Rep> id) const noexcept {
    return std::hash<Rep>{}(id.value);
  }
};
