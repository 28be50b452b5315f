#include "client/cli/named_things.hpp"

#include "client/cli/json_fields.hpp"
#include "client/cli/text.hpp"

#include <vector>

namespace atelier::cli {

client::outcome<json> find_thing(const json& all, const kind_of_thing& kind, std::string_view meant) {
  std::vector<json> named;
  const auto id = to_number<std::uint64_t>(meant);
  const std::string noun{kind.noun};
  for (const auto& each : all) {
    const auto its = count_field(each, "id");
    if (!its)
      return client::failed(client::fault_kind::broken_contract,
                            "the server lists a " + noun + " without an id: " + shortened(to_text(each)));
    if (id && *its == *id)
      return each;
    if (raw_field(each, kind.name) == meant)
      named.push_back(each);
  }
  if (named.size() == 1)
    return named.front();
  if (named.empty())
    return client::failed(
        client::fault_kind::refused,
        "there is no " + noun + " " + shown(meant) + "; `" + std::string{kind.listed_by} + "` lists them", "not_found");
  std::string ids;
  for (const auto& each : named)
    ids += (ids.empty() ? "" : ", ") + field_words(each, "id");
  return client::failed(client::fault_kind::refused,
                        "several " + noun + "s are named " + shown(meant) + "; give one of the ids " + ids,
                        "ambiguous_data");
}

client::outcome<std::uint64_t> find_id(const json& all, const kind_of_thing& kind, std::string_view meant) {
  return find_thing(all, kind, meant).map([](const json& found) { return count_field(found, "id").value_or(0); });
}

} // namespace atelier::cli
