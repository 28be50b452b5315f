#include "client/cli/image_ops.hpp"

#include "client/cli/text.hpp"
#include "protocol/json_text.hpp"

namespace atelier::cli {

using client::fault_kind;

client::outcome<row_range> parse_rows(std::string_view text, std::uint32_t height) {
  const auto colon = text.find(':');
  if (colon != std::string_view::npos) {
    const auto left = text.substr(0, colon), right = text.substr(colon + 1);
    const auto first = left.empty() ? std::optional{0u} : to_number<std::uint32_t>(left);
    const auto end = right.empty() ? std::optional{height} : to_number<std::uint32_t>(right);
    if (first && end && *first < *end && *end <= height)
      return row_range{*first, *end};
  }
  return client::failed(fault_kind::misuse, "--rows must be A:B with 0 ≤ A < B ≤ " + std::to_string(height)
                                                + " (the image's height), not " + shown(text));
}

client::outcome<row_range> parse_strip(std::string_view text, std::uint32_t height) {
  const auto slash = text.find('/');
  if (slash != std::string_view::npos) {
    const auto index = to_number<std::uint32_t>(text.substr(0, slash));
    const auto count = to_number<std::uint32_t>(text.substr(slash + 1));
    if (index && count && *index >= 1 && *index <= *count && *count <= height) {
      const auto edge = [&](std::uint64_t i) {
        return static_cast<std::uint32_t>(i * height / *count);
      };
      return row_range{edge(*index - 1), edge(*index)};
    }
  }
  return client::failed(fault_kind::misuse, "--strip must be I/N with 1 ≤ I ≤ N ≤ " + std::to_string(height)
                                                + " (the image's height), not " + shown(text));
}

client::outcome<std::pair<std::uint32_t, std::uint32_t>> parse_place(std::string_view text) {
  const auto comma = std::min(text.find(','), text.size());
  const auto x = to_number<std::uint16_t>(text.substr(0, comma));
  const auto y = to_number<std::uint16_t>(text.substr(std::min(comma + 1, text.size())));
  if (!x || !y)
    return client::failed(fault_kind::misuse, "--at must be X,Y with numbers from 0 to 65535, not " + shown(text));
  return std::pair<std::uint32_t, std::uint32_t>{*x, *y};
}

pixel_op image_ops::next() noexcept {
  const auto column = static_cast<std::uint32_t>(next_ % source_.width);
  const auto row = rows_.first + static_cast<std::uint32_t>(next_ / source_.width);
  ++next_;
  return {static_cast<std::uint16_t>(x_ + column), static_cast<std::uint16_t>(y_ + row), source_.at(column, row)};
}

} // namespace atelier::cli
