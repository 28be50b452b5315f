#pragma once

#include "client/cli/script_pattern.hpp"

namespace atelier::cli {

/// Letters, digits and `_`.
[[nodiscard]] bool is_name_character(char c) noexcept;

/// Reads the text of a `script_pattern` from front to back.
class pattern_parser {
public:
  explicit pattern_parser(std::string_view text) : text_{text} {}

  /// The one pattern that the text is.
  [[nodiscard]] result<script_pattern> whole();

private:
  [[nodiscard]] result<script_pattern> value(int depth);
  [[nodiscard]] result<script_pattern> object(int depth);
  [[nodiscard]] result<script_pattern> array(int depth);
  [[nodiscard]] result<script_pattern> variable();
  [[nodiscard]] result<script_pattern> contains();
  [[nodiscard]] result<script_pattern> literal();
  [[nodiscard]] result<std::string> string();
  [[nodiscard]] tl::unexpected<error> wrong(std::string_view due) const;
  void skip_blanks() noexcept;
  [[nodiscard]] bool at(char c) const noexcept;
  [[nodiscard]] bool take(std::string_view word) noexcept;

  std::string_view text_;
  std::size_t at_ = 0;
};

} // namespace atelier::cli
