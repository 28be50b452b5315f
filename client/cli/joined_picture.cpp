#include "client/cli/joined_picture.hpp"

#include "client/routing.hpp"

namespace atelier::cli {

namespace {

client::outcome<void> dispatch_blocks(const client::message& came, picture_id picture, const picture_events& events) {
  auto rest = byte_view{came.body};
  while (!rest.empty()) {
    const auto next = take_block(rest);
    if (!next)
      return client::failed(client::fault_kind::broken_contract,
                            "a binary message is damaged: " + next.error().message);
    if (next->picture != picture)
      continue;
    if (auto done = events.on_block(*next); !done)
      return done;
  }
  return {};
}

} // namespace

client::outcome<void> dispatch(const client::message& came, picture_id picture, const picture_events& events) {
  if (came.kind == frame_kind::blocks)
    return dispatch_blocks(came, picture, events);
  const auto& message = *came.value;
  const auto type = message.value("type", json{});
  if (type == "sync")
    return events.on_sync(message);
  if (type == "error")
    return tl::unexpected{client::refusal(message.value("error", json{}))};
  if (type == "closed") {
    const auto reason = message.value("reason", std::string{"no reason given"});
    return client::failed(client::fault_kind::refused, "the stream of the picture ended: " + reason, reason);
  }
  if (events.on_message)
    events.on_message(message);
  return {};
}

} // namespace atelier::cli
