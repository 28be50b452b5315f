#pragma once

#include "engine/chat/transfers.hpp"
#include "engine/replies.hpp"

#include <map>

namespace atelier {

/// Attachments that clients are sent: over HTTP in parts that the connection asks for, over the others as CHUNK blocks,
/// the next one when most of the last is sent. One part of each is read or on its way at a time.
class downloads {
public:
  downloads(world& all, replies& answers, transfers& numbers) : world_{all}, replies_{answers}, transfers_{numbers} {}

  /// `fetch_attachment {hash, offset?, thumbnail?}` → `{"transfer","offset","bytes","media_type"}`
  void fetch(const asker& who, const command& what, turn& now);
  /// False where it is none of these.
  [[nodiscard]] bool cancel(transfer_id which, connection_id who);

  void on(const attachment_requested& input, turn& now);
  void on(const transfer_part_taken& input, turn& now);
  void on(attachment_read input, turn& now);

  void gone(connection_id who);
  void stop(turn& now);

private:
  struct download {
    asker who;
    std::string hash;
    bool thumbnail = false;
    std::uint64_t offset = 0;
    bool answered = false;
  };
  struct http_reader {
    connection_id from;
    std::int64_t request = 0;
  };
  using place = std::map<transfer_id, download>::iterator;

  void read_on(place which, turn& now);
  void send(place which, result<attachment_piece> piece, turn& now);
  void answer(place which, const attachment_piece& piece, turn& now);
  void erase(place which);

  world& world_;
  replies& replies_;
  transfers& transfers_;
  std::map<transfer_id, download> downloads_;
  /// Whom the worker reads for, by the number of the request.
  std::map<std::uint64_t, std::variant<transfer_id, http_reader>> reading_;
};

} // namespace atelier
