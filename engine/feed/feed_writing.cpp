#include "engine/feed/feed_writing.hpp"

#include "engine/feed/feed_arguments.hpp"
#include "engine/feed/feed_drafts.hpp"
#include "protocol/feed_limits.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace atelier {

namespace {

constexpr std::string_view blanks = " \t\r\n";

json or_null(std::optional<std::string> text) {
  return text ? json(std::move(*text)) : json();
}

tl::unexpected<error> there_is_an_entry(const std::string& uuid) {
  return failure(errc::already_exists, "there is an entry " + uuid
                                           + " already, with another content; edit_entry changes it, and a new one "
                                             "needs another UUID, or none");
}

/// The answer that the version got before, where it is there already with the same content.
result<feed_draft> unless_written(const feed_writer& by, result<feed_draft> draft) {
  const auto* known = draft ? by.project.find_version(draft->head.id) : nullptr;
  if (!known)
    return draft;
  if (known->content != draft->head.content)
    return failure(errc::already_exists, "there is a version " + draft->message.uuid
                                             + " already, with another content; a new one needs another UUID, or none");
  draft->earlier = known->first.place;
  return draft;
}

/// Why an edit of this entry can't replace these versions.
std::optional<error> wrong_with(const feed_project& project, const std::vector<std::string>& modifies,
                                const std::string& entry) {
  for (const auto& each : modifies) {
    const auto* known = project.find_version(feed_key_of(each));
    if (!known)
      return error{errc::not_found, "\"modifies\" names version " + each + ", which this project does not have"};
    if (known->entry != feed_key_of(entry))
      return error{errc::bad_data, std::string{"\"modifies\" names version "}
                                       .append(each)
                                       .append(", which is of entry ")
                                       .append(to_uuid(known->entry))
                                       .append(" and not of ")
                                       .append(entry)};
  }
  return std::nullopt;
}

/// A deletion that nobody asked for in so many words.
bool deletes_by_leaving_out(const json& args, const std::optional<std::string>& clip, const json& content) {
  return !clip && content.is_null() && !(args.contains("clip_id") && args.contains("content"));
}

} // namespace

result<feed_draft> write_entry(const feed_writer& by, const json& args) {
  constexpr std::string_view is_original = "an original entry has null there; edit_entry makes an edit";
  feed_arguments given{args};
  given.none("modifies", is_original);
  given.none("reason", is_original);
  const auto report = given.uuid("report_uuid");
  if (!given.find("clip_id"))
    given.fail("\"clip_id\" is missing or null; an original entry must have a string there");
  const auto clip = given.optional_text("clip_id", feed_limits::name_bytes_max);
  if (!given.find("content"))
    given.fail("\"content\" is missing or null; an original entry must have an object of strings there");
  const auto content = given.fields("content", false);
  const auto named_entry = given.optional_uuid("entry_uuid");
  const auto named_version = given.optional_uuid("version_uuid");
  const auto archived = given.archivetime().value_or(json());
  if (given.wrong())
    return tl::unexpected{*given.wrong()};

  // Whoever asks again may have named only one of the two.
  const auto* known_entry = named_entry ? by.project.find_entry(feed_key_of(*named_entry)) : nullptr;
  const auto* known_version = named_version ? by.project.find_version(feed_key_of(*named_version)) : nullptr;
  const auto entry = named_entry ? *named_entry : known_version ? to_uuid(known_version->entry) : by.uuids.next();
  const auto version = named_version ? *named_version : known_entry ? to_uuid(known_entry->original) : by.uuids.next();
  if (known_entry && named_version && !known_version)
    return there_is_an_entry(entry);
  feed_members members{by, feed_kind::entry, archived, 0};
  members.add("report_uuid", report)
      .add("entry_uuid", entry)
      .add("version_uuid", version)
      .add("clip_id", or_null(clip))
      .add("content", content)
      .add("modifies", nullptr)
      .add("reason", nullptr);
  auto draft =
      unless_written(by, std::move(members).draft(version, {{"entry_uuid", entry}, {"version_uuid", version}}));
  if (known_entry && !named_version && !draft && draft.error().code == errc::already_exists)
    return there_is_an_entry(entry);
  return draft;
}

result<feed_draft> write_edit(const feed_writer& by, const json& args) {
  feed_arguments given{args};
  const auto entry = given.uuid("entry_uuid");
  const auto modifies = given.uuids("modifies", feed_limits::modifies_max);
  const auto reason = given.optional_text("reason", feed_limits::reason_bytes_max);
  if (!reason || reason->find_first_not_of(blanks) == std::string::npos)
    given.fail("\"reason\" is " + shown_value(or_null(reason)) + "; an edit must say why it is made");
  const auto clip = given.optional_text("clip_id", feed_limits::name_bytes_max);
  const auto content = given.fields("content", true);
  const auto report = given.optional_uuid("report_uuid");
  const auto named_version = given.optional_uuid("version_uuid");
  const auto archived = given.archivetime();
  if (!given.wrong() && deletes_by_leaving_out(args, clip, content))
    given.fail("the edit changes neither \"clip_id\" nor \"content\"; to delete the row, give both as null");
  if (given.wrong())
    return tl::unexpected{*given.wrong()};

  const auto* known = by.project.find_entry(feed_key_of(entry));
  if (!known)
    return failure(errc::not_found, "this project has no entry " + entry + "; post_entry makes one");
  if (report && feed_key_of(*report) != known->report)
    return failure(errc::bad_data,
                   "\"report_uuid\" is " + *report + "; entry " + entry + " is of report " + to_uuid(known->report));
  const auto version = named_version ? *named_version : by.uuids.next();
  feed_members members{by, feed_kind::entry, archived.value_or(shown_archivetime(known->archived)),
                       known->latest.submitted};
  members.add("report_uuid", to_uuid(known->report))
      .add("entry_uuid", entry)
      .add("version_uuid", version)
      .add("clip_id", or_null(clip))
      .add("content", content)
      .add("modifies", modifies)
      .add("reason", *reason);
  auto draft =
      unless_written(by, std::move(members).draft(version, {{"entry_uuid", entry}, {"version_uuid", version}}));
  if (!draft || draft->earlier)
    return draft;
  if (auto wrong = wrong_with(by.project, modifies, entry))
    return tl::unexpected{std::move(*wrong)};
  return draft;
}

} // namespace atelier
