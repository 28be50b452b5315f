#include "engine/feed/feed_drafts.hpp"

#include "protocol/feed_limits.hpp"
#include "protocol/server_messages.hpp"

#include <algorithm>
#include <utility>

namespace atelier {

feed_members::feed_members(const feed_writer& by, feed_kind kind, const json& archived, std::int64_t latest)
    : kind_{kind} {
  add("user_uuid", by.user_uuid);
  if (kind == feed_kind::entry)
    add("user_id", by.user_uuid);
  add("archivetime", archived);
  add("submissiontime", iso8601_of(submitted_after(latest, by.now)));
}

feed_members& feed_members::add(std::string_view name, const json& value) {
  if (!text_.empty())
    text_ += ',';
  text_.append("\"").append(name).append("\":").append(to_text(value));
  return *this;
}

result<feed_draft> feed_members::draft(std::string uuid, json names) && {
  if (text_.size() > feed_limits::message_bytes_max)
    return failure(errc::bad_data, "the " + std::string{name_of(kind_)} + " takes " + std::to_string(text_.size())
                                       + " bytes as JSON; a message of a feed may have "
                                       + std::to_string(feed_limits::message_bytes_max));
  feed_draft out;
  out.message.kind = kind_;
  out.message.uuid = std::move(uuid);
  out.message.members = std::move(text_);
  out.head = head_of(out.message);
  out.names = std::move(names);
  return out;
}

json shown_archivetime(const std::shared_ptr<const version_vector>& archived) {
  return archived ? to_json(*archived) : json();
}

std::int64_t milliseconds_of(std::chrono::system_clock::time_point at) {
  return std::chrono::floor<std::chrono::milliseconds>(at.time_since_epoch()).count();
}

std::string iso8601_of(std::int64_t milliseconds) {
  return to_iso8601(std::chrono::system_clock::time_point{std::chrono::milliseconds{milliseconds}});
}

std::int64_t submitted_after(std::int64_t latest, std::chrono::system_clock::time_point now) {
  // Another server may have written the last one that can be read.
  constexpr std::int64_t last_readable = 7'258'118'399'999;
  return std::min(std::max(milliseconds_of(now), latest + 1), last_readable);
}

} // namespace atelier
