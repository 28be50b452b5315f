#include "engine/arguments.hpp"

#include <limits>

namespace atelier {

namespace {

/// A value as an error message shows it; secrets are not shown.
std::string shown(std::string_view name, const json& value) {
  if (name == "passphrase" || name == "token")
    return "what it is";
  auto text = value.dump(-1, ' ', true, json::error_handler_t::replace);
  constexpr std::size_t most = 60;
  if (text.size() > most)
    text = text.substr(0, most) + "…";
  return text;
}

} // namespace

const json* arguments::find(std::string_view name) const {
  const auto place = args_.find(name);
  return place == args_.end() || place->is_null() ? nullptr : &*place;
}

void arguments::fail(std::string message) {
  if (!wrong_)
    wrong_ = error{errc::bad_data, std::move(message)};
}

std::optional<std::uint32_t> arguments::optional_number(std::string_view name) {
  const auto* value = find(name);
  if (!value)
    return std::nullopt;
  if (value->is_number_unsigned()) {
    const auto number = value->get<std::uint64_t>();
    if (number <= std::numeric_limits<std::uint32_t>::max())
      return static_cast<std::uint32_t>(number);
  }
  fail("\"" + std::string{name} + "\" must be an integer from 0 to 4294967295, not " + shown(name, *value));
  return std::nullopt;
}

std::uint32_t arguments::number(std::string_view name) {
  if (!find(name))
    fail("\"" + std::string{name} + "\" is missing; it must be an integer");
  return optional_number(name).value_or(0);
}

std::optional<std::string> arguments::optional_text(std::string_view name) {
  const auto* value = find(name);
  if (!value)
    return std::nullopt;
  if (value->is_string())
    return value->get<std::string>();
  fail("\"" + std::string{name} + "\" must be a string, not " + shown(name, *value));
  return std::nullopt;
}

std::string arguments::text(std::string_view name) {
  if (!find(name))
    fail("\"" + std::string{name} + "\" is missing; it must be a string");
  return optional_text(name).value_or("");
}

std::optional<bool> arguments::optional_flag(std::string_view name) {
  const auto* value = find(name);
  if (!value)
    return std::nullopt;
  if (value->is_boolean())
    return value->get<bool>();
  fail("\"" + std::string{name} + "\" must be true or false, not " + shown(name, *value));
  return std::nullopt;
}

} // namespace atelier
