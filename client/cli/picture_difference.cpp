#include "client/cli/picture_difference.hpp"

#include "client/cli/op_text.hpp"

namespace atelier::cli {

std::optional<std::string> difference(const image& first, const image& second) {
  const auto size = [](const image& of) {
    return std::to_string(of.width) + " × " + std::to_string(of.height);
  };
  if (first.width != second.width || first.height != second.height)
    return "one is " + size(first) + ", the other " + size(second) + " pixels";
  std::size_t count = 0;
  std::string where;
  for (unsigned y = 0; y < first.height; ++y)
    for (unsigned x = 0; x < first.width; ++x)
      if (first.at(x, y) != second.at(x, y) && ++count == 1)
        where = std::to_string(x) + "," + std::to_string(y) + " is " + colour_text(first.at(x, y)) + " in one and "
                + colour_text(second.at(x, y)) + " in the other";
  if (count == 0)
    return std::nullopt;
  return std::to_string(count) + " pixels differ; the first at " + where;
}

} // namespace atelier::cli
