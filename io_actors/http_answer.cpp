#include "io_actors/http_answer.hpp"

#include "protocol/json_text.hpp"
#include "protocol/server_messages.hpp"

namespace atelier {

namespace {

unsigned status_of(errc code) {
  return static_cast<unsigned>(http_status_of(code));
}

errc code_named(std::string_view name) {
  constexpr auto last = static_cast<int>(errc::frame_too_large);
  for (int value = 0; value <= last; ++value)
    if (name_of(static_cast<errc>(value)) == name)
      return static_cast<errc>(value);
  return errc::internal_error;
}

const json* member(const json& of, const char* name) {
  if (!of.is_object())
    return nullptr;
  const auto at = of.find(name);
  return at == of.end() ? nullptr : &*at;
}

http_answer failed_answer(const json& what) {
  const auto* code = member(what, "code");
  const auto status =
      status_of(code && code->is_string() ? code_named(code->get_ref<const std::string&>()) : errc::internal_error);
  return text_answer(status, "application/json", to_text({{"error", what}}));
}

} // namespace

http_answer text_answer(unsigned status, std::string content_type, std::string text) {
  http_answer out;
  out.status = status;
  out.content_type = std::move(content_type);
  auto owner = std::make_shared<const std::string>(std::move(text));
  const auto data = as_byte_view(*owner);
  out.body = {std::move(owner), data};
  return out;
}

http_answer image_answer(const result<shared_bytes>& png) {
  if (!png)
    return error_answer(png.error());
  http_answer out;
  out.content_type = "image/png";
  out.body = slice_of(*png);
  return out;
}

http_answer report_answer(const result<shared_text>& report) {
  if (!report)
    return error_answer(report.error());
  http_answer out;
  out.body = {*report, as_byte_view(**report)};
  return out;
}

http_answer error_answer(const error& what) {
  return error_answer(status_of(what.code), what);
}

http_answer error_answer(unsigned status, const error& what) {
  return text_answer(status, "application/json", to_text({{"error", to_json(what)}}));
}

bool lists_tag(std::string_view if_none_match, std::string_view tag) {
  return if_none_match == "*" || if_none_match.find(tag) != std::string_view::npos;
}

http_answer answer_from(std::string_view response, answer_shape shape) {
  const auto parsed = parse_json(response);
  if (!parsed)
    return error_answer({errc::internal_error, "the server's own response could not be read"});
  if (const auto* failed = member(*parsed, "error"))
    return failed_answer(*failed);
  const auto* value = member(*parsed, "result");
  if (value && shape != answer_shape::whole && shape != answer_shape::created)
    value = member(*value, "picture");
  if (!value)
    return error_answer({errc::internal_error, "the server's own response lacks what was asked for"});
  const bool is_new = shape == answer_shape::new_picture || shape == answer_shape::created;
  auto out = text_answer(is_new ? 201 : 200, "application/json", to_text(*value));
  if (const auto* id = member(*value, "id"); id && shape == answer_shape::new_picture)
    out.fields.emplace_back("Location", "/pictures/" + to_text(*id));
  return out;
}

} // namespace atelier
