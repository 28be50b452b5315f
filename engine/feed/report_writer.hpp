#pragma once

#include "protocol/json_text.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace atelier {

/// JSON text on its way; past its limit it takes no more and is full.
class report_writer {
public:
  explicit report_writer(std::size_t bytes_max) : bytes_max_{bytes_max} {}

  /// JSON as it stands.
  report_writer& raw(std::string_view json_text);
  /// A string; what is not UTF-8 in it becomes U+FFFD.
  report_writer& text(std::string_view what);
  /// The same, or null.
  report_writer& text_or_null(const std::optional<std::string>& what);
  report_writer& number(std::uint64_t what);

  [[nodiscard]] bool is_full() const noexcept {
    return is_full_;
  }
  [[nodiscard]] std::string take() && {
    return std::move(out_);
  }

private:
  std::size_t bytes_max_;
  std::string out_;
  bool is_full_ = false;
};

} // namespace atelier
