#include "protocol/records.hpp"

#include <type_traits>

namespace atelier {

namespace {

std::size_t owned_bytes(const picture_record& it) {
  return it.name.size() + it.created_by.size() + it.folder.size() + it.filesystem.size();
}
std::size_t owned_bytes(const session_record& it) {
  return it.uuid.size() + it.name.size() + it.mode.size() + it.config.size() + it.metadata.size();
}
std::size_t owned_bytes(const player_record& it) {
  return it.handle.size() + it.passphrase.size();
}
std::size_t owned_bytes(const token_record& it) {
  return it.hash.size();
}
std::size_t owned_bytes(const token_removed& it) {
  return it.hash.size();
}
std::size_t owned_bytes(const chat_message& it) {
  return it.handle.size() + it.text.size()
         + (it.attachment ? it.attachment->hash.size() + it.attachment->name.size() : 0);
}
std::size_t owned_bytes(const team_record& it) {
  return it.name.size() + it.colour.size();
}
std::size_t owned_bytes(const challenge_record& it) {
  return it.title.size() + it.description.size() + it.language.size();
}
std::size_t owned_bytes(const challenge_set_record& it) {
  return it.name.size() + it.challenges.size() * sizeof it.challenges[0];
}
std::size_t owned_bytes(const game_record& it) {
  return it.mode.size() + it.setup.size() + it.outcome.size();
}
std::size_t owned_bytes(const game_value_record& it) {
  return it.name.size() + (it.value ? it.value->size() : 0);
}
std::size_t owned_bytes(const game_timer_record& it) {
  return it.name.size();
}
std::size_t owned_bytes(const server_ops_record& it) {
  return it.ops.size();
}
std::size_t owned_bytes(const event_record& it) {
  return it.name.size() + it.data.size();
}
std::size_t owned_bytes(const client_record& it) {
  return it.uuid.size();
}
std::size_t owned_bytes(const ops_record& it) {
  return it.runs.size() + it.client_seqs.size() * sizeof it.client_seqs[0];
}
std::size_t owned_bytes(const snapshot_record& it) {
  return it.file.size();
}
std::size_t owned_bytes(const feed_message& it) {
  return it.uuid.size() + it.members.size();
}
std::size_t owned_bytes(const feed_link_record& it) {
  return it.url.size();
}
std::size_t owned_bytes(const feed_link_removed& it) {
  return it.url.size();
}
std::size_t owned_bytes(const snapshot_removed& it) {
  return it.file.size();
}
std::size_t owned_bytes(const answer_record& it) {
  return it.client.size() + it.key.size() + it.answer.size();
}
std::size_t owned_bytes(const config_record& it) {
  return it.name.size() + it.value.size();
}
/// What has nothing besides its own members.
template <class Small>
std::size_t owned_bytes(const Small&) {
  static_assert(std::is_trivially_copyable_v<Small>);
  return 0;
}

} // namespace

std::size_t size_of(const record& what) noexcept {
  return sizeof what + std::visit([](const auto& it) { return owned_bytes(it); }, what);
}

} // namespace atelier
