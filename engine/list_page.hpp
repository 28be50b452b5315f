#pragma once

#include "engine/arguments.hpp"
#include "engine/bounded_list.hpp"

#include <string_view>
#include <utility>

namespace atelier {

/// The answer to a command that lists a map by id: `{NOUN:[…]}` with those that are wanted, from behind the argument
/// `after` on, and `"more":true` where there was no room for all.
template <class Map, class Wanted>
[[nodiscard]] result<json> list_page(std::string_view noun, const command& what, const Map& all, Wanted wanted) {
  arguments args{what.args};
  const typename Map::key_type after{args.optional_number("after").value_or(0)};
  if (args.wrong())
    return tl::unexpected{*args.wrong()};
  bounded_list found;
  for (auto each = all.upper_bound(after); each != all.end(); ++each)
    if (wanted(each->second) && !found.add(to_json(each->second)))
      break;
  return std::move(found).under(noun);
}

} // namespace atelier
