#include "engine/replies.hpp"

#include "protocol/server_messages.hpp"

namespace atelier {

namespace {

/// Answers need not vanish on the second.
constexpr std::chrono::minutes expiry_interval{10};

/// What may be otherwise when the client asks again, so that it is no answer to keep.
bool is_passing(errc code) noexcept {
  return code == errc::rate_limited || code == errc::storage_failure || code == errc::internal_error
         || code == errc::shutting_down;
}

shared_text shared(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

} // namespace

void replies::keep(const asker& who, const result<json>& what, turn& now) {
  if (!who.key || (!what && is_passing(what.error().code)))
    return;
  const auto kept = what ? json{{"result", *what}} : json{{"error", to_json(what.error())}};
  answer_record first{who.key->client, who.key->key, who.key->request, kept.dump(), now.now.wall};
  world_.first_answers.add(first);
  world_.commits.add(std::move(first));
  world_.alarms.set({timer_kind::expiry}, now.now.mono + expiry_interval);
}

void replies::answer(const asker& who, const result<json>& what, turn& now) {
  keep(who, what, now);
  auto text = what ? response_text(who.id, *what) : response_text(who.id, what.error());
  world_.commits.hold(now, who.from, deliver{shared(std::move(text)), true}, who.id);
}

bool replies::answer_again(const asker& who, turn& now) {
  if (!who.key)
    return false;
  if (const auto* first = world_.first_answers.find(*who.key)) {
    auto again = json::parse(*first);
    again["type"] = "response";
    again["id"] = who.id;
    world_.commits.hold(now, who.from, deliver{shared(again.dump()), true}, who.id);
    return true;
  }
  if (world_.first_answers.is_full()) {
    now.send(
        who.from,
        deliver{shared(response_text(who.id, error{errc::rate_limited,
                                                   "the server keeps no more answers to commands with a key today; "
                                                   "send the command without one"})),
                true});
    return true;
  }
  return false;
}

void replies::spread(const std::vector<news>& all, turn& now) {
  for (const auto& each : all) {
    const auto text = shared(broadcast_text(each.session, each.event, now.now.wall, each.data));
    if (!each.session) {
      for (const auto& [id, client] : world_.clients)
        world_.commits.hold(now, id, deliver{text, false});
    } else if (const auto audience = world_.audiences.find(*each.session); audience != world_.audiences.end()) {
      for (const auto id : audience->second)
        world_.commits.hold(now, id, deliver{text, false});
    }
  }
}

void replies::expire(turn& now) {
  const auto limit = now.now.wall - world_.bounds().answer_kept;
  if (world_.first_answers.expire(limit))
    world_.commits.add(answers_expired{limit});
  if (world_.first_answers.oldest())
    world_.alarms.set({timer_kind::expiry}, now.now.mono + expiry_interval);
}

} // namespace atelier
