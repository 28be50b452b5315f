#pragma once

#include "io_actors/http_answer.hpp"
#include "protocol/ids.hpp"
#include "protocol/json_text.hpp"

#include <optional>
#include <string_view>

namespace atelier {

/// The list of all pictures, put together from the pages in which the engine answers `pictures`.
class picture_pages {
public:
  /// Takes the JSON text of one response. The id after which the next page begins; nothing where there is no next one,
  /// or where the engine refused.
  std::optional<picture_id> take(std::string_view response);

  /// What was put together, or the refusal.
  [[nodiscard]] http_answer answer() &&;

private:
  json pictures_ = json::array();
  std::optional<http_answer> failed_;
};

} // namespace atelier
