#include "protocol/feed_limits.hpp"
#include "tests/engine/feed/writing_desk.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

const auto report = uuid_of(1);
const auto entry = uuid_of(2);
const auto first = uuid_of(3);
const auto second = uuid_of(4);

json original() {
  return {{"report_uuid", report},
          {"entry_uuid", entry},
          {"version_uuid", first},
          {"clip_id", "clip 7"},
          {"content", {{"shot", "12"}, {"take", "3"}}}};
}

json edit() {
  return {{"entry_uuid", entry},
          {"version_uuid", second},
          {"modifies", json::array({first})},
          {"reason", "misheard"},
          {"content", {{"take", nullptr}}}};
}

json with(json args, const char* name, json value) {
  args[name] = std::move(value);
  return args;
}

json without(json args, const char* name) {
  args.erase(name);
  return args;
}

bool says(const std::string& message, std::string_view what) {
  CAPTURE(message);
  CAPTURE(what);
  return message.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("an entry is written in the order in which a person reads it") {
  writing_desk d;
  const auto draft = d.write(write_entry, original());
  REQUIRE(draft);
  CHECK(draft->message.members
        == "\"user_uuid\":\"" + d.user + "\",\"user_id\":\"" + d.user
               + "\",\"archivetime\":null,\"submissiontime\":\"2024-10-04T00:00:00.000Z\",\"report_uuid\":\"" + report
               + "\",\"entry_uuid\":\"" + entry + "\",\"version_uuid\":\"" + first
               + "\",\"clip_id\":\"clip 7\",\"content\":{\"shot\":\"12\",\"take\":\"3\"},\"modifies\":null,"
                 "\"reason\":null");
  CHECK(draft->names == json{{"entry_uuid", entry}, {"version_uuid", first}});
  CHECK(draft->message.uuid == first);
}

TEST_CASE("UUIDs that the writer leaves out are made up, and those that he gives are kept in lower case") {
  writing_desk d;
  const auto draft = d.write(write_entry, without(without(original(), "entry_uuid"), "version_uuid"));
  REQUIRE(draft);
  CHECK(draft->names.at("entry_uuid") != draft->names.at("version_uuid"));
  const auto loud = d.write(write_entry, with(original(), "report_uuid", "ABCDEF00-0000-4000-8000-000000000001"));
  REQUIRE(loud);
  CHECK(writing_desk::members_of(*loud).at("report_uuid") == "abcdef00-0000-4000-8000-000000000001");
}

TEST_CASE("an original entry that breaks a rule is refused with a message of its own") {
  writing_desk d;
  const auto refused = [&](const json& args) {
    return d.refused(write_entry, args);
  };
  CHECK(says(refused(with(original(), "modifies", json::array({first}))), "\"modifies\" is an array; an original"));
  CHECK(says(refused(with(original(), "reason", "why not")), "\"reason\" is \"why not\"; an original entry"));
  CHECK(says(refused(without(original(), "clip_id")), "\"clip_id\" is missing"));
  CHECK(says(refused(with(original(), "clip_id", nullptr)), "\"clip_id\" is missing or null"));
  CHECK(says(refused(with(original(), "clip_id", 7)), "\"clip_id\" is 7; it must be a string"));
  CHECK(says(refused(with(original(), "clip_id", std::string(1'025, 'x'))), "1025 bytes long; it may have 1024"));
  CHECK(says(refused(without(original(), "content")), "\"content\" is missing"));
  CHECK(says(refused(with(original(), "content", "x")), "\"content\" is \"x\"; it must be an object"));
  CHECK(says(refused(with(original(), "content", {{"a", {{"b", "c"}}}})), "\"a\" is an object; the values must be"));
  CHECK(says(refused(with(original(), "content", {{"a", nullptr}})), "\"a\" is null; the values must be strings"));
  CHECK(says(refused(without(original(), "report_uuid")), "\"report_uuid\" is missing"));
  CHECK(says(refused(with(original(), "report_uuid", "me")), "\"report_uuid\" is \"me\"; it must be a UUID"));
  CHECK(says(refused(with(original(), "entry_uuid", 5)), "\"entry_uuid\" is 5; it must be a UUID"));
  CHECK(says(refused(with(original(), "version_uuid", "00000000-0000-0000-0000-000000000000")), "not the nil one"));
  CHECK(says(refused(with(original(), "archivetime", "now")), "\"archivetime\" is \"now\"; it must be a list"));
  CHECK(says(refused(with(original(), "archivetime", json::parse("[[1]]"))), "or null"));
  json fields;
  for (std::size_t i = 0; i <= feed_limits::content_fields_max; ++i)
    fields["field " + std::to_string(i)] = "x";
  CHECK(says(refused(with(original(), "content", fields)), "257 fields; it may have 256"));
  CHECK(says(refused(with(original(), "content", {{"a", std::string(70'000, 'x')}})), "a message of a feed may have"));
  CHECK(d.heads.empty());
  CHECK(d.write(write_entry, with(with(original(), "modifies", nullptr), "reason", nullptr)));
}

TEST_CASE("the same entry again is answered as the first time, and another under its UUIDs is refused") {
  writing_desk d;
  REQUIRE(d.write(write_entry, original()));
  for (const auto& again : {original(), without(original(), "entry_uuid"), without(original(), "version_uuid"),
                            with(original(), "archivetime", json::parse("[[1,1]]"))}) {
    const auto answer = d.write(write_entry, again);
    REQUIRE(answer);
    REQUIRE(answer->earlier);
    CHECK(*answer->earlier == feed_place{1, 1});
    CHECK(answer->names == json{{"entry_uuid", entry}, {"version_uuid", first}});
  }
  const auto exists = [&](const json& args) {
    return d.refused(write_entry, args, errc::already_exists);
  };
  CHECK(says(exists(with(original(), "clip_id", "another")), "there is a version " + first));
  CHECK(says(exists(with(original(), "version_uuid", second)), "there is an entry " + entry));
  CHECK(says(exists(without(with(original(), "clip_id", "another"), "version_uuid")), "there is an entry " + entry));
  CHECK(d.heads.size() == 1);
}

TEST_CASE("an edit names the versions that it replaces and says why") {
  writing_desk d;
  REQUIRE(d.write(write_entry, original()));
  const auto draft = d.write(write_edit, edit());
  REQUIRE(draft);
  const auto members = writing_desk::members_of(*draft);
  CHECK(members.at("report_uuid") == report);
  CHECK(members.at("clip_id") == nullptr);
  CHECK(members.at("content") == json{{"take", nullptr}});
  CHECK(members.at("modifies") == json::array({first}));
  CHECK(members.at("reason") == "misheard");
  // The clock stands, and still it is later than what it follows.
  CHECK(members.at("submissiontime") == "2024-10-04T00:00:00.001Z");
  const auto again = d.write(write_edit, edit());
  REQUIRE(again);
  CHECK(again->earlier == feed_place{1, 2});
  CHECK(says(d.refused(write_edit, with(edit(), "reason", "other"), errc::already_exists), second));
}

TEST_CASE("an edit that breaks a rule is refused with a message of its own") {
  writing_desk d;
  REQUIRE(d.write(write_entry, original()));
  const json other{{"report_uuid", report},
                   {"entry_uuid", uuid_of(20)},
                   {"version_uuid", uuid_of(21)},
                   {"clip_id", ""},
                   {"content", json::object()}};
  REQUIRE(d.write(write_entry, other));
  const auto refused = [&](const json& args) {
    return d.refused(write_edit, args);
  };
  CHECK(says(refused(without(edit(), "reason")), "\"reason\" is null; an edit must say why"));
  CHECK(says(refused(with(edit(), "reason", " \n")), "an edit must say why"));
  CHECK(says(refused(with(edit(), "reason", std::string(4'097, 'x'))), "4097 bytes long; it may have 4096"));
  CHECK(says(refused(without(edit(), "modifies")), "\"modifies\" is null; it must be a list of 1 to 64 UUIDs"));
  CHECK(says(refused(with(edit(), "modifies", json::array())), "\"modifies\" is a list of 0"));
  CHECK(says(refused(with(edit(), "modifies", first)), "it must be a list of 1 to 64 UUIDs"));
  CHECK(says(refused(with(edit(), "modifies", json::array({1}))), "\"modifies\" is 1; it must be a UUID"));
  CHECK(says(refused(with(edit(), "modifies", json::array({first, first}))), first + " twice"));
  CHECK(says(refused(with(edit(), "modifies", json::array({uuid_of(21)}))), "of entry " + uuid_of(20) + " and not"));
  CHECK(says(d.refused(write_edit, with(edit(), "modifies", json::array({uuid_of(99)})), errc::not_found),
             "names version " + uuid_of(99)));
  CHECK(
      says(d.refused(write_edit, with(edit(), "entry_uuid", uuid_of(98)), errc::not_found), "no entry " + uuid_of(98)));
  CHECK(says(refused(with(edit(), "clip_id", 1.5)), "\"clip_id\" is 1.5"));
  CHECK(says(refused(with(edit(), "content", {{"a", true}})), "\"a\" is true; the values must be strings or null"));
  CHECK(says(refused(with(edit(), "report_uuid", uuid_of(77))), "entry " + entry + " is of report " + report));
  CHECK(d.heads.size() == 2);
}

TEST_CASE("a row is deleted by two nulls, and not by leaving something out") {
  writing_desk d;
  REQUIRE(d.write(write_entry, original()));
  const auto bare = without(edit(), "content");
  CHECK(says(d.refused(write_edit, bare), "to delete the row, give both as null"));
  CHECK(says(d.refused(write_edit, with(bare, "content", nullptr)), "give both as null"));
  CHECK(says(d.refused(write_edit, with(bare, "clip_id", nullptr)), "give both as null"));
  const auto deleted = d.write(write_edit, with(with(bare, "clip_id", nullptr), "content", nullptr));
  REQUIRE(deleted);
  CHECK(writing_desk::members_of(*deleted).at("content") == nullptr);
  // An edit that changes nothing is none that deletes.
  CHECK(d.write(write_edit, with(with(edit(), "version_uuid", uuid_of(5)), "content", json::object())));
}

TEST_CASE("an edit carries on what its entry is archived as, unless it says otherwise") {
  writing_desk d;
  const auto then = json::parse("[[1,5]]");
  REQUIRE(d.write(write_entry, with(original(), "archivetime", then)));
  const auto carried = d.write(write_edit, edit());
  REQUIRE(carried);
  CHECK(writing_desk::members_of(*carried).at("archivetime") == then);
  const auto taken_back = d.write(write_edit, with(with(edit(), "version_uuid", uuid_of(5)), "archivetime", nullptr));
  REQUIRE(taken_back);
  CHECK(writing_desk::members_of(*taken_back).at("archivetime") == nullptr);
  const auto later = d.write(write_edit, with(edit(), "version_uuid", uuid_of(6)));
  REQUIRE(later);
  CHECK(writing_desk::members_of(*later).at("archivetime") == nullptr);
}
