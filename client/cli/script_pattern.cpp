#include "client/cli/script_pattern.hpp"

#include "client/cli/pattern_parser.hpp"
#include "client/cli/text.hpp"

#include <cctype>

namespace atelier::cli {

namespace {

std::string plain_text(const json& value) {
  return value.is_string() ? value.get<std::string>() : to_text(value);
}

std::string differs(const std::string& path, std::string_view expected, const json& value) {
  return (path.empty() ? "it" : path) + " should be " + std::string{expected} + ", but is "
         + shortened(to_text(value), 200);
}

} // namespace

result<std::string> substituted(std::string_view text, const script_variables& variables) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '$') {
      out += text[i];
      continue;
    }
    if (i + 1 < text.size() && text[i + 1] == '$') {
      out += text[++i];
      continue;
    }
    const bool braced = i + 1 < text.size() && text[i + 1] == '{';
    const auto first = i + (braced ? 2 : 1);
    auto last = first;
    while (last < text.size() && is_name_character(text[last]))
      ++last;
    const auto name = text.substr(first, last - first);
    if (name.empty() || (braced && (last == text.size() || text[last] != '}')))
      return failure(errc::bad_data, "a $ stands alone in " + shown(text.substr(i)) + "; write $NAME, ${NAME} or $$");
    const auto known = variables.find(name);
    if (known == variables.end())
      return failure(errc::bad_data, "the variable $" + std::string{name} + " stands for nothing yet");
    out += plain_text(known->second);
    i = last - (braced ? 0 : 1);
  }
  return out;
}

std::optional<std::string> script_pattern::mismatch(const json& value, script_variables& variables) const {
  auto tried = variables;
  auto out = compare(value, tried, "");
  if (!out)
    variables = std::move(tried);
  return out;
}

std::optional<std::string> script_pattern::compare(const json& value, script_variables& variables,
                                                   const std::string& path) const {
  switch (form_) {
  case form::anything:
    return std::nullopt;
  case form::absent:
    return differs(path, "absent", value);
  case form::variable: {
    const auto known = variables.find(word_);
    if (known == variables.end()) {
      variables.emplace(word_, value);
      return std::nullopt;
    }
    if (known->second == value || plain_text(known->second) == plain_text(value))
      return std::nullopt;
    return differs(path, "$" + word_ + ", which is " + shortened(to_text(known->second), 200), value);
  }
  case form::contains:
  case form::string: {
    const auto wanted = substituted(word_, variables);
    if (!wanted)
      return wanted.error().message;
    const bool whole = form_ == form::string;
    if (value.is_string()) {
      const auto& there = value.get_ref<const std::string&>();
      if (whole ? there == *wanted : there.find(*wanted) != std::string::npos)
        return std::nullopt;
    }
    return differs(path, whole ? shown(*wanted) : "a string that contains " + shown(*wanted), value);
  }
  case form::literal:
    return literal_ == value ? std::nullopt : std::optional{differs(path, to_text(literal_), value)};
  case form::object:
    return compare_object(value, variables, path);
  case form::array:
    return compare_array(value, variables, path);
  case form::unordered:
    return compare_unordered(value, variables, path);
  }
  return std::nullopt;
}

std::optional<std::string> script_pattern::compare_object(const json& value, script_variables& variables,
                                                          const std::string& path) const {
  if (!value.is_object())
    return differs(path, "an object", value);
  for (const auto& [name, part] : parts_) {
    const auto member = value.find(name);
    auto deeper = path;
    deeper.append(path.empty() ? "" : ".").append(name);
    if (part.form_ == form::absent ? member == value.end() : member != value.end()) {
      if (member == value.end())
        continue;
      if (auto out = part.compare(*member, variables, deeper))
        return out;
    } else {
      return member == value.end() ? deeper + " is missing" : differs(deeper, "absent", *member);
    }
  }
  return std::nullopt;
}

std::optional<std::string> script_pattern::compare_array(const json& value, script_variables& variables,
                                                         const std::string& path) const {
  if (!value.is_array())
    return differs(path, "an array", value);
  if (value.size() < parts_.size() || (value.size() > parts_.size() && !may_go_on_))
    return differs(path, (may_go_on_ ? "an array of at least " : "an array of ") + std::to_string(parts_.size()),
                   value);
  for (std::size_t i = 0; i < parts_.size(); ++i)
    if (auto out = parts_[i].second.compare(value[i], variables, path + "[" + std::to_string(i) + "]"))
      return out;
  return std::nullopt;
}

std::optional<std::string> script_pattern::compare_unordered(const json& value, script_variables& variables,
                                                             const std::string& path) const {
  if (!value.is_array())
    return differs(path, "an array", value);
  std::vector<bool> used(value.size());
  if (place(0, value, used, variables))
    return std::nullopt;
  return differs(path, "an array with all of " + text_, value);
}

bool script_pattern::place(std::size_t index, const json& value, std::vector<bool>& used,
                           script_variables& variables) const {
  if (index == parts_.size())
    return true;
  for (std::size_t i = 0; i < value.size(); ++i) {
    auto tried = variables;
    if (used[i] || parts_[index].second.compare(value[i], tried, ""))
      continue;
    used[i] = true;
    if (place(index + 1, value, used, tried)) {
      variables = std::move(tried);
      return true;
    }
    used[i] = false;
  }
  return false;
}

} // namespace atelier::cli
