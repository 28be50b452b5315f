#include "engine/world.hpp"

#include "protocol/server_messages.hpp"

#include <algorithm>

namespace atelier {

world::world(limits bounds, recovered_state state)
    : config{bounds},
      srv_id{state.srv_id},
      epoch{state.epoch},
      next_picture{state.next_picture_id},
      next_session{state.next_session_id},
      next_player{state.next_player_id},
      stored_tokens{std::move(state.tokens)},
      stored_feed{std::move(state.feed)},
      stored_feed_links{std::move(state.feed_links)},
      next_challenge{state.next_challenge_id},
      next_challenge_set{state.next_challenge_set_id},
      last_games{std::move(state.last_games)},
      next_chat_seqno{state.next_chat_seqno},
      next_event_seqno{state.next_event_seqno},
      next_feed_seqno{state.next_feed_seqno},
      next_feed_arrival{state.next_feed_arrival},
      uuids{state.seed},
      seeds{state.seed},
      authors{state.clients, state.authors_until},
      first_answers{std::move(state.answers), bounds.answers_max, bounds.answers_bytes_max} {
  config.recover(state.config);
  for (auto& each : state.sessions)
    sessions.emplace(each.id, std::move(each));
  for (auto& each : state.players)
    players.emplace(each.id, std::move(each));
  for (auto& each : state.teams)
    teams[each.session].emplace(each.id, std::move(each));
  for (const auto& each : state.members)
    if (each.team)
      members[each.session].emplace(each.player, *each.team);
  for (auto& each : state.challenges)
    challenges.emplace(each.id, std::move(each));
  for (auto& each : state.challenge_sets)
    challenge_sets.emplace(each.id, std::move(each));
  for (auto& each : state.pictures) {
    folders.insert(each.record.folder);
    picture known;
    known.record = std::move(each.record);
    known.seq = known.durable = each.seq;
    known.snapshots = std::move(each.snapshots);
    known.pacer = flush_pacer{bounds.flush_interval};
    const auto id = known.record.id;
    pictures.emplace(id, std::move(known));
  }
}

picture* world::find_picture(picture_id id) {
  const auto place = pictures.find(id);
  return place == pictures.end() ? nullptr : &place->second;
}

connection* world::find_client(connection_id id) {
  const auto place = clients.find(id);
  return place == clients.end() ? nullptr : &place->second;
}

team_record* world::find_team(session_id session, team_id id) {
  const auto all = teams.find(session);
  if (all == teams.end())
    return nullptr;
  const auto place = all->second.find(id);
  return place == all->second.end() || place->second.removed ? nullptr : &place->second;
}

std::optional<team_id> world::team_of(session_id session, player_id player) const {
  const auto all = members.find(session);
  if (all == members.end())
    return std::nullopt;
  const auto place = all->second.find(player);
  return place == all->second.end() ? std::nullopt : std::optional{place->second};
}

bool world::is_playing(player_id player) const {
  return std::ranges::any_of(playing, [&](const auto& each) { return each.second.contains(player); });
}

void world::enter(connection_id who, connection& client, session_id session) {
  client.entered.insert(session);
  audiences[session].insert(who);
}

void world::leave(connection_id who, connection& client, session_id session) {
  client.entered.erase(session);
  const auto audience = audiences.find(session);
  if (audience == audiences.end())
    return;
  audience->second.erase(who);
  if (audience->second.empty())
    audiences.erase(audience);
}

void world::sign_in(connection& client, player_id player, author_identity identity, const std::string& token_hash,
                    std::optional<wall_time> until) {
  if (client.player != player) {
    if (const auto before = online.find(client.player); before != online.end() && --before->second == 0) {
      online.erase(before);
      came_or_went.emplace_back(client.player, false);
    }
    if (player != player_id{} && ++online[player] == 1)
      came_or_went.emplace_back(player, true);
  }
  client.player = player;
  client.identity = identity;
  client.token_hash = token_hash;
  client.token_expires = until;
}

json to_json(const picture& shown) {
  const auto& row = shown.record;
  return {{"id", row.id.value},
          {"name", row.name},
          {"created_by", row.created_by},
          {"width", row.width},
          {"height", row.height},
          {"session", row.session ? json(row.session->value) : json()},
          {"filename", shown.snapshots.empty() ? json() : json(shown.snapshots.back().file)},
          {"filesystem", row.filesystem},
          {"seq", shown.seq},
          {"durable_seq", shown.durable},
          {"viewers", shown.viewers.size()},
          {"created_at", to_iso8601(row.created_at)}};
}

json to_json(const session_record& shown) {
  return {{"id", shown.id.value},
          {"uuid", shown.uuid},
          {"name", shown.name},
          {"mode", shown.mode},
          {"created_by", shown.created_by == player_id{} ? json() : json(shown.created_by.value)},
          {"metadata", json::parse(shown.metadata, nullptr, false)},
          {"created_at", to_iso8601(shown.created_at)}};
}

} // namespace atelier
