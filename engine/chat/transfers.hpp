#pragma once

#include "engine/world.hpp"

#include <map>
#include <string_view>

namespace atelier {

/// The attachments on their way in either direction: their numbers, and how many there may be.
class transfers {
public:
  explicit transfers(world& all) : world_{all} {}

  /// A number for a new transfer. Fails with `rate_limited` where the connection has, or all have, as many as may be.
  [[nodiscard]] result<transfer_id> open(connection_id who);
  void close(transfer_id which);

private:
  world& world_;
  transfer_id next_{1};
  std::map<transfer_id, connection_id> open_;
};

/// Of an attachment's hash: lower case. Fails with `bad_data` for what is not 64 hexadecimal digits.
[[nodiscard]] result<std::string> clean_hash(std::string_view name, std::string_view hash);

/// `{"type":"transfer","transfer":5,…}` with `offset` and what follows from it, or with an error.
[[nodiscard]] deliver transfer_news(transfer_id which, json members);
[[nodiscard]] deliver transfer_news(transfer_id which, const error& what);
[[nodiscard]] error no_such_transfer(transfer_id which);

} // namespace atelier
