#pragma once

#include "protocol/json_text.hpp"
#include "protocol/limits.hpp"

#include <string_view>

namespace atelier {

/// A list in an answer, which ends where it would become too large for one message; half of that, since an answer may
/// hold two.
class bounded_list {
public:
  /// False where there is no room, and none for what follows.
  bool add(json item) {
    size_ += item.dump().size();
    if (size_ > limits::list_bytes_max / 2) {
      more_ = true;
      return false;
    }
    items_.push_back(std::move(item));
    return true;
  }

  [[nodiscard]] json items() && {
    return std::move(items_);
  }
  /// `{NOUN:[…]}`, with `"more":true` where there was no room for all.
  [[nodiscard]] json under(std::string_view noun) && {
    json out{{noun, std::move(items_)}};
    if (more_)
      out["more"] = true;
    return out;
  }

private:
  json items_ = json::array();
  std::size_t size_ = 0;
  bool more_ = false;
};

} // namespace atelier
