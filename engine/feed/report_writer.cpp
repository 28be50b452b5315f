#include "engine/feed/report_writer.hpp"

#include <algorithm>

namespace atelier {

namespace {

bool stands_as_it_is(char c) noexcept {
  return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

} // namespace

report_writer& report_writer::raw(std::string_view json_text) {
  is_full_ = is_full_ || json_text.size() > bytes_max_ - out_.size();
  if (!is_full_)
    out_ += json_text;
  return *this;
}

report_writer& report_writer::text(std::string_view what) {
  if (std::ranges::all_of(what, stands_as_it_is))
    return raw("\"").raw(what).raw("\"");
  return raw(to_text(json(what)));
}

report_writer& report_writer::text_or_null(const std::optional<std::string>& what) {
  return what ? text(*what) : raw("null");
}

report_writer& report_writer::number(std::uint64_t what) {
  return raw(std::to_string(what));
}

} // namespace atelier
