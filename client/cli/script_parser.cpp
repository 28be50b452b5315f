#include "client/cli/script_parser.hpp"

#include "client/cli/script_line_parser.hpp"
#include "client/cli/text.hpp"

namespace atelier::cli::script {

std::vector<source_line> lines_of(std::string_view text) {
  std::vector<source_line> out;
  bool joined = false;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = trimmed(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
    const bool goes_on = line.ends_with('\\');
    if (goes_on)
      line = trimmed(line.substr(0, line.size() - 1));
    if (joined)
      (out.back().text += ' ') += line;
    else if (!line.empty() && !line.starts_with('#'))
      out.push_back({number, std::string{line}});
    else
      continue;
    joined = goes_on;
  }
  return out;
}

tl::expected<std::vector<statement>, parse_error> parse_script(std::string_view text) {
  std::vector<statement> out;
  line_parser::names clients;
  for (const auto& [line, words] : lines_of(text)) {
    line_parser parser{words, clients};
    auto read = parser.whole();
    if (!read)
      return tl::unexpected{parse_error{line, std::move(read.error())}};
    out.push_back({line, std::move(*read)});
  }
  return out;
}

} // namespace atelier::cli::script
