#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace atelier::test {

/// What a terminal of the family of xterm shows, as far as readline and this project's programs use it: text, the
/// controls for backspace, new line and return, and sequences that move the cursor, erase, insert or delete. Whatever
/// else comes is a complaint. A screen that is full scrolls, and what scrolled off is kept.
class chat_screen {
public:
  explicit chat_screen(std::size_t columns) : columns_{columns}, rows_(1) {}

  void write(std::string_view text);

  /// All rows since the beginning, without blanks at their ends.
  [[nodiscard]] std::vector<std::string> rows() const;
  /// The rows from the one at which a line of typing with this prompt begins to the last, joined; empty where none
  /// does.
  [[nodiscard]] std::string typed_line(std::string_view prompt) const;
  /// The place of the cursor within that.
  [[nodiscard]] std::size_t typed_cursor(std::string_view prompt) const;
  /// Sequences that are not known; empty where all were.
  [[nodiscard]] const std::string& complaint() const noexcept {
    return complaint_;
  }

private:
  /// Of a row, one character of UTF-8 each.
  using cells = std::vector<std::string>;
  void put(std::string character);
  void control(char c);
  /// The sequence from after ESC on; true where it is whole.
  bool escape(std::string_view sequence);
  void csi(char final, std::string_view parameters);
  void new_line();
  void cut_row();
  [[nodiscard]] std::size_t row_of_typing(std::string_view prompt) const;

  std::size_t columns_;
  std::vector<cells> rows_;
  std::size_t at_row_ = 0;
  std::size_t at_column_ = 0;
  /// The last column was written, and the next character goes to the next row (xenl).
  bool wrap_next_ = false;
  /// Of a character or sequence that has not wholly come.
  std::string begun_;
  std::string complaint_;
};

} // namespace atelier::test
