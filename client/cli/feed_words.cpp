#include "client/cli/feed_words.hpp"

#include "client/cli/chat_text.hpp"
#include "client/cli/json_fields.hpp"
#include "client/cli/text.hpp"
#include "protocol/feed.hpp"

namespace atelier::cli {

namespace {

std::string content_words(const json& content) {
  if (!content.is_object())
    return {};
  std::string out;
  for (const auto& [name, value] : content.items())
    out += " " + presentable_name(name) + "="
           + (value.is_string() ? to_text(presentable_name(value.get<std::string>())) : value_words(value));
  return out;
}

std::string entry_words(const json& message) {
  const auto& clip = field(message, "clip_id");
  const auto& content = field(message, "content");
  const auto& modifies = list_field(message, "modifies");
  std::string out = field_words(message, "entry_uuid") + " version " + field_words(message, "version_uuid");
  if (modifies.empty()) {
    out += " of report " + field_words(message, "report_uuid");
  } else {
    out += clip.is_null() && content.is_null() ? " deletes" : " replaces";
    for (const auto& each : modifies)
      out += " " + value_words(each);
    out += " because \"" + field_words(message, "reason") + "\"";
  }
  if (!clip.is_null())
    out += ", clip " + value_words(clip);
  if (const auto words = content_words(content); !words.empty())
    out += ":" + words;
  return out;
}

std::string thread_words(const json& message) {
  auto out = field_words(message, "thread_uuid") + " about";
  const auto& links = field(message, "links");
  if (links.is_object())
    for (const auto& [name, value] : links.items())
      if (!value.is_null())
        out += " " + presentable_name(name) + " " + value_words(value);
  return out;
}

std::string comment_words(const json& message) {
  return field_words(message, "comment_uuid") + " in thread " + field_words(message, "thread_uuid") + " by "
         + field_words(message, "user_uuid") + ": " + presentable(raw_field(message, "body"), " / ");
}

client::outcome<json> wrong(std::string_view text, std::string_view option) {
  return client::failed(client::fault_kind::misuse,
                        std::string{option} + " is " + shown(text) + "; right is SRV_ID:SEQNO,…, such as 1:14,2:99");
}

} // namespace

std::string feed_line(const json& message) {
  const auto type = raw_field(message, "type");
  const auto kind = feed_kind_named(type);
  auto out = field_words(message, "srv_id") + ":" + field_words(message, "seqno") + " " + presentable_name(type) + " ";
  if (!kind)
    return out + value_words(message);
  switch (*kind) {
  case feed_kind::entry:
    out += entry_words(message);
    break;
  case feed_kind::thread:
    out += thread_words(message);
    break;
  case feed_kind::comment:
    out += comment_words(message);
    break;
  }
  return field(message, "archivetime").is_null() ? out : out + " (archived)";
}

client::outcome<json> read_positions(std::string_view text, std::string_view option) {
  if (trimmed(text).starts_with('[')) {
    const auto value = parse_json(text);
    const auto read = value ? read_version_vector(*value, option) : tl::unexpected{value.error()};
    return read ? client::outcome<json>{to_json(*read)} : wrong(text, option);
  }
  version_vector out;
  for (const auto each : pieces_of(text, ',')) {
    const auto colon = each.find(':');
    const auto srv_id = to_number<std::uint32_t>(each.substr(0, colon));
    const auto seqno = to_number<seqno_t>(each.substr(colon == std::string_view::npos ? each.size() : colon + 1));
    if (!srv_id || !seqno)
      return wrong(text, option);
    out[*srv_id] = *seqno;
  }
  if (out.empty())
    return wrong(text, option);
  return to_json(out);
}

} // namespace atelier::cli
