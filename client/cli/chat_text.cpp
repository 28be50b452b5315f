#include "client/cli/chat_text.hpp"

#include "protocol/json_text.hpp"

namespace atelier::cli {

std::string presentable(std::string_view text, std::string_view line_break) {
  std::string out;
  for (auto end = text.find_first_of("\t\n"); end != std::string_view::npos; end = text.find_first_of("\t\n")) {
    const bool breaks = text[end] == '\n';
    const bool two_bytes = breaks && text.substr(0, end).ends_with('\r');
    out += sanitized(text.substr(0, two_bytes ? end - 1 : end));
    out += breaks ? line_break : " ";
    text.remove_prefix(end + 1);
  }
  return out + sanitized(text);
}

std::string presentable_name(std::string_view name) {
  return presentable(name, "\xEF\xBF\xBD");
}

std::string author_words(std::string_view handle, author_identity identity) {
  const auto mark = name_of(identity);
  auto out = presentable_name(handle);
  if (identity == author_identity::verified || handle == mark)
    return out;
  return out + " (" + std::string{mark} + ")";
}

} // namespace atelier::cli
