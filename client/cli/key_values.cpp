#include "client/cli/key_values.hpp"

#include <utility>

namespace atelier::cli {

namespace {

client::outcome<json> to_object(const std::vector<std::string>& words, std::string_view example,
                                json (*to_value)(const std::string&)) {
  auto out = json::object();
  for (const auto& each : words) {
    const auto equals = each.find('=');
    if (equals == std::string::npos || equals == 0)
      return client::failed(client::fault_kind::misuse,
                            "write NAME=VALUE, such as " + std::string{example} + ", not " + shown(each));
    const auto key = each.substr(0, equals);
    if (!out.emplace(key, to_value(each.substr(equals + 1))).second)
      return client::failed(client::fault_kind::misuse, shown(key) + " is given twice");
  }
  return out;
}

} // namespace

client::outcome<json> to_arguments(const std::vector<std::string>& words, std::string_view example) {
  return to_object(words, example, [](const std::string& text) {
    const auto value = parse_json(text);
    return value ? *value : json(text);
  });
}

client::outcome<json> to_texts(const std::vector<std::string>& words, std::string_view example) {
  return to_object(words, example, [](const std::string& text) { return json(text); });
}

std::vector<std::string> argument_words(std::string_view line) {
  std::vector<std::string> out;
  std::string word;
  bool quoted = false, escaped = false;
  int depth = 0;
  for (const char c : line) {
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (blank && !quoted && depth <= 0) {
      if (!word.empty())
        out.push_back(std::exchange(word, {}));
      continue;
    }
    word += c;
    if (escaped)
      escaped = false;
    else if (quoted && c == '\\')
      escaped = true;
    else if (c == '"')
      quoted = !quoted;
    else if (!quoted && (c == '[' || c == '{'))
      ++depth;
    else if (!quoted && (c == ']' || c == '}'))
      --depth;
  }
  if (!word.empty())
    out.push_back(std::move(word));
  return out;
}

} // namespace atelier::cli
