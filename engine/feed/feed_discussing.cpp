#include "engine/feed/feed_arguments.hpp"
#include "engine/feed/feed_drafts.hpp"
#include "engine/feed/feed_writing.hpp"
#include "protocol/feed_limits.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace atelier {

namespace {

enum class way_up { free, cycle, too_deep };

/// Whether what is written in a thread would be below itself: the comment, or the thread where that is not known yet.
/// A cycle that is there already, of other servers' making, is passed over.
way_up look_up(const feed_project& project, feed_key thread, const feed_key& comment, const feed_key& below = {}) {
  std::set<feed_key> seen;
  while (seen.size() < feed_limits::depth_max) {
    if (below != feed_key{} && thread == below)
      return way_up::cycle;
    const auto* its = project.find_thread(thread);
    if (!its || its->comment == feed_key{} || !seen.insert(thread).second)
      return way_up::free;
    if (its->comment == comment)
      return way_up::cycle;
    const auto* linked = project.find_comment(its->comment);
    if (!linked)
      return way_up::free;
    thread = linked->thread;
  }
  return way_up::too_deep;
}

error too_deep(const std::string& uuid) {
  return {errc::bad_data, "thread " + uuid + " has more than " + std::to_string(feed_limits::depth_max)
                              + " threads above it; nothing more can be written below"};
}

/// The links of a thread, as they are stored; each of what the project has.
json read_links(feed_arguments& given) {
  constexpr std::array<std::string_view, 5> kinds{"report", "entry", "version", "comment", "entity"};
  constexpr std::string_view right = "it must be an object with at least one of \"report\", \"entry\", \"version\", "
                                     "\"comment\" and \"entity\"";
  auto out = json::object();
  const auto* links = given.find("links");
  if (!links || !links->is_object()) {
    given.fail("\"links\" is " + shown_value(links ? *links : json()) + "; " + std::string{right});
    return out;
  }
  for (const auto& [name, value] : links->items()) {
    if (std::ranges::find(kinds, name) == kinds.end()) {
      given.fail("\"links\" names " + shown(name) + "; " + std::string{right} + ", and nothing else");
    } else if (value.is_null()) {
      continue;
    } else if (name == "entity") {
      const auto is_text = value.is_string() && !value.get_ref<const std::string&>().empty();
      if (!is_text || value.get_ref<const std::string&>().size() > feed_limits::name_bytes_max)
        given.fail("the link \"entity\" is " + shown_value(value) + "; it must be a string of 1 to "
                   + std::to_string(feed_limits::name_bytes_max) + " bytes");
      out[name] = value;
    } else if (auto uuid = read_uuid(value, name)) {
      out[name] = std::move(*uuid);
    } else {
      given.fail("in \"links\", " + uuid.error().message);
    }
  }
  if (out.empty())
    given.fail("\"links\" is empty; " + std::string{right});
  return out;
}

/// A link to nothing.
std::optional<error> wrong_with(const json& links, const feed_project& project) {
  for (const auto& [name, value] : links.items()) {
    if (name == "entity")
      continue;
    const auto id = feed_key_of(value.get_ref<const std::string&>());
    const bool is_there = name == "report"    ? project.has_report(id)
                          : name == "entry"   ? project.find_entry(id) != nullptr
                          : name == "version" ? project.find_version(id) != nullptr
                                              : project.find_comment(id) != nullptr;
    if (!is_there)
      return error{errc::not_found,
                   "\"links\" names " + name + " " + value.get<std::string>() + ", which this project does not have"};
  }
  return std::nullopt;
}

/// Why somebody may not edit a comment.
std::optional<error> refused(const feed_writer& by, const feed_project::comment& known, const std::string& uuid) {
  const auto user = feed_key_of(by.user_uuid);
  if (by.admin || (user != feed_key{} && user == known.author))
    return std::nullopt;
  if (user == feed_key{})
    return error{errc::unauthorized, "comment " + uuid + " can be edited by its author; sign in to be somebody"};
  return error{errc::forbidden, "comment " + uuid + " is somebody else's (" + to_uuid(known.author)
                                    + "); only its author and an admin may edit it"};
}

/// The message that said the same in this comment before, where it is the same write again.
std::optional<feed_place> written_before(const feed_project& project, const feed_head& head,
                                         std::optional<std::int64_t> authored) {
  if (authored)
    return project.find_write(head.id, *authored, head.content);
  const auto* known = project.find_comment(head.id);
  if (!known || known->content != head.content)
    return std::nullopt;
  return project.find_write(head.id, known->authored, head.content);
}

} // namespace

