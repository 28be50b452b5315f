#include "protocol/chat.hpp"

#include "protocol/json_text.hpp"
#include "protocol/server_messages.hpp"

#include <array>

namespace atelier {

namespace {

constexpr std::array<std::string_view, 3> kinds{"text", "file", "image"};
constexpr std::array<std::string_view, 3> identities{"anonymous", "claimed", "verified"};

json attachment_json(const attachment_note& what) {
  json out{{"hash", what.hash}, {"name", what.name}, {"bytes", what.bytes}, {"media_type", what.media_type}};
  if (what.width > 0) {
    out["width"] = what.width;
    out["height"] = what.height;
  }
  return out;
}

} // namespace

std::string_view name_of(message_kind kind) noexcept {
  return kinds[static_cast<std::size_t>(kind)];
}

std::string_view name_of(author_identity identity) noexcept {
  return identities[static_cast<std::size_t>(identity)];
}

std::string members_of(const chat_message& what, std::uint32_t srv_id) {
  // An object whose order of members stays, so that a person can read it too.
  nlohmann::ordered_json out{{"srv_id", srv_id},
                             {"seqno", what.seqno},
                             {"id", what.id},
                             {"session", what.session.value},
                             {"player", what.author == player_id{} ? json() : json(what.author.value)},
                             {"handle", what.handle},
                             {"identity", name_of(what.identity)},
                             {"kind", name_of(what.kind)},
                             {"text", what.deleted ? std::string{} : what.text},
                             {"at", to_iso8601(what.at)},
                             {"edited_at", what.edited_at ? json(to_iso8601(*what.edited_at)) : json()},
                             {"deleted", what.deleted}};
  if (what.attachment && !what.deleted)
    out["attachment"] = attachment_json(*what.attachment);
  const auto text = out.dump(-1, ' ', false, json::error_handler_t::replace);
  return text.substr(1, text.size() - 2);
}

} // namespace atelier
