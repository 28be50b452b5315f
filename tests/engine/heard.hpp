#pragma once

#include "engine/effects.hpp"

#include <variant>
#include <vector>

namespace atelier::test {

/// The messages of one kind to one connection, of all that an engine has said.
template <class Message>
[[nodiscard]] std::vector<Message> heard_by(connection_id who, const std::vector<to_connection>& said) {
  std::vector<Message> out;
  for (const auto& each : said)
    if (const auto* what = std::get_if<Message>(&each.what); what && each.to == who)
      out.push_back(*what);
  return out;
}

} // namespace atelier::test
