#include "engine/players/players.hpp"
#include "protocol/server_messages.hpp"

namespace atelier {

namespace {

/// The argument `everywhere`.
result<bool> is_everywhere(const json& args) {
  const auto place = args.find("everywhere");
  if (place == args.end() || place->is_null())
    return false;
  if (!place->is_boolean())
    return failure(errc::bad_data, "\"everywhere\" must be true or false, not " + shown_value(*place));
  return place->get<bool>();
}

json signed_in_answer(const player_record& player, std::string_view token, const token_record& kept) {
  return {{"player", to_json(player)},
          {"identity", name_of(identity_of(player))},
          {"token", token},
          {"expires_at", to_iso8601(kept.expires)}};
}

} // namespace

author_identity identity_of(const player_record& player) noexcept {
  return player.passphrase.empty() ? author_identity::claimed : author_identity::verified;
}

void players::sign_out_of(connection& client) {
  world_.sign_in(client, {}, author_identity::anonymous, {});
}

void players::sign_in_as(connection& client, const player_record& player, const token_record& with) {
  world_.sign_in(client, player.id, identity_of(player), with.hash, with.expires);
}

void players::sign_in(const asker& who, const command& what, turn& now) {
  const asker unkeyed{who.from, who.id, std::nullopt};
  store(tokens_.forget_ended(now.now));
  arguments args{what.args};
  const auto handle = args.optional_text("handle");
  const auto player = args.optional_number("player");
  const auto token = args.optional_text("token");
  auto passphrase = passphrase_among(args);
  if (!passphrase)
    return replies_.answer(unkeyed, tl::unexpected{passphrase.error()}, now);
  if (int{handle.has_value()} + int{player.has_value()} + int{token.has_value()} > 1)
    return replies_.answer(
        unkeyed, failure(errc::ambiguous_data, "give one of \"handle\", \"player\" and \"token\", not several"), now);
  if (token)
    return sign_in_with_token(unkeyed, *token, now);
  if (player)
    return sign_in_with_passphrase(unkeyed, player_id{*player}, std::move(*passphrase), now);
  if (!handle)
    return replies_.answer(unkeyed,
                           failure(errc::bad_data, "say who signs in: a \"handle\", a \"player\" or a \"token\""), now);
  const auto id = names_.find(*handle);
  if (!id)
    return replies_.answer(unkeyed, failure(errc::not_found, "there is no player with the handle " + shown(*handle)),
                           now);
  sign_in_with_passphrase(unkeyed, *id, std::move(*passphrase), now);
}

void players::sign_in_with_token(const asker& who, const std::string& token, turn& now) {
  const auto kept = tokens_.find(token, now.now.wall);
  const auto* player = kept ? find(kept->player).value_or(nullptr) : nullptr;
  if (!player)
    return replies_.answer(
        who, failure(errc::unauthorized, "the token is none, or none any more; sign in with a handle"), now);
  sign_in_as(*world_.find_client(who.from), *player, *kept);
  replies_.answer(who, signed_in_answer(*player, token, *kept), now);
}

void players::sign_in_with_passphrase(const asker& who, player_id id, std::optional<std::string> passphrase,
                                      turn& now) {
  const auto found = find(id);
  if (!found)
    return replies_.answer(who, tl::unexpected{found.error()}, now);
  const auto& player = **found;
  const bool guarded = !player.passphrase.empty();
  if (guarded && !passphrase)
    return replies_.answer(
        who, failure(errc::unauthorized, shown(player.handle) + " has a passphrase; give it as \"passphrase\""), now);
  passphrase_request request{who, signing_in{id, player.passphrase}};
  if (auto wrong = requests_.refused(request))
    return replies_.answer(who, tl::unexpected{std::move(*wrong)}, now);
  if (guarded)
    if (const auto wait = guard_.begin(id, who.from, now.now.mono))
      return replies_.answer(
          who,
          failure(errc::rate_limited, "too many wrong passphrases; try again in "
                                          + std::to_string(std::chrono::ceil<std::chrono::seconds>(*wait).count())
                                          + " s"),
          now);
  // What nothing is compared with need not travel.
  now.out.emplace_back(
      check_passphrase{requests_.add(std::move(request)), guarded ? std::move(*passphrase) : "", player.passphrase});
}

void players::on(passphrase_checked&& input, turn& now) {
  const auto begun = requests_.take(input.request);
  if (!begun)
    return;
  const auto& asked = std::get<signing_in>(begun->what);
  if (begun->is_slow())
    guard_.end(asked.player, begun->who.from, input.fits, now.now.mono);
  if (begun->dropped)
    return;
  const auto found = find(asked.player);
  if (!found)
    return answer(*begun, tl::unexpected{found.error()}, now);
  const auto& player = **found;
  if (!input.fits)
    return answer(*begun, failure(errc::unauthorized, "that is not the passphrase of " + shown(player.handle)), now);
  if (player.passphrase != asked.hash)
    return answer(*begun,
                  failure(errc::unauthorized,
                          "the passphrase of " + shown(player.handle) + " was changed just now; sign in again"),
                  now);
  const token_record given{token_hash(input.token), player.id,
                           std::chrono::floor<std::chrono::milliseconds>(now.now.wall) + world_.bounds().token_kept};
  store(tokens_.add(given));
  sign_in_as(*world_.find_client(begun->who.from), player, given);
  answer(*begun, signed_in_answer(player, input.token, given), now);
}

void players::sign_out(const asker& who, const command& what, turn& now) {
  store(tokens_.forget_ended(now.now));
  const auto everywhere = is_everywhere(what.args);
  if (!everywhere)
    return replies_.answer(who, tl::unexpected{everywhere.error()}, now);
  auto& client = *world_.find_client(who.from);
  const auto found = find(client.player);
  if (!found)
    return replies_.answer(who, failure(errc::unauthorized, "nobody is signed in on this connection"), now);
  if (*everywhere) {
    end_all(client.player, std::nullopt);
  } else {
    const auto hash = client.token_hash;
    store(tokens_.end(hash));
    for (auto& [id, each] : world_.clients)
      if (each.token_hash == hash && each.player == (*found)->id)
        sign_out_of(each);
  }
  replies_.answer(who, json{{"player", to_json(**found)}}, now);
}

std::optional<players::signed_in> players::signed_in_by(std::string_view token, wall_time now) const {
  const auto kept = tokens_.find(token, now);
  if (!kept)
    return std::nullopt;
  const auto player = world_.players.find(kept->player);
  if (player == world_.players.end() || player->second.removed)
    return std::nullopt;
  return signed_in{player->first, identity_of(player->second), kept->expires};
}

} // namespace atelier
