#include "protocol/feed_head.hpp"

#include "protocol/hash.hpp"
#include "protocol/iso8601.hpp"
#include "protocol/uuid.hpp"

#include <chrono>
#include <string>

namespace atelier {

namespace {

/// An empty text where the member is missing or no string.
std::string_view text_at(const json& object, const char* name) {
  const auto place = object.find(name);
  return place != object.end() && place->is_string() ? std::string_view{place->get_ref<const std::string&>()}
                                                     : std::string_view{};
}

json value_at(const json& object, const char* name) {
  const auto place = object.find(name);
  return place == object.end() ? json() : *place;
}

/// Nothing is the key of an empty text.
feed_key key_at(const json& object, const char* name) {
  const auto text = text_at(object, name);
  return text.empty() ? feed_key{} : feed_key_of(text);
}

std::uint64_t content_hash(const json& of) {
  return fnv1a(to_text(of));
}

unsigned digit_of(char c) noexcept {
  return c <= '9' ? static_cast<unsigned>(c - '0') : static_cast<unsigned>(c - 'a' + 10);
}

} // namespace

feed_key feed_key_of(std::string_view uuid) noexcept {
  const auto canonical = canonical_uuid(uuid);
  if (!canonical)
    return {fnv1a(uuid), fnv1a(uuid, 0x84222325cbf29ce4U)};
  feed_key out;
  constexpr int half = 16;
  int taken = 0;
  for (const char c : *canonical) {
    if (c == '-')
      continue;
    auto& part = taken < half ? out.high : out.low;
    part = part << 4U | digit_of(c);
    ++taken;
  }
  return out;
}

std::string to_uuid(const feed_key& key) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  std::string out;
  unsigned taken = 0;
  for (const char c : shape) {
    if (c == '-') {
      out += c;
      continue;
    }
    const auto half = taken < 16 ? key.high : key.low;
    out += digits[half >> (60U - 4U * (taken % 16U)) & 0xfU];
    ++taken;
  }
  return out;
}

std::optional<std::int64_t> milliseconds_of(std::string_view iso8601) {
  const auto at = from_iso8601(iso8601);
  if (!at)
    return std::nullopt;
  return std::chrono::floor<std::chrono::milliseconds>(at->time_since_epoch()).count();
}

feed_head head_of(const feed_message& what) {
  const auto members = json::parse("{" + what.members + "}", nullptr, false);
  const auto object = members.is_object() ? members : json::object();
  feed_head out{what.arrival, what.project, what.srv_id, what.seqno, what.kind, feed_key_of(what.uuid)};
  out.user = key_at(object, "user_uuid");
  out.submitted = milliseconds_of(text_at(object, "submissiontime")).value_or(0);
  out.bytes = static_cast<std::uint32_t>(what.members.size());
  if (auto archived = read_version_vector(value_at(object, "archivetime"), "archivetime")) {
    // It takes more in memory than as text, and is kept there.
    constexpr std::uint32_t pair_bytes = 64;
    out.bytes += pair_bytes * static_cast<std::uint32_t>(archived->size());
    out.archived = std::make_shared<const version_vector>(std::move(*archived));
  }
  switch (what.kind) {
  case feed_kind::entry: {
    const auto modifies = value_at(object, "modifies");
    out.parent = key_at(object, "entry_uuid");
    out.report = key_at(object, "report_uuid");
    out.is_original = modifies.is_null();
    out.content =
        content_hash({value_at(object, "report_uuid"), value_at(object, "entry_uuid"), value_at(object, "clip_id"),
                      value_at(object, "content"), modifies, value_at(object, "reason")});
    break;
  }
  case feed_kind::thread: {
    const auto links = value_at(object, "links");
    if (links.is_object())
      out.parent = key_at(links, "comment");
    out.content = content_hash(links);
    break;
  }
  case feed_kind::comment:
    out.parent = key_at(object, "thread_uuid");
    out.authored = milliseconds_of(text_at(object, "authortime")).value_or(0);
    out.content = content_hash({value_at(object, "thread_uuid"), value_at(object, "body")});
    break;
  }
  return out;
}

} // namespace atelier
