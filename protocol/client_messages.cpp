#include "protocol/client_messages.hpp"

#include "protocol/limits.hpp"
#include "protocol/uuid.hpp"

#include <array>
#include <limits>

namespace atelier {

namespace {

using parsed_message = tl::expected<client_message, parse_failure>;

constexpr std::int64_t u32_max = std::numeric_limits<std::uint32_t>::max();

std::string in_quotes(std::string_view name) {
  std::string out{'"'};
  return out.append(name).append(1, '"');
}

tl::unexpected<error> bad_field(std::string_view name, const json& value, std::string_view right) {
  auto message = in_quotes(name);
  message.append(" is ").append(shown_value(value)).append("; it must be ").append(right);
  return failure(errc::bad_data, std::move(message));
}

tl::unexpected<error> missing_field(std::string_view name, std::string_view right) {
  return failure(errc::bad_data, in_quotes(name).append(" is missing; it must be ").append(right));
}

std::string integer_up_to(std::int64_t max) {
  return "an integer from 0 to " + std::to_string(max);
}

/// The field's value, or null where it is absent.
const json* find(const json& message, const char* name) {
  const auto it = message.find(name);
  return it == message.end() ? nullptr : &*it;
}

/// An integer as JSON writes it (`7.0` and `7e0` are none) from 0 to `max`; absent where it may be.
result<std::optional<std::int64_t>> optional_integer(const json& message, const char* name, std::int64_t max) {
  const auto* value = find(message, name);
  if (!value)
    return std::nullopt;
  if (value->is_number_integer()) {
    // A number past int64 is kept as unsigned, and would turn negative.
    if (value->is_number_unsigned() ? value->get<std::uint64_t>() <= static_cast<std::uint64_t>(max)
                                    : value->get<std::int64_t>() >= 0 && value->get<std::int64_t>() <= max)
      return value->get<std::int64_t>();
  }
  return bad_field(name, *value, integer_up_to(max));
}

result<std::int64_t> integer(const json& message, const char* name, std::int64_t max) {
  auto found = optional_integer(message, name, max);
  if (!found)
    return tl::unexpected{found.error()};
  if (!*found)
    return missing_field(name, integer_up_to(max));
  return **found;
}

result<std::optional<std::string>> optional_uuid(const json& message, const char* name) {
  const auto* value = find(message, name);
  if (!value)
    return std::nullopt;
  if (value->is_string())
    if (auto uuid = canonical_uuid(value->get_ref<const std::string&>()))
      return uuid;
  return bad_field(name, *value, "a UUID such as 01234567-89ab-cdef-0123-456789abcdef");
}

result<std::optional<std::string>> optional_key(const json& message) {
  const auto* value = find(message, "key");
  if (!value)
    return std::nullopt;
  if (value->is_string()) {
    const auto& key = value->get_ref<const std::string&>();
    if (const auto length = characters_in(key); length >= 1 && length <= limits::key_characters_max)
      return key;
  }
  return bad_field("key", *value, "a string of 1 to " + std::to_string(limits::key_characters_max) + " characters");
}

result<command> read_command(std::int64_t id, json& message) {
  command read;
  read.id = id;
  auto session = optional_integer(message, "session", u32_max);
  if (!session)
    return tl::unexpected{session.error()};
  if (*session)
    read.session = session_id{static_cast<std::uint32_t>(**session)};
  const auto action = message.find("action");
  if (action == message.end())
    return missing_field("action", "a string");
  if (!action->is_string())
    return bad_field("action", *action, "a string");
  read.action = action->get<std::string>();
  auto key = optional_key(message);
  if (!key)
    return tl::unexpected{key.error()};
  read.key = std::move(*key);
  auto client = optional_uuid(message, "client");
  if (!client)
    return tl::unexpected{client.error()};
  read.client = std::move(*client);
  if (const auto args = message.find("args"); args != message.end()) {
    if (!args->is_object())
      return bad_field("args", *args, "an object");
    read.args = std::move(*args);
  }
  return read;
}

result<picture_source> read_picture_source(const json& message) {
  auto picture = integer(message, "picture", u32_max);
  if (!picture)
    return tl::unexpected{picture.error()};
  auto since = optional_integer(message, "since", limits::client_number_max);
  if (!since)
    return tl::unexpected{since.error()};
  auto epoch = optional_integer(message, "epoch", u32_max);
  if (!epoch)
    return tl::unexpected{epoch.error()};
  auto client = optional_uuid(message, "client");
  if (!client)
    return tl::unexpected{client.error()};
  picture_source read;
  read.picture = picture_id{static_cast<std::uint32_t>(*picture)};
  if (*since)
    read.since = static_cast<seq_t>(**since);
  if (*epoch)
    read.epoch = static_cast<epoch_t>(**epoch);
  read.client = std::move(*client);
  return read;
}

result<version_vector> read_since(const json& message) {
  const auto* value = find(message, "since");
  if (!value || value->is_null())
    return version_vector{};
  return read_version_vector(*value, "since");
}

result<session_id> read_session(const char* name, const json& message) {
  return integer(message, name, u32_max).map([](auto id) { return session_id{static_cast<std::uint32_t>(id)}; });
}

result<bool> read_all_or_none(const char* name, const json& message) {
  const auto* value = find(message, name);
  if (!value || value->is_null())
    return false;
  if (*value != "*")
    return bad_field(name, *value, "\"*\", or absent");
  return true;
}

result<void> read_feed(const json& message, text_source& to) {
  for (const auto& [name, wanted] :
       {std::pair{"entries", &to.kinds.entries}, {"threads", &to.kinds.threads}, {"comments", &to.kinds.comments}}) {
    const auto asked = read_all_or_none(name, message);
    if (!asked)
      return tl::unexpected{asked.error()};
    *wanted = *asked;
  }
  if (const auto* id = find(message, "syncid")) {
    if (id->dump().size() > limits::sync_id_bytes_max)
      return bad_field("syncid", *id, "at most " + std::to_string(limits::sync_id_bytes_max) + " bytes of JSON");
    to.sync_id = *id;
  }
  return {};
}

result<text_source> read_text_source(text_kind kind, const char* name, const json& message) {
  text_source out{kind, {}};
  if (std::string_view{name} == "project_uuid") {
    auto uuid = optional_uuid(message, name);
    if (!uuid)
      return tl::unexpected{uuid.error()};
    if (!*uuid)
      return bad_field(name, json(), "a UUID");
    out.project_uuid = std::move(**uuid);
  } else {
    const auto session = read_session(name, message);
    if (!session)
      return tl::unexpected{session.error()};
    out.session = *session;
  }
  auto since = read_since(message);
  if (!since)
    return tl::unexpected{since.error()};
  out.since = std::move(*since);
  if (kind == text_kind::feed)
    if (auto read = read_feed(message, out); !read)
      return tl::unexpected{read.error()};
  return out;
}

struct source_field {
  const char* name;
  /// Nothing for a picture.
  std::optional<text_kind> texts;
};
constexpr std::array<source_field, 6> source_fields{{{"picture", std::nullopt},
                                                     {"chat", text_kind::chat},
                                                     {"events", text_kind::events},
                                                     {"project_id", text_kind::feed},
                                                     {"project_uuid", text_kind::feed},
                                                     {"project", text_kind::feed}}};

result<subscribe_request> read_subscribe(mux_id mux, const json& message) {
  const source_field* source = nullptr;
  for (const auto& it : source_fields) {
    if (!message.contains(it.name))
      continue;
    if (source)
      return failure(errc::ambiguous_data, "a subscription names both " + in_quotes(source->name) + " and "
                                               + in_quotes(it.name) + "; it must name one source");
    source = &it;
  }
  if (!source)
    return failure(errc::bad_data, "a subscription names no source; it must have one of \"picture\", \"chat\", "
                                   "\"events\", \"project_id\" and \"project_uuid\"");
  if (source->texts) {
    auto texts = read_text_source(*source->texts, source->name, message);
    if (!texts)
      return tl::unexpected{texts.error()};
    return subscribe_request{mux, std::move(*texts)};
  }
  auto picture = read_picture_source(message);
  if (!picture)
    return tl::unexpected{picture.error()};
  return subscribe_request{mux, std::move(*picture)};
}

parsed_message parse_command(json& message) {
  const auto id = integer(message, "id", limits::client_number_max);
  if (!id)
    return tl::unexpected{parse_failure{id.error(), {}, {}}};
  auto read = read_command(*id, message);
  if (!read)
    return tl::unexpected{parse_failure{std::move(read.error()), *id, {}}};
  return std::move(*read);
}

parsed_message parse_stream_message(const json& message, bool subscribes) {
  const auto number = integer(message, "mux_id", limits::client_number_max);
  if (!number)
    return tl::unexpected{parse_failure{number.error(), {}, {}}};
  const mux_id mux{*number};
  if (!subscribes)
    return close_request{mux};
  auto read = read_subscribe(mux, message);
  if (!read)
    return tl::unexpected{parse_failure{std::move(read.error()), {}, mux}};
  return std::move(*read);
}

parsed_message refuse(errc code, std::string message) {
  return tl::unexpected{parse_failure{error{code, std::move(message)}, {}, {}}};
}

} // namespace

parsed_message parse_client_message(std::string_view text) {
  auto message = parse_json(text);
  if (!message)
    return tl::unexpected{parse_failure{std::move(message.error()), {}, {}}};
  if (!message->is_object())
    return refuse(errc::malformed, "a message is " + shown_value(*message) + "; it must be an object with a \"type\"");
  const auto* type = find(*message, "type");
  if (!type)
    return refuse(errc::malformed, "\"type\" is missing; it must be command, subscribe, close or goodbye");
  if (!type->is_string())
    return refuse(errc::malformed, "\"type\" is " + shown_value(*type) + "; it must be a string");
  const std::string name = *type;
  if (name == "command")
    return parse_command(*message);
  if (name == "subscribe" || name == "close")
    return parse_stream_message(*message, name == "subscribe");
  if (name == "goodbye")
    return goodbye_request{};
  return refuse(errc::unknown_type, "\"type\" is " + shown(name) + "; it must be command, subscribe, close or goodbye");
}

} // namespace atelier
