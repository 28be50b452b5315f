#include "engine/games/session_events.hpp"

#include "engine/arguments.hpp"
#include "engine/bounded_list.hpp"
#include "protocol/events.hpp"
#include "protocol/server_messages.hpp"

#include <algorithm>
#include <string>

namespace atelier {

namespace {

/// What `state` shows of them.
constexpr std::size_t last_max = 20;
constexpr std::uint32_t listed_default = 100;

json to_json(const event_record& what, std::uint32_t srv_id) {
  return json::parse("{" + members_of(what, srv_id) + "}");
}

} // namespace

void session_events::tell(session_id session, std::uint32_t game, const std::string& name, const json& data,
                          turn& now) {
  const event_record happened{world_.next_event_seqno++,
                              session,
                              game,
                              name,
                              std::chrono::floor<std::chrono::milliseconds>(now.now.wall),
                              to_text(data)};
  world_.commits.add(happened);
  replies_.spread({{session, name, data}}, now);
  streams_.said(happened, now);
  auto& last = last_[session];
  last.push_back(happened);
  if (last.size() > last_max)
    last.erase(last.begin());
}

void session_events::whisper(session_id session, const std::vector<player_id>& to, const std::string& name,
                             const json& data, turn& now) {
  const auto text = std::make_shared<const std::string>(broadcast_text(session, name, now.now.wall, data));
  const auto audience = world_.audiences.find(session);
  if (audience == world_.audiences.end())
    return;
  for (const auto id : audience->second)
    if (std::ranges::find(to, world_.find_client(id)->player) != to.end())
      world_.commits.hold(now, id, deliver{text, false});
}

json session_events::last(session_id session, std::size_t bytes_max) const {
  bounded_list latest{bytes_max};
  const auto place = last_.find(session);
  if (place != last_.end())
    for (auto each = place->second.rbegin(); each != place->second.rend(); ++each)
      if (!latest.add(to_json(*each, world_.srv_id)))
        break;
  auto out = std::move(latest).items();
  std::reverse(out.begin(), out.end());
  return out;
}

void session_events::list(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto after = args.optional_number("after").value_or(0);
  const auto count = args.optional_number("count").value_or(listed_default);
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  if (count < 1 || count > limits::events_found_max)
    return replies_.answer(who,
                           failure(errc::bad_data, "\"count\" is " + std::to_string(count) + "; it must be from 1 to "
                                                       + std::to_string(limits::events_found_max)),
                           now);
  const auto request = lookups_.add(who, {});
  if (!request)
    return replies_.answer(who, tl::unexpected{request.error()}, now);
  now.out.emplace_back(find_events{*request, *what.session, after, count});
}

void session_events::found(events_found input, turn& now) {
  const auto waiting = lookups_.take(input.request);
  // As in `chat::found`.
  if (!waiting || !world_.find_client(waiting->first.from) || replies_.answer_again(waiting->first, now))
    return;
  const auto& who = waiting->first;
  replies_.answer(who, input.events.map([&](const auto& all) {
    bounded_list out;
    for (const auto& each : all)
      if (!out.add(to_json(each, world_.srv_id)))
        break;
    return std::move(out).under("events");
  }),
                  now);
}

void session_events::removed(session_id session, turn& now) {
  streams_.removed(session, now);
  last_.erase(session);
}

void session_events::stop(turn& now) {
  lookups_.stop(replies_, now);
}

} // namespace atelier
