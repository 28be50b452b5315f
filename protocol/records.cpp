#include "protocol/records.hpp"

namespace atelier {

namespace {

std::size_t owned_bytes(const picture_record& it) {
  return it.name.size() + it.created_by.size() + it.folder.size() + it.filesystem.size();
}
std::size_t owned_bytes(const session_record& it) {
  return it.uuid.size() + it.name.size() + it.mode.size();
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
std::size_t owned_bytes(const client_record& it) {
  return it.uuid.size();
}
std::size_t owned_bytes(const ops_record& it) {
  return it.runs.size() + it.client_seqs.size() * sizeof it.client_seqs[0];
}
std::size_t owned_bytes(const snapshot_record& it) {
  return it.file.size();
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
std::size_t owned_bytes(const picture_removed&) {
  return 0;
}
std::size_t owned_bytes(const session_removed&) {
  return 0;
}
std::size_t owned_bytes(const tokens_expired&) {
  return 0;
}
std::size_t owned_bytes(const authors_reserved&) {
  return 0;
}
std::size_t owned_bytes(const answers_expired&) {
  return 0;
}
std::size_t owned_bytes(const stopped_cleanly&) {
  return 0;
}

} // namespace

std::size_t size_of(const record& what) noexcept {
  return sizeof what + std::visit([](const auto& it) { return owned_bytes(it); }, what);
}

} // namespace atelier
