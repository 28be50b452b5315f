#pragma once

#include "protocol/errors.hpp"
#include "protocol/json_text.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace atelier {

/// A setting of a mode that is an integer between two bounds.
struct number_setting {
  std::string_view name;
  std::int64_t preset = 0;
  std::int64_t least = 0;
  std::int64_t most = 0;
};

/// `{name: preset, …}`
[[nodiscard]] json presets_of(std::span<const number_setting> settings);

/// What is wrong with a value: `bad_data`, with the range.
[[nodiscard]] std::optional<error> wrong_with_number(const number_setting& setting, const json& value);

/// What is wrong with a configuration as far as its numbers go and the names that it has: it must be an object that has
/// exactly these settings and `others`.
[[nodiscard]] std::optional<error> wrong_with_numbers(std::span<const number_setting> settings,
                                                      std::span<const std::string_view> others, const json& config);

} // namespace atelier
