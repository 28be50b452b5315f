#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace atelier {

/// A request's target, cut at its first `?`; both parts still percent-encoded.
struct url_parts {
  std::string_view path;
  std::string_view query;
};
[[nodiscard]] url_parts split_target(std::string_view target) noexcept;

/// Undoes percent-encoding (RFC 3986, section 2.1); nothing where a `%` is not followed by two hexadecimal digits.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

/// The fields of a query (`a=1&b=x%20y`, `+` is a space); of a name that stands twice the last one wins. Nothing where
/// the percent-encoding is broken.
[[nodiscard]] std::optional<std::map<std::string, std::string>> parse_query(std::string_view query);

} // namespace atelier
