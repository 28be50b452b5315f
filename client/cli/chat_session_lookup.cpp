#include "client/cli/chat_session_lookup.hpp"

#include "client/cli/listed.hpp"
#include "client/cli/text.hpp"

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
  return find_listed(answer, "session", meant, to_known_session);
}

} // namespace atelier::cli
