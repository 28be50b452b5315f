#pragma once

#include "engine/replies.hpp"
#include "engine/world.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace atelier {

/// Makes the session of a project that is followed but not here.
class project_maker {
public:
  virtual ~project_maker() = default;

  /// Of mode `free`. When whoever asked is answered, the others are told.
  [[nodiscard]] virtual result<session_id> make_project(const asker& who, const std::string& uuid,
                                                        const std::string& name, turn& now) = 0;
  virtual void tell_of(session_id made, turn& now) = 0;
};

/// Which projects are followed at which other servers: those that an admin linked, which are stored, and all of them at
/// the servers that were named at start. What comes over the links goes to the feed.
class feed_links {
public:
  feed_links(world& all, replies& answers);

  void make_projects_by(project_maker& maker) {
    maker_ = &maker;
  }

  /// `feed_links` → `{"links":[{"url","project","project_uuid","state"},…],"more"?:true}`, of the session or of all.
  void list(const asker& who, const command& what, turn& now);
  /// `follow_feed {url, project_uuid?, name?}` → `{"link":{…}}`. Without a session, the project is named by its UUID
  /// and made where there is none, with that name. Again is no error.
  void follow(const asker& who, const command& what, turn& now);
  /// `unfollow_feed {url}` → `{"link":{…}}`, as it was.
  void unfollow(const asker& who, const command& what, turn& now);

  void on(const peers_named& input, turn& now);
  void on(const link_changed& input, turn& now);
  /// A session was made, or is removed.
  void added(session_id id, turn& now);
  void removed(session_id id, turn& now);

private:
  struct link {
    bool is_stored = false;
    /// Its server was named at start.
    bool is_named = false;
    /// Whoever follows it was told.
    bool is_told = false;
  };
  using key = std::pair<session_id, std::string>;

  struct project {
    session_id id;
    bool is_new = false;
  };
  [[nodiscard]] result<project> project_of(const asker& who, const command& what, turn& now);
  void follow_at_peer(session_id id, const std::string& url, turn& now);
  void tell(const key& which, link& what, turn& now);
  [[nodiscard]] json shown(const key& which) const;

  world& world_;
  replies& replies_;
  project_maker* maker_ = nullptr;
  std::map<key, link> links_;
  std::vector<std::string> peers_;
  /// Of each server, as it was last told.
  std::map<std::string, std::string> states_;
  bool is_full_told_ = false;
};

} // namespace atelier
