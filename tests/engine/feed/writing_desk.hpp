#pragma once

#include "engine/feed/feed_writing.hpp"

#include <string>
#include <utility>
#include <vector>

namespace atelier::test {

/// A UUID that ends in this number.
inline std::string uuid_of(unsigned number) {
  const auto digits = std::to_string(number);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

/// One project's feed with its rules, without an engine.
class writing_desk {
public:
  using rules = result<feed_draft> (*)(const feed_writer&, const json&);

  /// Writes; what is new is numbered and kept.
  result<feed_draft> write(rules by, const json& args) {
    auto draft = by({project, user, admin, now, uuids_}, args);
    if (draft && !draft->earlier)
      keep(*draft, 1);
    return draft;
  }
  /// The error of a write that must fail; empty where it did not.
  std::string refused(rules by, const json& args, errc code = errc::bad_data) {
    const auto draft = write(by, args);
    if (draft)
      return "";
    return draft.error().code == code ? draft.error().message
                                      : "another code: " + std::string{name_of(draft.error().code)};
  }

  /// A message as another server wrote it.
  void take(feed_kind kind, const std::string& uuid, const json& members, std::uint32_t srv_id = 2) {
    feed_draft draft;
    const auto text = members.dump();
    draft.message.kind = kind;
    draft.message.uuid = uuid;
    draft.message.members = text.substr(1, text.size() - 2);
    draft.head = head_of(draft.message);
    keep(draft, srv_id);
  }

  static json members_of(const feed_draft& draft) {
    return json::parse("{" + draft.message.members + "}");
  }

  feed_project project;
  std::string user = uuid_of(900);
  bool admin = false;
  std::chrono::system_clock::time_point now{std::chrono::hours{480'000}};
  /// In the order in which they came.
  std::vector<feed_head> heads;

private:
  void keep(feed_draft& draft, std::uint32_t srv_id) {
    draft.head.srv_id = draft.message.srv_id = srv_id;
    draft.head.seqno = draft.message.seqno = next_++;
    heads.push_back(draft.head);
    project.add(draft.head);
  }

  uuid_source uuids_{{1, 2}};
  seqno_t next_ = 1;
};

} // namespace atelier::test
