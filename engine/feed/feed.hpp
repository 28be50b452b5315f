#pragma once

#include "engine/feed/feed_archiving.hpp"
#include "engine/feed/feed_index.hpp"
#include "engine/feed/feed_writing.hpp"
#include "engine/replies.hpp"
#include "engine/texts/text_streams.hpp"
#include "engine/waiting_lookups.hpp"
#include "engine/world.hpp"
#include "protocol/feed_limits.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace atelier {

/// The feeds of the projects: what is written here and what other servers wrote, its rules, and who reads along.
///
///     command ──► feed_writing ──► numbered ──┐
///                 (feed_project)              ├──► stored, kept in the index, said to the streams
///     another server's ──► duplicates out ────┘
class feed {
public:
  /// Keeps so many messages of all projects, and bytes of them.
  feed(world& all, replies& answers, std::size_t messages_max = feed_limits::messages_max,
       std::uint64_t bytes_max = feed_limits::bytes_max);

  /// All answer `{"srv_id","seqno"}` with the UUIDs of what was written; the arguments stand in engine/feed/
  /// feed_writing.hpp and feed_archiving.hpp.
  void post_entry(const asker& who, const command& what, turn& now);
  void edit_entry(const asker& who, const command& what, turn& now);
  void post_thread(const asker& who, const command& what, turn& now);
  void post_comment(const asker& who, const command& what, turn& now);
  void archive(const asker& who, const command& what, turn& now);
  void unarchive(const asker& who, const command& what, turn& now);

  void subscribe(texts_requested input, turn& now);
  [[nodiscard]] text_streams<feed_message>& streams() noexcept {
    return streams_;
  }

  void on(feed_found input, turn& now);
  void on(const feed_position_asked& input, turn& now);
  void on(feed_items_received input, turn& now);
  void removed(session_id project, turn& now);
  /// Answers all who wait for the disk that the server is shutting down.
  void stop(turn& now);

private:
  /// Whoever archives something, while its messages are looked for.
  struct waiting {
    session_id project;
    feed_archiving what;
    std::string user_uuid;
    unsigned tries = 0;
  };
  using rules = result<feed_draft> (*)(const feed_writer&, const json&);
  void write(const asker& who, const command& what, rules by, turn& now);
  void begin_archiving(const asker& who, const command& what, bool archives, turn& now);
  void look_up(const asker& who, waiting known, turn& now);
  void go_on(const asker& who, waiting known, const std::vector<feed_message>& found, turn& now);
  [[nodiscard]] feed_writer writer(const asker& who, session_id project, std::string user_uuid, const turn& now);
  /// Of whoever is signed in, made from the client that the command or the connection names, or nil.
  [[nodiscard]] std::string user_of(const asker& who, const command& what) const;
  /// Numbers a draft, unless it was written before, and answers.
  void answer(const asker& who, session_id project, feed_draft draft, turn& now);
  void keep(feed_message what, feed_head head, turn& now);
  /// Why another server's message is not kept; empty where it is there already.
  [[nodiscard]] std::optional<std::string> refused(const feed_items_received& of, const feed_message& what);
  /// What a server that is full says of itself.
  [[nodiscard]] std::string keeps_at_most() const;
  void log_once(const std::string& url, const std::string& why, turn& now);

  world& world_;
  replies& replies_;
  feed_index index_;
  text_streams<feed_message> streams_;
  waiting_lookups<waiting> lookups_;
  /// Where something was left out for want of room: what follows would have gaps, until the link begins anew.
  std::set<std::pair<std::string, session_id>> interrupted_;
  /// What was logged already.
  std::set<std::pair<std::string, std::string>> logged_;
};

} // namespace atelier
