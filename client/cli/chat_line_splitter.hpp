#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace atelier::cli::chat {

/// Cuts what comes in pieces of any size into lines. Of a line that is too long, a beginning that is still too long is
/// given, so that it takes no more memory and whoever gets it sees that it is.
class chat_line_splitter {
public:
  explicit chat_line_splitter(std::size_t bytes_max) : bytes_max_{bytes_max} {}

  /// The lines that are whole now, without their ends (`\n` or `\r\n`).
  [[nodiscard]] std::vector<std::string> take(std::string_view piece);
  /// What is left when no more comes, where it is anything.
  [[nodiscard]] std::vector<std::string> finish();

private:
  void append(std::string_view piece);
  std::size_t bytes_max_;
  std::string begun_;
};

} // namespace atelier::cli::chat
