#pragma once

#include "protocol/ids.hpp"
#include "protocol/records.hpp"

#include <string>
#include <unordered_map>
#include <vector>

namespace atelier {

/// Gives client identities their author numbers, none twice, restarts included: numbers are reserved on disk by the
/// hundred before they are given away.
class identities {
public:
  identities(const std::vector<client_record>& clients, author_id until);

  struct given {
    author_id author;
    /// To be stored before anybody is told of the number.
    std::vector<record> records;
  };

  /// The author of a client that names itself by a UUID; the same for ever.
  [[nodiscard]] given author_of(const std::string& uuid);

  [[nodiscard]] bool knows(const std::string& uuid) const {
    return by_uuid_.contains(uuid);
  }
  /// Clients that ever named themselves.
  [[nodiscard]] std::size_t size() const noexcept {
    return by_uuid_.size();
  }

  /// A new author for a connection that does not name its client.
  [[nodiscard]] given new_author();

private:
  std::unordered_map<std::string, author_id> by_uuid_;
  author_id next_;
  author_id reserved_until_;
};

} // namespace atelier
