#include "engine/commands.hpp"

#include <algorithm>
#include <string>

namespace atelier {

namespace {

constexpr std::size_t action_shown_max = 60;

error unknown(const std::string& action) {
  std::string names;
  for (const auto& each : commands::all())
    names += (names.empty() ? "" : ", ") + std::string{each.name};
  return {errc::unknown_action,
          "there is no action \"" + action.substr(0, action_shown_max) + "\"; there are " + names};
}

} // namespace

bool commands::receive(const command_received& input, turn& now) {
  auto* client = world_.find_client(input.from);
  if (!client)
    return false;
  if (client->token_expires && *client->token_expires <= now.now.wall)
    world_.sign_in(*client, {}, author_identity::anonymous, {});
  const auto& what = input.what;
  asker who{input.from, what.id, std::nullopt};
  if (world_.stopping) {
    replies_.answer(who, failure(errc::shutting_down, "the server is shutting down; ask again when it is back"), now);
    return false;
  }
  const auto known = std::ranges::find(all(), what.action, &action::name);
  if (known == all().end()) {
    replies_.answer(who, tl::unexpected{unknown(what.action)}, now);
    return false;
  }
  if (what.key) {
    // The same words from somebody else are another request.
    who.key = answer_key{what.client ? *what.client : client->client.value_or(""), *what.key,
                         request_hash(what, client->player)};
    if (replies_.answer_again(who, now) || making_.wait_for(who) || players_.wait_for(who))
      return false;
  }
  if (auto wrong = wrong_with(*known, what, *client)) {
    replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
    return false;
  }
  known->carry_out(*this, who, what, now);
  return std::exchange(shutdown_asked_, false);
}

std::optional<error> commands::wrong_with(const action& known, const command& what, const connection& client) {
  const auto name = std::string{known.name};
  if (known.scope == action_scope::session && !what.session)
    return error{errc::no_session_supplied, name + " is an action of a session; say which, as in \"session\":1"};
  if (known.scope == action_scope::global && what.session)
    return error{errc::session_supplied, name + " is a global action; leave out \"session\""};
  if (auto refused = refused_by(known.who, client, known.name))
    return refused;
  if (what.session && !world_.sessions.contains(*what.session))
    return error{errc::not_found, "there is no session " + std::to_string(what.session->value)};
  return std::nullopt;
}

} // namespace atelier
