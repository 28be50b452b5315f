#include "client/cli/chat_line_splitter.hpp"

#include <algorithm>
#include <utility>

namespace atelier::cli::chat {

std::vector<std::string> chat_line_splitter::take(std::string_view piece) {
  std::vector<std::string> out;
  for (auto end = piece.find('\n'); end != std::string_view::npos; end = piece.find('\n')) {
    append(piece.substr(0, end));
    if (begun_.ends_with('\r'))
      begun_.pop_back();
    out.push_back(std::exchange(begun_, {}));
    piece.remove_prefix(end + 1);
  }
  append(piece);
  return out;
}

std::vector<std::string> chat_line_splitter::finish() {
  if (begun_.empty())
    return {};
  return {std::exchange(begun_, {})};
}

void chat_line_splitter::append(std::string_view piece) {
  // One byte more than it may have, and one for the end.
  const auto room = bytes_max_ + 2 - begun_.size();
  begun_.append(piece.substr(0, std::min(piece.size(), room)));
}

} // namespace atelier::cli::chat
