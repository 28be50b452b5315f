#pragma once

#include "protocol/feed.hpp"
#include "protocol/feed_head.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace atelier {

/// Reads the arguments of a write to a feed by name; the first that is wrong is remembered as the write's error, all
/// with `bad_data`. What is null counts as absent, unless said otherwise.
class feed_arguments {
public:
  explicit feed_arguments(const json& args) : args_{args} {}

  /// A UUID in lower case; not the nil one, which names nothing.
  [[nodiscard]] std::string uuid(std::string_view name);
  [[nodiscard]] std::optional<std::string> optional_uuid(std::string_view name);
  /// A list of UUIDs, neither empty nor longer than `count_max`, none twice.
  [[nodiscard]] std::vector<std::string> uuids(std::string_view name, std::size_t count_max);

  [[nodiscard]] std::string text(std::string_view name);
  /// Absent, or a text of at most so many bytes.
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view name, std::size_t bytes_max);

  /// The fields of an entry: an object of strings, or of strings and nulls; null where it is absent.
  [[nodiscard]] json fields(std::string_view name, bool with_nulls);

  /// Milliseconds since 1970 of an ISO 8601 time with its zone.
  [[nodiscard]] std::optional<std::int64_t> time(std::string_view name);

  /// `archivetime` as JSON, null included; nothing where it is absent.
  [[nodiscard]] std::optional<json> archivetime();

  /// Fails where the argument is there and not null.
  void none(std::string_view name, std::string_view why);

  [[nodiscard]] bool has(std::string_view name) const {
    return args_.contains(name);
  }
  /// Null where it is absent or null.
  [[nodiscard]] const json* find(std::string_view name) const;
  void fail(std::string message);
  [[nodiscard]] const std::optional<error>& wrong() const noexcept {
    return wrong_;
  }

private:
  const json& args_;
  std::optional<error> wrong_;
};

/// Reads a UUID that is not the nil one; `name` is for the error, which has `bad_data`.
[[nodiscard]] result<std::string> read_uuid(const json& value, std::string_view name);

} // namespace atelier
