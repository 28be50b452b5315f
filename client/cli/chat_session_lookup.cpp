#include "client/cli/chat_session_lookup.hpp"

#include "client/cli/text.hpp"

#include <vector>

namespace atelier::cli {

using client::fault_kind;

namespace {

client::outcome<known_session> to_known_session(const json& listed) {
  try {
    return known_session{session_id{listed.at("id").get<session_id::rep>()}, listed.at("name").get<std::string>()};
  } catch (const json::exception&) {
    return client::failed(fault_kind::broken_contract,
                          "the server lists a session without id or name: " + shortened(to_text(listed)));
  }
}

} // namespace

client::outcome<known_session> find_session(const json& answer, std::string_view meant) {
  std::vector<known_session> named;
  const auto id = to_number<session_id::rep>(meant);
  for (const auto& each : answer.value("sessions", json::array())) {
    auto known = to_known_session(each);
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
    return client::failed(fault_kind::refused,
                          "there is no session " + shown(meant) + "; `atelier sessions` lists them", "not_found");
  std::string ids;
  for (const auto& each : named)
    ids += (ids.empty() ? "" : ", ") + std::to_string(each.id.value);
  return client::failed(fault_kind::refused,
                        "several sessions are named " + shown(meant) + "; give one of the ids " + ids,
                        "ambiguous_data");
}

} // namespace atelier::cli
