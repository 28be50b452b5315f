#pragma once

#include "engine/chat/chat.hpp"
#include "engine/chat/transfers.hpp"

#include <deque>
#include <map>
#include <string>

namespace atelier {

/// Attachments that clients send, in pieces or whole, and that become messages when they are on disk. The bytes pass
/// through unread:
///
///     attach ──begin──► beginning ──► receiving ──every piece written──► finishing ──► said
///                                     chunk ⇄ write                     hash, kind
///
/// An upload ends with its connection; what was written of it is where the next try goes on.
class uploads {
public:
  uploads(world& all, replies& answers, chat& talk, transfers& numbers)
      : world_{all}, replies_{answers}, chat_{talk}, transfers_{numbers} {}

  /// `attach {name, bytes, sha256, text?}` → `{"transfer":…,"offset":…}`
  void attach(const asker& who, const command& what, turn& now);
  /// False where it is none of these.
  [[nodiscard]] bool cancel(transfer_id which, connection_id who, turn& now);

  void on(chunk_received input, turn& now);
  void on(attachment_posted input, turn& now);
  void on(const attachment_begun& input, turn& now);
  void on(const chunk_written& input, turn& now);
  void on(attachment_stored input, turn& now);

  void gone(connection_id who, turn& now);
  void stop(turn& now);

private:
  enum class stage { beginning, receiving, finishing };
  struct upload {
    asker who;
    session_id session;
    std::string name;
    std::string text;
    /// It came whole, so that there is one answer and no news.
    bool posted = false;
    std::uint64_t bytes = 0;
    /// All before is with the store.
    std::uint64_t received = 0;
    stage is = stage::beginning;
    /// The last piece is answered when the transfer ends, so that a client that has nothing more to say is not let go
    /// before.
    bool owes_taken = false;
  };
  using place = std::map<transfer_id, upload>::iterator;
  /// Pieces that are being written, whatever has become of their upload.
  struct writing {
    connection_id from;
    /// Where each ends, in their order.
    std::deque<std::uint64_t> ends;
  };

  [[nodiscard]] result<upload> wanted(const asker& who, const command& what, std::string& hash) const;
  [[nodiscard]] std::optional<error> wrong_with(const upload& known, const chunk_received& input) const;
  void finish(place which, turn& now);
  /// Ends an upload without a message, and says why.
  void fail(place which, const error& why, turn& now);
  void say(const upload& whole, transfer_id which, attachment_note what, turn& now);
  void pay(const upload& ended, turn& now);
  void erase(place which);

  world& world_;
  replies& replies_;
  chat& chat_;
  transfers& transfers_;
  std::map<transfer_id, upload> uploads_;
  std::map<transfer_id, writing> writing_;
};

} // namespace atelier
