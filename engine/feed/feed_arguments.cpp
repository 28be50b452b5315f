#include "engine/feed/feed_arguments.hpp"

#include "protocol/feed_limits.hpp"
#include "protocol/uuid.hpp"

#include <algorithm>
#include <utility>

namespace atelier {

namespace {

constexpr std::string_view example_uuid = "01234567-89ab-cdef-0123-456789abcdef";

std::string quoted(std::string_view name) {
  return "\"" + std::string{name} + "\"";
}

std::string too_long(std::string_view name, std::size_t bytes, std::size_t bytes_max) {
  return quoted(name) + " is " + std::to_string(bytes) + " bytes long; it may have " + std::to_string(bytes_max);
}

} // namespace

result<std::string> read_uuid(const json& value, std::string_view name) {
  if (value.is_string())
    if (auto uuid = canonical_uuid(value.get_ref<const std::string&>()); uuid && feed_key_of(*uuid) != feed_key{})
      return std::move(*uuid);
  return failure(errc::bad_data, quoted(name) + " is " + shown_value(value) + "; it must be a UUID such as "
                                     + std::string{example_uuid} + ", and not the nil one");
}

const json* feed_arguments::find(std::string_view name) const {
  const auto place = args_.find(name);
  return place == args_.end() || place->is_null() ? nullptr : &*place;
}

void feed_arguments::fail(std::string message) {
  if (!wrong_)
    wrong_ = error{errc::bad_data, std::move(message)};
}

std::optional<std::string> feed_arguments::optional_uuid(std::string_view name) {
  const auto* value = find(name);
  if (!value)
    return std::nullopt;
  auto read = read_uuid(*value, name);
  if (read)
    return std::move(*read);
  fail(std::move(read.error().message));
  return std::nullopt;
}

std::string feed_arguments::uuid(std::string_view name) {
  if (!find(name))
    fail(quoted(name) + " is missing; it must be a UUID such as " + std::string{example_uuid});
  return optional_uuid(name).value_or("");
}

std::vector<std::string> feed_arguments::uuids(std::string_view name, std::size_t count_max) {
  std::vector<std::string> out;
  const auto* value = find(name);
  if (!value || !value->is_array() || value->empty() || value->size() > count_max) {
    const auto is = value && value->is_array() ? "a list of " + std::to_string(value->size())
                                               : shown_value(value ? *value : json());
    fail(quoted(name) + " is " + is + "; it must be a list of 1 to " + std::to_string(count_max) + " UUIDs");
    return out;
  }
  for (const auto& each : *value) {
    auto read = read_uuid(each, name);
    if (!read)
      fail(std::move(read.error().message));
    else if (std::ranges::find(out, *read) != out.end())
      fail(quoted(name) + " has " + *read + " twice; it must name each version once");
    else
      out.push_back(std::move(*read));
  }
  return out;
}

std::optional<std::string> feed_arguments::optional_text(std::string_view name, std::size_t bytes_max) {
  const auto* value = find(name);
  if (!value)
    return std::nullopt;
  if (!value->is_string()) {
    fail(quoted(name) + " is " + shown_value(*value) + "; it must be a string");
    return std::nullopt;
  }
  auto text = value->get<std::string>();
  if (text.size() > bytes_max)
    fail(too_long(name, text.size(), bytes_max));
  return text;
}

std::string feed_arguments::text(std::string_view name) {
  if (!find(name))
    fail(quoted(name) + " is missing; it must be a string");
  return optional_text(name, feed_limits::message_bytes_max).value_or("");
}

json feed_arguments::fields(std::string_view name, bool with_nulls) {
  const auto* value = find(name);
  if (!value)
    return nullptr;
  const std::string right = with_nulls ? "strings or null" : "strings";
  if (!value->is_object()) {
    fail(quoted(name) + " is " + shown_value(*value) + "; it must be an object whose values are " + right);
    return nullptr;
  }
  if (value->size() > feed_limits::content_fields_max)
    fail(quoted(name) + " has " + std::to_string(value->size()) + " fields; it may have "
         + std::to_string(feed_limits::content_fields_max));
  for (const auto& [field, text] : value->items())
    if (!text.is_string() && !(with_nulls && text.is_null()))
      fail("in " + quoted(name) + ", " + shown(field) + " is " + shown_value(text) + "; the values must be " + right);
  return *value;
}

std::optional<std::int64_t> feed_arguments::time(std::string_view name) {
  const auto* value = find(name);
  if (!value)
    return std::nullopt;
  const auto at = value->is_string() ? milliseconds_of(value->get_ref<const std::string&>()) : std::nullopt;
  if (!at)
    fail(quoted(name) + " is " + shown_value(*value)
         + "; it must be a time of ISO 8601 with its zone, such as 2026-11-20T21:14:03.120Z");
  return at;
}

std::optional<json> feed_arguments::archivetime() {
  const auto place = args_.find("archivetime");
  if (place == args_.end())
    return std::nullopt;
  if (place->is_null())
    return json();
  const auto read = read_version_vector(*place, "archivetime");
  if (read)
    return to_json(*read);
  fail(read.error().message + ", or null");
  return std::nullopt;
}

void feed_arguments::none(std::string_view name, std::string_view why) {
  if (const auto* value = find(name))
    fail(quoted(name) + " is " + shown_value(*value) + "; " + std::string{why});
}

} // namespace atelier
