#pragma once

#include "client/cli/session.hpp"
#include "client/cli/text.hpp"
#include "client/connection.hpp"
#include "client/fault.hpp"
#include "protocol/json_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace atelier::cli {

/// The server's whole list of `nouns`, such as `pictures`, asked for page by page with these arguments: `{NOUNS:[…]}`.
[[nodiscard]] client::outcome<json> all_listed(const client::sender& to, const std::string& nouns,
                                               json arguments = json::object());
/// The same, over a connection of its own.
[[nodiscard]] client::outcome<json> all_listed(const settings& how, const std::string& nouns);

/// Finds what a person means by an id or a name in the server's list of such things, `{NOUNs:[…]}`, whose elements
/// `read` understands. A number is an id first. `refused` where there is none, or where several have the name, whose
/// ids are then listed.
template <class Known>
[[nodiscard]] client::outcome<Known> find_listed(const json& answer, const std::string& noun, std::string_view meant,
                                                 client::outcome<Known> (*read)(const json&)) {
  std::vector<Known> named;
  const auto id = to_number<typename decltype(Known::id)::rep>(meant);
  for (const auto& each : answer.value(noun + 's', json::array())) {
    auto known = read(each);
    if (!known)
      return known;
    if (id && known->id.value == *id)
      return known;
    if (known->name == meant)
      named.push_back(std::move(*known));
  }
  if (named.size() == 1)
    return named.front();
  if (named.empty())
    return client::failed(client::fault_kind::refused,
                          "there is no " + noun + " " + shown(meant) + "; `atelier " + noun + "s` lists them",
                          "not_found");
  std::string ids;
  for (const auto& each : named)
    ids += (ids.empty() ? "" : ", ") + std::to_string(each.id.value);
  return client::failed(client::fault_kind::refused,
                        "several " + noun + "s are named " + shown(meant) + "; give one of the ids " + ids,
                        "ambiguous_data");
}

} // namespace atelier::cli
