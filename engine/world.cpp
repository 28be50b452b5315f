#include "engine/world.hpp"

#include "protocol/server_messages.hpp"

namespace atelier {

world::world(limits bounds, recovered_state state)
    : config{bounds},
      srv_id{state.srv_id},
      epoch{state.epoch},
      next_picture{state.next_picture_id},
      next_session{state.next_session_id},
      next_player{state.next_player_id},
      stored_tokens{std::move(state.tokens)},
      next_chat_seqno{state.next_chat_seqno},
      uuids{state.seed},
      authors{state.clients, state.authors_until},
      first_answers{std::move(state.answers), bounds.answers_max, bounds.answers_bytes_max} {
  config.recover(state.config);
  for (auto& each : state.sessions)
    sessions.emplace(each.id, std::move(each));
  for (auto& each : state.players)
    players.emplace(each.id, std::move(each));
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
          {"created_at", to_iso8601(shown.created_at)}};
}

} // namespace atelier
