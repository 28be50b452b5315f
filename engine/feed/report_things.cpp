#include "engine/feed/report_things.hpp"

#include "protocol/feed_head.hpp"
#include "protocol/uuid.hpp"

#include <tuple>

namespace atelier {

namespace {

const json& member(const json& of, const char* name) {
  static const json missing{json::value_t::discarded};
  if (!of.is_object())
    return missing;
  const auto at = of.find(name);
  return at == of.end() ? missing : *at;
}

std::optional<std::string> text_of(const json& value) {
  return value.is_string() ? std::optional{value.get_ref<const std::string&>()} : std::nullopt;
}

std::optional<std::string> text_at(const json& of, const char* name) {
  return text_of(member(of, name));
}

std::optional<std::string> name_at(const json& of, const char* name) {
  auto text = text_at(of, name);
  if (text)
    *text = report_name(*text);
  return text;
}

std::int64_t time_at(const json& of, const char* name) {
  const auto& text = member(of, name);
  return text.is_string() ? milliseconds_of(text.get_ref<const std::string&>()).value_or(0) : 0;
}

std::vector<report_version::field> fields_of(const json& content) {
  std::vector<report_version::field> out;
  if (content.is_object())
    for (const auto& [name, value] : content.items())
      if (value.is_string() || value.is_null())
        out.emplace_back(name, text_of(value));
  return out;
}

std::vector<std::string> names_in(const json& list) {
  std::vector<std::string> out;
  if (list.is_array())
    for (const auto& each : list)
      if (each.is_string())
        out.push_back(report_name(each.get_ref<const std::string&>()));
  return out;
}

} // namespace

bool report_thing::count(const report_stamp& stamp, const json& members, bool begins) {
  if (begins || latest < stamp) {
    latest = stamp;
    const auto vector = read_version_vector(member(members, "archivetime"), "archivetime");
    archived = vector ? to_text(to_json(*vector)) : std::string{};
  }
  const bool is_first = begins || stamp < first;
  if (is_first)
    first = stamp;
  return is_first;
}

std::string report_name(std::string_view uuid) {
  auto canonical = canonical_uuid(uuid);
  return canonical ? *std::move(canonical) : std::string{uuid};
}

report_stamp stamp_of(const feed_message& what, const json& members) {
  return {time_at(members, "submissiontime"), what.srv_id, what.seqno};
}

void take(report_version& into, const report_stamp& stamp, const json& members, bool begins) {
  if (!into.count(stamp, members, begins))
    return;
  into.entry = name_at(members, "entry_uuid");
  into.report = name_at(members, "report_uuid");
  into.user = name_at(members, "user_uuid");
  into.submission = text_at(members, "submissiontime");
  const auto& clip = member(members, "clip_id");
  const auto& content = member(members, "content");
  into.clip = text_of(clip);
  into.fields = fields_of(content);
  into.deletes = clip.is_null() && content.is_null();
  into.modifies = names_in(member(members, "modifies"));
  into.reason = text_at(members, "reason");
}

void take(report_thread& into, const report_stamp& stamp, const json& members, bool begins) {
  if (!into.count(stamp, members, begins))
    return;
  const auto& links = member(members, "links");
  into.user = name_at(members, "user_uuid");
  into.submission = text_at(members, "submissiontime");
  into.links = links.is_object() ? to_text(links) : "null";
  into.comment = name_at(links, "comment");
}

void take(report_comment& into, const report_stamp& stamp, const json& members, bool begins) {
  into.count(stamp, members, begins);
  const auto authored = time_at(members, "authortime");
  auto user = name_at(members, "user_uuid");
  const auto stands = std::tie(into.authored, into.user, into.srv_id, into.seqno);
  if (!begins && std::tie(authored, user, stamp.srv_id, stamp.seqno) < stands)
    return;
  into.authored = authored;
  into.srv_id = stamp.srv_id;
  into.seqno = stamp.seqno;
  into.user = std::move(user);
  into.thread = name_at(members, "thread_uuid");
  into.submission = text_at(members, "submissiontime");
  into.author_time = text_at(members, "authortime");
  into.body = text_at(members, "body");
}

} // namespace atelier
