#include "engine/games/challenge_import.hpp"

#include "engine/games/csv.hpp"
#include "protocol/limits.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace atelier {

namespace {

constexpr std::array<std::string_view, 4> columns{"title", "description", "points", "language"};

result<std::string> text_among(const json& fields, const char* name, std::string known, const std::string& where) {
  const auto place = fields.find(name);
  if (place == fields.end() || place->is_null())
    return known;
  if (!place->is_string())
    return failure(errc::bad_data, where + "\"" + name + "\" must be a string, not " + shown_value(*place));
  return place->get<std::string>();
}

result<std::int64_t> points_among(const json& fields, std::int64_t known, const std::string& where) {
  const auto place = fields.find("points");
  if (place == fields.end() || place->is_null())
    return known;
  if (!place->is_number_unsigned() || place->get<std::uint64_t>() > limits::challenge_points_max)
    return failure(errc::bad_data, where + "\"points\" must be an integer from 0 to "
                                       + std::to_string(limits::challenge_points_max) + ", not " + shown_value(*place));
  return place->get<std::int64_t>();
}

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos)
    return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/// A row as the object that JSON would have.
result<json> object_of(const csv_row& row, const std::vector<std::string>& names, const std::string& where) {
  if (row.fields.size() != names.size())
    return failure(errc::bad_data, where + "it has " + std::to_string(row.fields.size()) + " fields, and the first row "
                                       + std::to_string(names.size()));
  json out = json::object();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto& field = row.fields[i];
    if (names[i] != "points") {
      out[names[i]] = field;
      continue;
    }
    std::uint64_t points = 0;
    const auto* end = field.data() + field.size();
    const auto read = std::from_chars(field.data(), end, points);
    if (field.empty())
      continue;
    if (read.ec != std::errc{} || read.ptr != end)
      return failure(errc::bad_data, where + "\"points\" is " + shown(field) + "; it must be a whole number");
    out["points"] = points;
  }
  return out;
}

} // namespace

result<challenge_record> challenge_from(const json& fields, challenge_record known, const std::string& where) {
  if (!fields.is_object())
    return failure(errc::bad_data, where + "it must be an object with a \"title\", not " + shown_value(fields));
  auto title = text_among(fields, "title", known.title, where);
  auto description = text_among(fields, "description", known.description, where);
  auto language = text_among(fields, "language", known.language, where);
  const auto points = points_among(fields, known.points, where);
  for (const auto* text : {&title, &description, &language})
    if (!*text)
      return tl::unexpected{text->error()};
  if (!points)
    return tl::unexpected{points.error()};
  known.title = trimmed(*title);
  known.description = std::move(*description);
  known.language = std::move(*language);
  known.points = *points;
  if (known.title.empty())
    return failure(errc::bad_data, where + "a challenge has a \"title\"");
  if (known.title.size() > limits::name_bytes_max)
    return failure(errc::bad_data, where + "\"title\" has " + std::to_string(known.title.size())
                                       + " bytes; it may have " + std::to_string(limits::name_bytes_max));
  if (known.description.size() > limits::challenge_text_bytes_max)
    return failure(errc::bad_data, where + "\"description\" has " + std::to_string(known.description.size())
                                       + " bytes; it may have " + std::to_string(limits::challenge_text_bytes_max));
  if (known.language.size() > limits::language_bytes_max)
    return failure(errc::bad_data,
                   where + "\"language\" is " + shown(known.language) + "; it must be a short code such as \"en\"");
  return known;
}

result<std::vector<challenge_record>> challenges_from(const json& list) {
  if (!list.is_array())
    return failure(errc::bad_data, "\"challenges\" must be a list of objects, not " + shown_value(list));
  std::vector<challenge_record> out;
  for (const auto& each : list) {
    auto read = challenge_from(each, {}, "challenge " + std::to_string(out.size() + 1) + ": ");
    if (!read)
      return tl::unexpected{read.error()};
    out.push_back(std::move(*read));
  }
  return out;
}

result<std::vector<challenge_record>> challenges_from_csv(std::string_view text) {
  const auto rows = read_csv(text);
  if (!rows)
    return tl::unexpected{rows.error()};
  if (rows->empty())
    return failure(errc::bad_data,
                   "\"csv\" is empty; its first row names the columns: title, description, points, language");
  std::vector<std::string> names;
  for (const auto& name : rows->front().fields) {
    names.push_back(trimmed(name));
    if (std::ranges::find(columns, names.back()) == columns.end())
      return failure(errc::bad_data, "line 1: there is no column " + shown(name)
                                         + "; there are title, description, points and language");
  }
  if (std::ranges::find(names, "title") == names.end())
    return failure(errc::bad_data, "line 1: the column title is missing");
  std::vector<challenge_record> out;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const auto where = "line " + std::to_string((*rows)[i].line) + ": ";
    const auto fields = object_of((*rows)[i], names, where);
    if (!fields)
      return tl::unexpected{fields.error()};
    auto read = challenge_from(*fields, {}, where);
    if (!read)
      return tl::unexpected{read.error()};
    out.push_back(std::move(*read));
  }
  return out;
}

} // namespace atelier
