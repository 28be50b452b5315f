#pragma once

#include "engine/chat/attachments.hpp"
#include "engine/chat/chat.hpp"
#include "engine/feed/feed.hpp"
#include "engine/feed/feed_links.hpp"
#include "engine/pictures/keeping.hpp"
#include "engine/pictures/making.hpp"
#include "engine/players/players.hpp"
#include "engine/replies.hpp"
#include "engine/rights.hpp"
#include "engine/sessions/sessions.hpp"
#include "engine/sessions/teams.hpp"
#include "engine/world.hpp"

#include <span>
#include <string_view>

namespace atelier {

/// Where an action is asked: with a session, without one, or both.
enum class action_scope { global, session, either };

/// Carries out commands: finds the action, checks who asks and where, answers once, spreads the news.
class commands {
public:
  commands(world& all, replies& answers, making& maker, keeping& keeper, sessions& rooms, players& people, chat& talk,
           attachments& files, teams& groups, challenges& known, games& play, session_events& happened, feed& reported,
           feed_links& linked)
      : world_{all},
        replies_{answers},
        making_{maker},
        keeping_{keeper},
        sessions_{rooms},
        players_{people},
        chat_{talk},
        attachments_{files},
        teams_{groups},
        challenges_{known},
        games_{play},
        events_{happened},
        feed_{reported},
        links_{linked} {}

  /// True where the command asks the server to shut down.
  [[nodiscard]] bool receive(const command_received& input, turn& now);

  /// One row of the table of actions (protocol/README.md).
  struct action {
    std::string_view name;
    action_scope scope;
    right who;
    void (*carry_out)(commands&, const asker&, const command&, turn&);
  };
  [[nodiscard]] static std::span<const action> all() noexcept;

private:
  /// Carries out an action by a member of this class, or of the part whose business it is.
  template <auto Member>
  static void by(commands& all, const asker& who, const command& what, turn& now);

  void ping(const asker& who, const command& what, turn& now);
  void pictures(const asker& who, const command& what, turn& now);
  void one_picture(const asker& who, const command& what, turn& now);
  void add_picture(const asker& who, const command& what, turn& now);
  void rename_picture(const asker& who, const command& what, turn& now);
  void remove_picture(const asker& who, const command& what, turn& now);
  void config(const asker& who, const command& what, turn& now);
  void set_config(const asker& who, const command& what, turn& now);
  void shutdown(const asker& who, const command& what, turn& now);

  [[nodiscard]] result<picture*> picture_named_by(const command& what);
  /// Also checks that the command names the session of a picture that belongs to one.
  [[nodiscard]] result<picture*> picture_to_change(const command& what);
  [[nodiscard]] std::optional<error> wrong_with(const action& known, const command& what, const connection& client);

  world& world_;
  replies& replies_;
  making& making_;
  keeping& keeping_;
  sessions& sessions_;
  players& players_;
  chat& chat_;
  attachments& attachments_;
  teams& teams_;
  challenges& challenges_;
  games& games_;
  session_events& events_;
  feed& feed_;
  feed_links& links_;
  bool shutdown_asked_ = false;
};

} // namespace atelier
