#include "client/cli/pattern_parser.hpp"

#include "protocol/limits.hpp"

namespace atelier::cli {

bool is_name_character(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

result<script_pattern> script_pattern::parse(std::string_view text) {
  return pattern_parser{text}.whole();
}

result<script_pattern> pattern_parser::whole() {
  auto out = value(0);
  if (!out)
    return out;
  skip_blanks();
  if (at_ != text_.size())
    return wrong("the end");
  return out;
}

tl::unexpected<error> pattern_parser::wrong(std::string_view due) const {
  const auto there = at_ == text_.size() ? "the end" : shown(text_.substr(at_));
  return failure(errc::bad_data, "at character " + std::to_string(at_ + 1) + " stands " + there + " where "
                                     + std::string{due} + " is due");
}

void pattern_parser::skip_blanks() noexcept {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t'))
    ++at_;
}

bool pattern_parser::at(char c) const noexcept {
  return at_ < text_.size() && text_[at_] == c;
}

bool pattern_parser::take(std::string_view word) noexcept {
  skip_blanks();
  if (!text_.substr(at_).starts_with(word))
    return false;
  at_ += word.size();
  return true;
}

result<script_pattern> pattern_parser::value(int depth) {
  if (depth > limits::json_depth_max)
    return wrong("less nesting");
  skip_blanks();
  const auto first = at_;
  auto out = [&]() -> result<script_pattern> {
    if (take("*"))
      return script_pattern{};
    if (at('$'))
      return variable();
    if (at('/'))
      return contains();
    if (at('{'))
      return object(depth);
    if (at('[') || at('~'))
      return array(depth);
    if (at('"')) {
      auto read = string();
      if (!read)
        return tl::unexpected{read.error()};
      script_pattern made;
      made.form_ = script_pattern::form::string;
      made.word_ = std::move(*read);
      return made;
    }
    return literal();
  }();
  if (out)
    out->text_ = text_.substr(first, at_ - first);
  return out;
}

result<script_pattern> pattern_parser::variable() {
  const auto first = ++at_;
  while (at_ < text_.size() && is_name_character(text_[at_]))
    ++at_;
  if (at_ == first)
    return wrong("the name of a variable");
  script_pattern out;
  out.form_ = script_pattern::form::variable;
  out.word_ = text_.substr(first, at_ - first);
  return out;
}

result<script_pattern> pattern_parser::contains() {
  const auto first = ++at_;
  const auto end = text_.find('/', first);
  if (end == std::string_view::npos)
    return wrong("a text that ends with /");
  script_pattern out;
  out.form_ = script_pattern::form::contains;
  out.word_ = text_.substr(first, end - first);
  at_ = end + 1;
  return out;
}

result<std::string> pattern_parser::string() {
  auto end = at_ + 1;
  while (end < text_.size() && text_[end] != '"')
    end += text_[end] == '\\' ? 2 : 1;
  if (end >= text_.size())
    return wrong("a string that ends");
  const auto read = parse_json(text_.substr(at_, end + 1 - at_));
  if (!read)
    return wrong("a string of JSON");
  at_ = end + 1;
  return read->get<std::string>();
}

result<script_pattern> pattern_parser::object(int depth) {
  script_pattern out;
  out.form_ = script_pattern::form::object;
  ++at_;
  if (take("}"))
    return out;
  for (;;) {
    skip_blanks();
    if (!at('"'))
      return wrong("the name of a member, in quotes");
    auto name = string();
    if (!name)
      return tl::unexpected{name.error()};
    if (!take(":"))
      return wrong("\":\"");
    auto part = value(depth + 1);
    if (!part)
      return part;
    out.parts_.emplace_back(std::move(*name), std::move(*part));
    if (take("}"))
      return out;
    if (!take(","))
      return wrong("\",\" or \"}\"");
  }
}

result<script_pattern> pattern_parser::array(int depth) {
  script_pattern out;
  out.form_ = take("~") ? script_pattern::form::unordered : script_pattern::form::array;
  if (!take("["))
    return wrong("\"[\"");
  if (take("]"))
    return out;
  for (;;) {
    if (take("...")) {
      out.may_go_on_ = true;
      if (!take("]"))
        return wrong("\"]\"");
      return out;
    }
    auto part = value(depth + 1);
    if (!part)
      return part;
    out.parts_.emplace_back(std::string{}, std::move(*part));
    if (take("]"))
      return out;
    if (!take(","))
      return wrong("\",\" or \"]\"");
  }
}

result<script_pattern> pattern_parser::literal() {
  script_pattern out;
  if (take("absent")) {
    out.form_ = script_pattern::form::absent;
    return out;
  }
  auto end = at_;
  while (end < text_.size()
         && (is_name_character(text_[end]) || text_[end] == '-' || text_[end] == '+' || text_[end] == '.'))
    ++end;
  auto read = parse_json(text_.substr(at_, end - at_));
  if (!read)
    return wrong("a value");
  out.form_ = script_pattern::form::literal;
  out.literal_ = std::move(*read);
  at_ = end;
  return out;
}

} // namespace atelier::cli
