#include "client/cli/json_fields.hpp"

#include "client/cli/chat_text.hpp"

namespace atelier::cli {

const json& field(const json& object, const char* name) {
  static const json none;
  const auto at = object.is_object() ? object.find(name) : object.end();
  return object.is_object() && at != object.end() ? *at : none;
}

const json& list_field(const json& object, const char* name) {
  static const json none = json::array();
  const auto& found = field(object, name);
  return found.is_array() ? found : none;
}

std::string raw_field(const json& object, const char* name) {
  const auto& found = field(object, name);
  return found.is_string() ? found.get<std::string>() : std::string{};
}

std::optional<std::uint64_t> to_count(const json& value) {
  const bool counts = value.is_number_unsigned() || (value.is_number_integer() && value.get<std::int64_t>() >= 0);
  return counts ? std::optional{value.get<std::uint64_t>()} : std::nullopt;
}

std::optional<std::uint64_t> count_field(const json& object, const char* name) {
  return to_count(field(object, name));
}

bool flag_field(const json& object, const char* name) {
  const auto& found = field(object, name);
  return found.is_boolean() && found.get<bool>();
}

std::string value_words(const json& value) {
  if (value.is_null())
    return "-";
  return presentable_name(value.is_string() ? value.get_ref<const std::string&>() : to_text(value));
}

std::string field_words(const json& object, const char* name) {
  return value_words(field(object, name));
}

} // namespace atelier::cli
