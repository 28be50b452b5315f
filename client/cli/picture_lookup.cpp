#include "client/cli/picture_lookup.hpp"

#include "client/cli/session.hpp"
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

client::outcome<json> all_pictures(const client::sender& to) {
  json all{{"pictures", json::array()}};
  auto& list = all["pictures"];
  for (auto args = json::object();;) {
    auto page = ask(to, "pictures", args);
    if (!page)
      return page;
    for (auto& each : page->value("pictures", json::array()))
      list.push_back(std::move(each));
    if (!page->value("more", false) || list.empty())
      return all;
    args["after"] = list.back().value("id", 0U);
  }
}

client::outcome<known_picture> find_picture(const json& answer, std::string_view meant) {
  std::vector<known_picture> named;
  const auto id = to_number<picture_id::rep>(meant);
  for (const auto& each : answer.value("pictures", json::array())) {
    auto known = to_known_picture(each);
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
                          "there is no picture " + shown(meant) + "; `atelier pictures` lists them", "not_found");
  std::string ids;
  for (const auto& each : named)
    ids += (ids.empty() ? "" : ", ") + std::to_string(each.id.value);
  return client::failed(fault_kind::refused,
                        "several pictures are named " + shown(meant) + "; give one of the ids " + ids,
                        "ambiguous_data");
}

} // namespace atelier::cli
