#pragma once

#include "protocol/json_text.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace atelier::cli {

/// What the names of a script stand for.
using script_variables = std::map<std::string, json, std::less<>>;

/// The text with `$NAME` and `${NAME}` replaced (a string without its quotes, anything else as JSON) and `$$` as one
/// dollar; an error names a variable that stands for nothing.
[[nodiscard]] result<std::string> substituted(std::string_view text, const script_variables& variables);

/// What a JSON value must be like: JSON, with, in the place of any value,
///
///     *              anything                        $name      as the variable; binds one that stands for nothing
///     /text/         a string that contains text     absent     no such member (of an object only)
///     {…}            has these members, maybe more   […, ...]   begins with these elements
///     ~[…]           has these elements, in any order, maybe more
///
/// Variables inside of strings are replaced. Numbers match by value, so 1 matches 1.0.
class script_pattern {
public:
  [[nodiscard]] static result<script_pattern> parse(std::string_view text);

  /// Nothing where the value matches; then variables that were bound on the way stand for what was there. Otherwise
  /// where it does not, in words, and no variable has changed.
  [[nodiscard]] std::optional<std::string> mismatch(const json& value, script_variables& variables) const;

  /// The pattern as it was written.
  [[nodiscard]] const std::string& text() const noexcept {
    return text_;
  }

private:
  friend class pattern_parser;
  enum class form { anything, absent, variable, contains, literal, string, object, array, unordered };

  [[nodiscard]] std::optional<std::string> compare(const json& value, script_variables& variables,
                                                   const std::string& path) const;
  [[nodiscard]] std::optional<std::string> compare_object(const json& value, script_variables& variables,
                                                          const std::string& path) const;
  [[nodiscard]] std::optional<std::string> compare_array(const json& value, script_variables& variables,
                                                         const std::string& path) const;
  [[nodiscard]] std::optional<std::string> compare_unordered(const json& value, script_variables& variables,
                                                             const std::string& path) const;
  /// Finds a different element for each pattern from `index` on.
  [[nodiscard]] bool place(std::size_t index, const json& value, std::vector<bool>& used,
                           script_variables& variables) const;

  form form_ = form::anything;
  std::string text_;
  /// The name of a variable, or the text of a string.
  std::string word_;
  json literal_;
  /// Members of an object, with their names, or elements of an array.
  std::vector<std::pair<std::string, script_pattern>> parts_;
  bool may_go_on_ = false;
};

} // namespace atelier::cli
