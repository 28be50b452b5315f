#include "client/cli/picture_lookup.hpp"

#include "client/cli/listed.hpp"
#include "client/cli/text.hpp"

namespace atelier::cli {

using client::fault_kind;

client::outcome<known_picture> to_known_picture(const json& listed) {
  try {
    known_picture out;
    out.id = picture_id{listed.at("id").get<picture_id::rep>()};
    out.name = listed.at("name").get<std::string>();
    out.width = listed.at("width").get<std::uint32_t>();
    out.height = listed.at("height").get<std::uint32_t>();
    if (const auto& session = listed.at("session"); !session.is_null())
      out.session = session_id{session.get<session_id::rep>()};
    return out;
  } catch (const json::exception&) {
    return client::failed(fault_kind::broken_contract, "the server lists a picture without id, name, size or session: "
                                                           + shortened(to_text(listed)));
  }
}

client::outcome<known_picture> find_picture(const json& answer, std::string_view meant) {
  return find_listed(answer, "picture", meant, to_known_picture);
}

client::outcome<known_picture> find_picture(const client::sender& to, std::string_view meant) {
  return all_listed(to, "pictures").and_then([&](const json& all) { return find_picture(all, meant); });
}

} // namespace atelier::cli
