#include "client/chat_item.hpp"

#include "protocol/iso8601.hpp"

#include <stdexcept>

namespace atelier::client {

namespace {

struct unreadable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

std::chrono::system_clock::time_point to_time(std::string_view text) {
  const auto out = from_iso8601(text);
  if (!out)
    throw unreadable{"a time that is none"};
  return *out;
}

message_kind to_kind(std::string_view name) {
  for (const auto each : {message_kind::text, message_kind::file, message_kind::image})
    if (name_of(each) == name)
      return each;
  throw unreadable{"a kind of message that is none"};
}

attachment_note to_attachment(const json& value) {
  attachment_note out;
  out.hash = value.at("hash").get<std::string>();
  out.name = value.at("name").get<std::string>();
  out.bytes = value.at("bytes").get<std::uint64_t>();
  out.media_type = value.at("media_type").get<std::string>();
  out.width = value.value("width", 0U);
  out.height = value.value("height", 0U);
  return out;
}

chat_message to_message(const json& value) {
  chat_message out;
  out.seqno = value.at("seqno").get<seqno_t>();
  out.id = value.at("id").get<seqno_t>();
  out.session = session_id{value.at("session").get<session_id::rep>()};
  if (const auto& player = value.at("player"); !player.is_null())
    out.author = player_id{player.get<player_id::rep>()};
  out.handle = value.at("handle").get<std::string>();
  const auto identity = to_identity(value.at("identity").get_ref<const std::string&>());
  if (!identity)
    throw unreadable{"an identity that is none"};
  out.identity = *identity;
  out.kind = to_kind(value.at("kind").get_ref<const std::string&>());
  out.text = value.at("text").get<std::string>();
  out.at = to_time(value.at("at").get_ref<const std::string&>());
  if (const auto& edited = value.at("edited_at"); !edited.is_null())
    out.edited_at = to_time(edited.get_ref<const std::string&>());
  out.deleted = value.at("deleted").get<bool>();
  if (const auto attached = value.find("attachment"); attached != value.end() && !attached->is_null())
    out.attachment = to_attachment(*attached);
  return out;
}

} // namespace

std::optional<author_identity> to_identity(std::string_view name) noexcept {
  for (const auto each : {author_identity::anonymous, author_identity::claimed, author_identity::verified})
    if (name_of(each) == name)
      return each;
  return std::nullopt;
}

outcome<chat_item> to_chat_item(json message) {
  const auto broken = [&](const std::string& why) {
    return failed(fault_kind::broken_contract,
                  "the server sent a message with " + why + ": " + shown(to_text(message)));
  };
  try {
    chat_item out;
    out.srv_id = message.at("srv_id").get<std::uint32_t>();
    out.what = to_message(message);
    message.erase("type");
    message.erase("mux_id");
    out.raw = std::move(message);
    return out;
  } catch (const unreadable& why) {
    return broken(why.what());
  } catch (const json::exception&) {
    return broken("a member that is missing or of the wrong kind");
  }
}

} // namespace atelier::client
