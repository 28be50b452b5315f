#include "io_actors/picture_post.hpp"

#include "protocol/json_text.hpp"
#include "protocol/png.hpp"

#include <charconv>
#include <limits>

namespace atelier {

namespace {

constexpr auto u32_max = std::numeric_limits<std::uint32_t>::max();

tl::unexpected<error> bad_field(std::string_view name, std::string is, std::string_view right) {
  return failure(errc::bad_data,
                 "\"" + std::string{name} + "\" is " + std::move(is) + "; it must be " + std::string{right});
}

result<std::string> text_field(const json& body, const char* name, bool required) {
  const auto at = body.find(name);
  if (at == body.end() && !required)
    return std::string{};
  if (at == body.end())
    return failure(errc::bad_data, "\"" + std::string{name} + "\" is missing; it must be a string");
  if (!at->is_string())
    return bad_field(name, shown_value(*at), "a string");
  return at->get<std::string>();
}

result<std::optional<std::uint32_t>> number_field(const json& body, const char* name) {
  const auto at = body.find(name);
  if (at == body.end() || at->is_null())
    return std::nullopt;
  if (at->is_number_unsigned() && at->get<std::uint64_t>() <= u32_max)
    return at->get<std::uint32_t>();
  return bad_field(name, shown_value(*at), "an integer from 0 to " + std::to_string(u32_max));
}

} // namespace

result<picture_wanted> read_picture_json(std::string_view body) {
  const auto parsed = parse_json(body);
  if (!parsed)
    return tl::unexpected{parsed.error()};
  if (!parsed->is_object())
    return failure(errc::bad_data, "the body is " + shown_value(*parsed)
                                       + "; it must be an object with a \"name\", or a PNG with the name in the query");
  picture_wanted out;
  struct text_target {
    const char* name;
    std::string* to;
    bool required;
  };
  for (const auto& it : {text_target{"name", &out.name, true}, text_target{"created_by", &out.created_by, false}}) {
    auto text = text_field(*parsed, it.name, it.required);
    if (!text)
      return tl::unexpected{text.error()};
    *it.to = std::move(*text);
  }
  std::optional<std::uint32_t> session;
  std::optional<std::uint32_t> prototype;
  struct number_target {
    const char* name;
    std::optional<std::uint32_t>* to;
  };
  for (const auto& it : {number_target{"width", &out.width}, number_target{"height", &out.height},
                         number_target{"session", &session}, number_target{"prototype", &prototype}}) {
    const auto value = number_field(*parsed, it.name);
    if (!value)
      return tl::unexpected{value.error()};
    *it.to = *value;
  }
  if (session)
    out.session = session_id{*session};
  if (prototype)
    out.prototype = picture_id{*prototype};
  return out;
}

result<picture_wanted> read_picture_png(const std::map<std::string, std::string>& query, bytes body) {
  picture_wanted out;
  const auto name = query.find("name");
  if (name == query.end())
    return failure(errc::bad_data, "the query has no \"name\"; a PNG is sent to /pictures?name=…");
  out.name = name->second;
  if (const auto creator = query.find("created_by"); creator != query.end())
    out.created_by = creator->second;
  if (const auto session = query.find("session"); session != query.end()) {
    std::uint32_t id = 0;
    const auto* end = session->second.data() + session->second.size();
    const auto read = std::from_chars(session->second.data(), end, id);
    if (session->second.empty() || read.ec != std::errc{} || read.ptr != end)
      return bad_field("session", shown(session->second), "an integer from 0 to " + std::to_string(u32_max));
    out.session = session_id{id};
  }
  for (const auto* excluded : {"width", "height", "prototype"})
    if (query.contains(excluded))
      return failure(errc::ambiguous_data,
                     "the query has \"" + std::string{excluded} + "\", but the PNG says what the picture is");
  if (const auto header = read_png_header(body); !header)
    return tl::unexpected{header.error()};
  out.png = std::make_shared<const bytes>(std::move(body));
  return out;
}

} // namespace atelier
