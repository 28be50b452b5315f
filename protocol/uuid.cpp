#include "protocol/uuid.hpp"

namespace atelier {

std::optional<std::string> canonical_uuid(std::string_view text) {
  constexpr std::string_view shape = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
  if (text.size() != shape.size())
    return std::nullopt;
  std::string out{text};
  for (std::size_t i = 0; i < shape.size(); ++i) {
    auto& c = out[i];
    if (shape[i] == '-') {
      if (c != '-')
        return std::nullopt;
      continue;
    }
    if (c >= 'A' && c <= 'F')
      c = static_cast<char>(c - 'A' + 'a');
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
      return std::nullopt;
  }
  return out;
}

} // namespace atelier
