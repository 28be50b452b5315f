#include "engine/feed/feed_archiving.hpp"

#include "engine/feed/feed_arguments.hpp"
#include "engine/feed/feed_drafts.hpp"
#include "protocol/feed_limits.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace atelier {

namespace {

constexpr std::array<std::pair<std::string_view, feed_kind>, 3> arguments{
    {{"thread_uuid", feed_kind::thread}, {"comment_uuid", feed_kind::comment}, {"entry_uuid", feed_kind::entry}}};

std::int64_t latest_of(const feed_project& project, const feed_archiving& what) {
  const auto id = feed_key_of(what.uuid);
  switch (what.kind) {
  case feed_kind::entry:
    return project.find_entry(id)->latest.submitted;
  case feed_kind::thread:
    return project.find_thread(id)->latest.submitted;
  case feed_kind::comment:
    break;
  }
  return project.find_comment(id)->latest.submitted;
}

} // namespace

result<feed_archiving> read_archiving(const feed_project& project, const json& args, bool archives) {
  feed_arguments given{args};
  feed_archiving out;
  for (const auto& [name, kind] : arguments) {
    if (!given.find(name))
      continue;
    if (!out.uuid.empty())
      return failure(errc::ambiguous_data,
                     "name one of \"thread_uuid\", \"comment_uuid\" and \"entry_uuid\", not several");
    out.kind = kind;
    out.uuid = given.uuid(name);
    if (given.wrong())
      return tl::unexpected{*given.wrong()};
  }
  if (out.uuid.empty())
    return failure(errc::bad_data, "name what it is about: a \"thread_uuid\", a \"comment_uuid\" or an \"entry_uuid\"");
  if (archives)
    out.archivetime = given.archivetime().value_or(json());
  else
    given.none("archivetime", "what is unarchived has none");
  if (given.wrong())
    return tl::unexpected{*given.wrong()};
  if (!standing_of(project, out))
    return failure(errc::not_found, "this project has no " + std::string{name_of(out.kind)} + " " + out.uuid);
  if (archives && out.archivetime.is_null())
    out.archivetime = to_json(project.have());
  return out;
}

std::optional<feed_standing> standing_of(const feed_project& project, const feed_archiving& what) {
  const auto id = feed_key_of(what.uuid);
  switch (what.kind) {
  case feed_kind::entry:
    if (const auto* its = project.find_entry(id))
      return feed_standing{to_uuid(its->original), its->first.place};
    return std::nullopt;
  case feed_kind::thread:
    if (const auto* its = project.find_thread(id))
      return feed_standing{what.uuid, its->first.place};
    return std::nullopt;
  case feed_kind::comment:
    break;
  }
  if (const auto* its = project.find_comment(id))
    return feed_standing{what.uuid, its->place};
  return std::nullopt;
}

result<feed_draft> write_again(const feed_writer& by, const feed_archiving& what, const feed_message& standing) {
  // In the order of its writer, and with whatever another server put in besides.
  auto members = nlohmann::ordered_json::parse("{" + standing.members + "}", nullptr, false);
  if (!members.is_object())
    return failure(errc::internal_error, "message " + std::to_string(standing.seqno) + " of server "
                                             + std::to_string(standing.srv_id) + " is no object");
  members["archivetime"] = what.archivetime;
  members["submissiontime"] = iso8601_of(submitted_after(latest_of(by.project, what), by.now));
  const auto text = members.dump(-1, ' ', false, json::error_handler_t::replace);
  if (text.size() > feed_limits::foreign_message_bytes_max)
    return failure(errc::bad_data, "with this \"archivetime\", the " + std::string{name_of(what.kind)} + " takes "
                                       + std::to_string(text.size()) + " bytes as JSON; a message may have "
                                       + std::to_string(feed_limits::foreign_message_bytes_max));
  feed_draft out;
  out.message.kind = standing.kind;
  out.message.uuid = standing.uuid;
  out.message.members = text.substr(1, text.size() - 2);
  out.head = head_of(out.message);
  switch (what.kind) {
  case feed_kind::entry:
    out.names = {{"entry_uuid", what.uuid}, {"version_uuid", standing.uuid}};
    break;
  case feed_kind::thread:
    out.names = {{"thread_uuid", what.uuid}};
    break;
  case feed_kind::comment:
    out.names = {{"comment_uuid", what.uuid}, {"thread_uuid", to_uuid(out.head.parent)}};
    break;
  }
  return out;
}

} // namespace atelier
