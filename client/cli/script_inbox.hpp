#pragma once

#include "client/message.hpp"
#include "client/picture_replica.hpp"

#include <deque>
#include <map>
#include <set>
#include <variant>

namespace atelier::cli::script {

/// What a scripted client got, one by one; UPDATES are taken apart, since a server may join ops as it likes.
struct got_json {
  json what;
};
struct got_op {
  picture_id picture;
  seq_t seq = 0;
  author_id author;
  client_seq_t client_seq = 0;
  bytes op;
};
struct got_snapshot {
  picture_id picture;
  seq_t seq = 0;
  std::uint16_t width = 0, height = 0;
};
struct got_durable {
  picture_id picture;
  seq_t seq = 0;
};
struct got_cursor {
  picture_id picture;
  author_cursor where;
};
using item = std::variant<got_json, got_op, got_snapshot, got_durable, got_cursor>;

/// The type of a JSON message, or the kind of block in capitals.
[[nodiscard]] std::string kind_of(const item& what);
/// One line for a person.
[[nodiscard]] std::string words_of(const item& what);

/// Everything that came for one scripted client, and the pictures as it sees them. What breaks the contract is kept
/// as a fault, whether or not the script looks at it.
class inbox {
public:
  void take(const client::message& what);

  /// The script sent a subscription: where it asks for other ops than those after the last one, the picture cannot be
  /// followed any more.
  void subscribed(const json& what);
  /// The connection is gone; what came and was not looked at is forgotten.
  void disconnected();

  [[nodiscard]] std::deque<item>& items() noexcept {
    return items_;
  }
  [[nodiscard]] const std::deque<item>& items() const noexcept {
    return items_;
  }
  [[nodiscard]] const std::optional<std::string>& breach() const noexcept {
    return breach_;
  }
  /// The picture as this client sees it; null where it got no snapshot.
  [[nodiscard]] const client::picture_replica* picture(picture_id id) const;

  void ignore(const std::string& kind, bool ignored);
  [[nodiscard]] bool ignores(const std::string& kind) const {
    return ignored_.contains(kind);
  }

private:
  void take_json(const client::message& what);
  void take_block(const block& what);
  void take_updates(const block& what);
  void follow(const block& what);
  void blame(std::string how);

  std::deque<item> items_;
  std::map<picture_id, client::picture_replica> pictures_;
  /// Pictures that were asked for in a way that cannot be followed.
  std::set<picture_id> not_followed_;
  std::set<std::string, std::less<>> ignored_{"presence", "CURSOR", "DURABLE"};
  std::optional<std::string> breach_;
};

} // namespace atelier::cli::script
