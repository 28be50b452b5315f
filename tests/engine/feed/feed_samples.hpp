#pragma once

#include "engine/feed/feed_report.hpp"
#include "protocol/json_text.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace atelier::test {

/// The UUID that ends in this number.
inline std::string uuid(std::uint64_t number) {
  const auto digits = std::to_string(number);
  return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

/// So many milliseconds after a day's beginning.
inline std::string time_after(std::uint64_t milliseconds) {
  const auto two = [](std::uint64_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
  };
  const auto seconds = milliseconds / 1'000;
  const auto fraction = std::to_string(1'000 + milliseconds % 1'000).substr(1);
  return "2026-11-20T" + two(seconds / 3'600) + ":" + two(seconds / 60 % 60) + ":" + two(seconds % 60) + "." + fraction
         + "Z";
}

/// The messages of a feed, each a millisecond after the one before and with its server's next seqno.
struct written_feed {
  /// The server, and the player, that the next message is of.
  std::uint32_t srv_id = 1;
  std::uint64_t user = 900;
  std::vector<feed_message> messages{};

  void write(feed_kind kind, const std::string& id, json members) {
    members.update({{"user_uuid", uuid(user)}, {"submissiontime", time_after(messages.size())}});
    members.emplace("archivetime", nullptr);
    auto text = to_text(members);
    seqno_t seqno = 1;
    for (const auto& each : messages)
      seqno += each.srv_id == srv_id ? 1 : 0;
    messages.push_back({messages.size() + 1, session_id{7}, srv_id, seqno, kind, id, text.substr(1, text.size() - 2)});
  }
  void original(std::uint64_t version, const std::string& clip, const json& content, std::uint64_t entry = 100) {
    write(feed_kind::entry, uuid(version),
          {{"report_uuid", uuid(50)},
           {"entry_uuid", uuid(entry)},
           {"version_uuid", uuid(version)},
           {"clip_id", clip},
           {"content", content},
           {"modifies", nullptr},
           {"reason", nullptr}});
  }
  void edit(std::uint64_t version, const std::vector<std::uint64_t>& modifies, const json& clip, const json& content,
            std::uint64_t entry = 100) {
    auto names = json::array();
    for (const auto each : modifies)
      names.push_back(uuid(each));
    write(feed_kind::entry, uuid(version),
          {{"report_uuid", uuid(50)},
           {"entry_uuid", uuid(entry)},
           {"version_uuid", uuid(version)},
           {"clip_id", clip},
           {"content", content},
           {"modifies", names},
           {"reason", "reason of " + std::to_string(version)}});
  }
  void thread(std::uint64_t id, const json& links, const json& archived = nullptr) {
    write(feed_kind::thread, uuid(id), {{"thread_uuid", uuid(id)}, {"links", links}, {"archivetime", archived}});
  }
  void comment(std::uint64_t id, std::uint64_t thread, const std::string& body, const std::string& authored,
               const json& archived = nullptr) {
    write(feed_kind::comment, uuid(id),
          {{"comment_uuid", uuid(id)},
           {"thread_uuid", uuid(thread)},
           {"authortime", authored},
           {"body", body},
           {"archivetime", archived}});
  }
  /// The latest message of this id again.
  void again(std::uint64_t id, const json& archived) {
    for (auto i = messages.size(); i-- > 0;)
      if (messages[i].uuid == uuid(id)) {
        auto members = json::parse("{" + messages[i].members + "}", nullptr, false);
        if (!members.is_object())
          members = json::object();
        members["archivetime"] = archived;
        return write(messages[i].kind, messages[i].uuid, members);
      }
  }
};

inline result<std::string> report_text(const std::vector<feed_message>& messages,
                                       std::optional<version_vector> at = std::nullopt, report_bounds bounds = {}) {
  feed_report out{session_id{7}, uuid(7), std::move(at), bounds};
  for (const auto& each : messages)
    if (auto failed = out.take(each))
      return tl::unexpected{*std::move(failed)};
  return out.text();
}

inline json report_of(const std::vector<feed_message>& messages, std::optional<version_vector> at = std::nullopt) {
  return json::parse(report_text(messages, std::move(at)).value());
}

} // namespace atelier::test
