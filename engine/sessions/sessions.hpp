#pragma once

#include "engine/chat/chat.hpp"
#include "engine/feed/feed.hpp"
#include "engine/feed/feed_links.hpp"
#include "engine/games/games.hpp"
#include "engine/names.hpp"
#include "engine/pictures/keeping.hpp"
#include "engine/replies.hpp"
#include "engine/sessions/teams.hpp"

namespace atelier {

/// The sessions: made, named, looked at and removed. Their names are unique after folding (engine/names.hpp).
class sessions : public project_maker {
public:
  sessions(world& all, replies& answers, keeping& pictures, chat& talk, games& play, teams& groups,
           session_events& happened, server_drawing& pen, feed& reported, feed_links& linked);

  /// `sessions` → `{"sessions":[…]}`, in pages as `pictures`.
  void list(const asker& who, const command& what, turn& now);
  /// `add_session {name, mode?, config?, project_uuid?}` → `{"session":{…},"similar"?:[names]}`
  void add(const asker& who, const command& what, turn& now);
  [[nodiscard]] result<session_id> make_project(const asker& who, const std::string& uuid, const std::string& name,
                                                turn& now) override;
  void tell_of(session_id made, turn& now) override;
  /// `rename_session {name}`; by whoever made it, or an admin.
  void rename(const asker& who, const command& what, turn& now);
  /// `remove_session`: with its pictures and its chat.
  void remove(const asker& who, const command& what, turn& now);
  /// `set_session_metadata {metadata: {name: text|null, …}}` → `{"session":{…}}`; null takes a name out.
  void set_metadata(const asker& who, const command& what, turn& now);
  /// `state`: of a session, or of the whole server.
  void state(const asker& who, const command& what, turn& now);
  void enter(const asker& who, const command& what, turn& now);
  void leave(const asker& who, const command& what, turn& now);

private:
  struct new_session {
    std::string name;
    std::string mode = "free";
    json config = json::object();
    /// A new one where it is not given.
    std::optional<std::string> uuid{};
  };
  /// Makes one whose mode and configuration are right; whoever asked is to be answered, and then the others told.
  [[nodiscard]] result<session_id> make(const asker& who, new_session what, turn& now);
  [[nodiscard]] std::optional<error> wrong_with(const std::string& name, std::optional<session_id> own) const;
  [[nodiscard]] std::optional<error> not_ones_own(const asker& who, const session_record& which) const;
  [[nodiscard]] json with_similar(json result, const std::string& name, session_id own) const;

  world& world_;
  replies& replies_;
  keeping& keeping_;
  chat& chat_;
  games& games_;
  teams& teams_;
  session_events& events_;
  server_drawing& pen_;
  feed& feed_;
  feed_links& links_;
  name_index<session_id> names_;
};

} // namespace atelier
