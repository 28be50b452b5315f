#pragma once

#include "tests/engine/chat/desk.hpp"
#include "tests/engine/feed/writing_desk.hpp"

#include <string>
#include <utility>
#include <vector>

namespace atelier::test {

/// Not an admin, as `ada` and `bob` are.
inline constexpr connection_id eve{3};
inline constexpr auto peer = "ws://other:4333/ws";

inline recovered_state two_projects() {
  auto out = two_sessions();
  out.sessions[0].uuid = uuid_of(1'001);
  out.sessions[1].uuid = uuid_of(1'002);
  out.seed = {7, 7};
  return out;
}

/// A desk at which feeds are written and read.
class feed_room : public desk {
public:
  explicit feed_room(recovered_state state = two_projects()) : desk{std::move(state)} {
    give(connected{eve, false, {}});
  }

  /// The result of a command, or its error with `code`; what is looked for on disk is found there.
  json write(connection_id who, const std::string& action, json args, std::optional<session_id> session = lobby,
             std::optional<std::string> key = {}) {
    ask(who, action, std::move(args), session, std::move(key));
    return settled(who);
  }
  json settled(connection_id who) {
    commit();
    while (const auto wanted = next<find_feed>()) {
      give(feed_found{wanted->request, find(*wanted)});
      commit();
    }
    auto out = response(who);
    return out.contains("result") ? out.at("result") : out.at("error");
  }
  [[nodiscard]] std::vector<feed_message> find(const find_feed& wanted) const {
    std::vector<feed_message> out;
    for (const auto& each : stored<feed_message>())
      if (each.project == wanted.project && each.kind == wanted.kind && each.uuid == wanted.uuid)
        out.push_back(each);
    return out;
  }

  json entry(unsigned number, session_id session = lobby) {
    return write(eve, "post_entry",
                 {{"report_uuid", uuid_of(1)},
                  {"entry_uuid", uuid_of(number)},
                  {"version_uuid", uuid_of(number + 1)},
                  {"clip_id", "clip"},
                  {"content", json::object()}},
                 session);
  }
  json thread(unsigned number) {
    return write(eve, "post_thread", {{"thread_uuid", uuid_of(number)}, {"links", {{"entity", "scene"}}}});
  }

  void read(connection_id who, text_source source, mux_id at = mux) {
    source.kind = text_kind::feed;
    give(texts_requested{who, at, std::move(source)});
    commit();
  }
  /// What came over a stream.
  [[nodiscard]] std::vector<json> came(connection_id who, mux_id at = mux) const {
    std::vector<json> out;
    for (const auto& each : heard<text_items>(who))
      if (each.mux == at)
        for (const auto& item : each.items) {
          auto shown = json::parse("{" + *item.members + "}");
          shown["type"] = item.type;
          out.push_back(std::move(shown));
        }
    return out;
  }
  [[nodiscard]] std::vector<seqno_t> seqnos(connection_id who, mux_id at = mux) const {
    std::vector<seqno_t> out;
    for (const auto& each : came(who, at))
      out.push_back(each.at("seqno"));
    return out;
  }

  /// A thread as another server wrote it.
  static feed_message foreign(std::uint32_t srv_id, seqno_t seqno, unsigned number) {
    feed_message out;
    out.srv_id = srv_id;
    out.seqno = seqno;
    out.kind = feed_kind::thread;
    out.uuid = uuid_of(number);
    out.members = R"("user_uuid":")" + uuid_of(800)
                  + R"(","archivetime":null,"submissiontime":"2026-01-01T00:00:00.000Z","thread_uuid":")" + out.uuid
                  + R"(","links":{"entity":"x"},"colour":"odd")";
    return out;
  }
  void receive(std::vector<feed_message> items, session_id project = lobby) {
    give(feed_items_received{peer, project, std::move(items)});
  }
};

/// What a reader of everything asks for.
inline text_source all_of(session_id session, version_vector since = {}) {
  text_source out;
  out.session = session;
  out.since = std::move(since);
  out.kinds = {true, true, true};
  return out;
}

inline json json_of(const feed_message& what) {
  return json::parse("{" + what.members + "}");
}

inline feed_message last_of(const feed_room& room) {
  return room.stored<feed_message>().back();
}

/// What an engine would start from after another one stopped.
inline recovered_state after(const feed_room& room) {
  auto out = two_projects();
  for (const auto& each : room.stored<feed_message>()) {
    out.feed.push_back(head_of(each));
    out.next_feed_arrival = each.arrival + 1;
    if (each.srv_id == out.srv_id)
      out.next_feed_seqno = each.seqno + 1;
  }
  for (const auto& each : room.stored<feed_link_record>())
    out.feed_links.push_back(each);
  return out;
}

} // namespace atelier::test
