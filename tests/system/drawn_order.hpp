#pragma once

#include "protocol/bytes.hpp"
#include "protocol/ids.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace atelier::test {

/// An op as it was drawn, and with what code the server must refuse it, if any.
struct drawn_op {
  bytes encoded;
  std::string refused_as;
};

/// One place of a picture's order.
struct ordered_place {
  author_id author;
  client_seq_t client_seq = 0;
  bytes encoded;
  friend bool operator==(const ordered_place&, const ordered_place&) = default;
};

/// What one author drew.
struct life {
  std::optional<author_id> author;
  std::map<client_seq_t, drawn_op> ops;
  /// It was cut off for good, so that its last ops may be missing.
  bool has_ended = false;
};

/// Fails the test unless `order` (complete, from 1 on) has each op of these authors once, in the order in which it was
/// drawn, without those that had to be refused.
void check_drawn_once(const std::vector<life>& authors, const std::map<seq_t, ordered_place>& order);

} // namespace atelier::test
