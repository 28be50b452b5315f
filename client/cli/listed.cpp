#include "client/cli/listed.hpp"

namespace atelier::cli {

client::outcome<json> all_listed(const client::sender& to, const std::string& nouns, json arguments) {
  json all{{nouns, json::array()}};
  auto& list = all[nouns];
  for (;;) {
    auto page = ask(to, nouns, arguments);
    if (!page)
      return page;
    for (auto& each : page->value(nouns, json::array()))
      list.push_back(std::move(each));
    if (!page->value("more", false) || list.empty())
      return all;
    arguments["after"] = list.back().value("id", 0U);
  }
}

client::outcome<json> all_listed(const settings& how, const std::string& nouns) {
  const auto made = client::connect(how.url);
  return made ? all_listed(made->commands, nouns) : tl::unexpected{made.error()};
}

} // namespace atelier::cli
