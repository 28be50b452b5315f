#include "io_actors/feed_item.hpp"

#include "protocol/feed_limits.hpp"
#include "protocol/limits.hpp"
#include "protocol/uuid.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace atelier {

namespace {

constexpr std::array<std::string_view, 5> envelope{"type", "mux_id", "srv_id", "seqno", "proj_id"};

const char* uuid_member_of(feed_kind kind) {
  return kind == feed_kind::entry ? "version_uuid" : kind == feed_kind::thread ? "thread_uuid" : "comment_uuid";
}

const json& member(const json& object, const char* name) {
  static const json nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

result<std::uint64_t> read_number(const json& from, const char* name, std::uint64_t least, std::uint64_t most) {
  const auto& value = member(from, name);
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() < least || value.get<std::uint64_t>() > most)
    return failure(errc::malformed, "\"" + std::string{name} + "\" is " + shown_value(value)
                                        + "; it must be a whole number from " + std::to_string(least) + " to "
                                        + std::to_string(most));
  return value.get<std::uint64_t>();
}

/// An object of it has more members than may be.
bool is_too_wide(const json& value) {
  if (value.is_object() && value.size() > feed_limits::foreign_members_max)
    return true;
  return value.is_structured() && std::any_of(value.begin(), value.end(), is_too_wide);
}

/// What is left of the object without its envelope and its braces.
std::string members_in(std::string_view text) {
  auto all = nlohmann::ordered_json::parse(text);
  auto left = nlohmann::ordered_json::object();
  for (auto& [name, value] : all.items())
    if (std::ranges::find(envelope, name) == envelope.end())
      left[name] = std::move(value);
  const auto out = left.dump();
  return out.substr(1, out.size() - 2);
}

} // namespace

result<feed_message> read_feed_item(feed_kind kind, std::string_view text, const json& checked) {
  const auto srv_id = read_number(checked, "srv_id", 0, std::numeric_limits<std::uint32_t>::max());
  if (!srv_id)
    return tl::unexpected{srv_id.error()};
  const auto seqno = read_number(checked, "seqno", 1, limits::client_number_max);
  if (!seqno)
    return tl::unexpected{seqno.error()};
  const auto* name = uuid_member_of(kind);
  const auto& uuid = member(checked, name);
  if (!uuid.is_string())
    return failure(errc::malformed,
                   "\"" + std::string{name} + "\" is " + shown_value(uuid) + "; it must be a UUID as a text");
  if (is_too_wide(checked))
    return failure(errc::malformed, "a message has an object of more than "
                                        + std::to_string(feed_limits::foreign_members_max) + " members");
  feed_message out;
  out.srv_id = static_cast<std::uint32_t>(*srv_id);
  out.seqno = *seqno;
  out.kind = kind;
  out.uuid = canonical_uuid(uuid.get<std::string>()).value_or(uuid.get<std::string>());
  out.members = members_in(text);
  if (out.members.size() > feed_limits::foreign_message_bytes_max)
    return failure(errc::malformed, "a message has " + std::to_string(out.members.size()) + " bytes; at most "
                                        + std::to_string(feed_limits::foreign_message_bytes_max) + " are taken");
  return out;
}

} // namespace atelier
