#pragma once

#include "engine/games/games.hpp"
#include "engine/replies.hpp"
#include "engine/texts/text_streams.hpp"
#include "engine/waiting_lookups.hpp"

#include <functional>
#include <map>

namespace atelier {

/// Of what is said, with an attachment or without.
[[nodiscard]] std::optional<error> too_long_a_text(const std::string& text);

/// What is said in the sessions: messages with their versions, who reads along, and the search.
class chat {
public:
  chat(world& all, replies& answers, games& play)
      : world_{all}, replies_{answers}, games_{play}, streams_{all}, lookups_{all} {}

  /// `say {text}` → `{"message":{…}}`
  void say(const asker& who, const command& what, turn& now);
  /// `edit_message {message, text}`; one's own, or any for an admin.
  void edit_message(const asker& who, const command& what, turn& now);
  /// `delete_message {message}`
  void delete_message(const asker& who, const command& what, turn& now);
  /// `message_history {message}` → `{"messages":[…]}`: all versions, for those who may edit it.
  void message_history(const asker& who, const command& what, turn& now);
  /// `search_messages {query, before?, count?}` → `{"messages":[…],"more"?:true}`, the latest first.
  void search_messages(const asker& who, const command& what, turn& now);
  /// `who` → `{"who":[…]}`: everybody whose connection reads the chat.
  void who_is_there(const asker& who, const command& what, turn& now);

  /// Why nothing may be edited or attached now: a game hears what is said.
  [[nodiscard]] std::optional<error> listens(session_id session) const;
  /// Says something with an attachment that is kept; gives `{"message":{…}}`.
  [[nodiscard]] json attached(connection_id who, session_id session, const std::string& text, attachment_note note,
                              turn& now);

  void subscribe(const texts_requested& input, turn& now);
  void page_taken(const text_page_taken& input, turn& now) {
    streams_.page_taken(input, now);
  }
  void leave(const text_stream_left& input, turn& now);
  void page_read(texts_read input, turn& now) {
    streams_.page_read(std::move(input), now);
  }
  void found(messages_found input, turn& now);
  void gone(connection_id who, const connection& client, turn& now);
  void removed(session_id session, turn& now) {
    streams_.removed(session, now);
  }
  /// Answers all who wait for the disk that the server is shutting down.
  void stop(turn& now);

private:
  using continuation = std::function<void(const asker&, result<std::vector<chat_message>>, turn&)>;
  /// Asks the disk, then goes on.
  void look_up(const asker& who, find_messages wanted, continuation then, turn& now);
  /// Asks the disk, and answers with the list.
  void answer_with_found(const asker& who, find_messages wanted, turn& now);
  /// Finds the message that a command names, checks that the asker may change it, and goes on.
  void with_own_message(const asker& who, const command& what, turn& now,
                        std::function<void(const asker&, chat_message, turn&)> then);
  [[nodiscard]] result<void> may_change(const asker& who, const chat_message& what, session_id session) const;
  /// Stores a version with a seqno of its own, answers with it, and tells everybody.
  void changed(const asker& who, const chat_message& what, turn& now);
  [[nodiscard]] chat_message new_message(connection_id who, session_id session, const turn& now);
  [[nodiscard]] json shown(connection_id who) const;
  void spread_presence(std::string_view event, connection_id who, session_id session, turn& now);

  world& world_;
  replies& replies_;
  games& games_;
  text_streams<chat_message> streams_;
  waiting_lookups<continuation> lookups_;
};

} // namespace atelier
