#pragma once

#include "protocol/json_text.hpp"
#include "protocol/limits.hpp"

#include <string_view>

namespace atelier {

/// A list in an answer, which ends where it would become too large for one message; half of that, since an answer may
/// hold two, or less where it holds more. The first item is always taken, so that whoever asks on gets on.
class bounded_list {
public:
  explicit bounded_list(std::size_t bytes_max = limits::list_bytes_max / 2) : bytes_max_{bytes_max} {}

  /// False where there is no room, and none for what follows.
  bool add(json item) {
    size_ += item.dump().size();
    if (size_ > bytes_max_ && !items_.empty()) {
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
  std::size_t bytes_max_;
  json items_ = json::array();
  std::size_t size_ = 0;
  bool more_ = false;
};

} // namespace atelier