result<feed_draft> write_thread(const feed_writer& by, const json& args) {
  feed_arguments given{args};
  const auto links = read_links(given);
  const auto named = given.optional_uuid("thread_uuid");
  const auto archived = given.archivetime().value_or(json());
  if (given.wrong())
    return tl::unexpected{*given.wrong()};

  const auto uuid = named ? *named : by.uuids.next();
  feed_members members{by, feed_kind::thread, archived, 0};
  members.add("thread_uuid", uuid).add("links", links);
  auto draft = std::move(members).draft(uuid, {{"thread_uuid", uuid}});
  if (!draft)
    return draft;
  if (const auto* known = by.project.find_thread(draft->head.id)) {
    if (known->content != draft->head.content)
      return failure(errc::already_exists, "there is a thread " + uuid
                                               + " with other links already; give a new one a UUID of its own, or "
                                                 "none");
    draft->earlier = known->first.place;
    return draft;
  }
  if (auto wrong = wrong_with(links, by.project))
    return tl::unexpected{std::move(*wrong)};
  if (!links.contains("comment"))
    return draft;
  const auto* linked = by.project.find_comment(draft->head.parent);
  switch (look_up(by.project, linked->thread, {}, draft->head.id)) {
  case way_up::free:
    return draft;
  case way_up::too_deep:
    return tl::unexpected{too_deep(to_uuid(linked->thread))};
  case way_up::cycle:
    break;
  }
  return failure(errc::bad_data, "thread " + uuid + " would be below itself: comment "
                                     + links["comment"].get<std::string>() + " is below it");
}

result<feed_draft> write_comment(const feed_writer& by, const json& args) {
  feed_arguments given{args};
  const auto thread = given.uuid("thread_uuid");
  const auto body = given.text("body");
  const auto authored = given.time("authortime");
  const auto named = given.optional_uuid("comment_uuid");
  const auto archived = given.archivetime();
  if (given.wrong())
    return tl::unexpected{*given.wrong()};

  const auto uuid = named ? *named : by.uuids.next();
  const auto* known = by.project.find_comment(feed_key_of(uuid));
  feed_members members{by, feed_kind::comment, archived.value_or(known ? shown_archivetime(known->archived) : json()),
                       known ? known->latest.submitted : 0};
  members.add("comment_uuid", uuid)
      .add("thread_uuid", thread)
      .add("authortime", iso8601_of(authored.value_or(milliseconds_of(by.now))))
      .add("body", body);
  auto draft = std::move(members).draft(uuid, {{"comment_uuid", uuid}, {"thread_uuid", thread}});
  if (!draft)
    return draft;
  draft->earlier = written_before(by.project, draft->head, authored);
  if (draft->earlier)
    return draft;
  const auto thread_key = feed_key_of(thread);
  if (!by.project.find_thread(thread_key))
    return failure(errc::not_found, "this project has no thread " + thread + "; post_thread makes one");
  if (known)
    if (auto wrong = refused(by, *known, uuid))
      return tl::unexpected{std::move(*wrong)};
  switch (look_up(by.project, thread_key, draft->head.id)) {
  case way_up::free:
    return draft;
  case way_up::too_deep:
    return tl::unexpected{too_deep(thread)};
  case way_up::cycle:
    break;
  }
  return failure(errc::bad_data, "comment " + uuid + " would be below itself: thread " + thread + " hangs below it");
}

} // namespace atelier
