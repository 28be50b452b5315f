#include "io_actors/attachment_download.hpp"

#include "io_actors/content_disposition.hpp"

#include <utility>

namespace atelier {

namespace {

/// What a browser may take as an image; everything else is bytes to it, whatever the attachment claims to be.
bool is_image_type(std::string_view type) noexcept {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  constexpr std::string_view image = "image/";
  // SVG, which has scripts in it, is written with a plus.
  return type.size() > image.size() && type.starts_with(image)
         && type.find_first_not_of(letters, image.size()) == std::string_view::npos;
}

} // namespace

std::optional<std::uint64_t> attachment_download::ask() {
  if (asked_ || next_ || is_complete())
    return std::nullopt;
  asked_ = true;
  return received_;
}

http_answer attachment_download::begin(const result<attachment_piece>& first, std::string_view if_none_match) {
  asked_ = false;
  const auto give_up = [this](const error& why) {
    bytes_total_ = received_;
    return error_answer(why);
  };
  if (!first)
    return give_up(first.error());
  bytes_total_ = first->bytes_total;
  if (!follows(*first))
    return give_up({errc::internal_error, "the server could not read the attachment"});
  received_ = first->bytes->size();
  http_answer out;
  if (lists_tag(if_none_match, tag())) {
    out = text_answer(304, {}, {});
    bytes_total_ = received_;
  } else {
    out.body = slice_of(first->bytes);
    out.bytes_total = bytes_total_;
  }
  if (head_only_)
    bytes_total_ = received_;
  out.content_type = is_image_type(first->media_type) ? first->media_type : "application/octet-stream";
  add_fields(out);
  return out;
}

void attachment_download::add_fields(http_answer& to) const {
  const auto name = what_.thumbnail ? what_.hash + ".png" : what_.name.empty() ? what_.hash : what_.name;
  to.fields.emplace_back("Content-Disposition", attachment_disposition(name));
  to.fields.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
  to.fields.emplace_back("Cache-Control", "private, max-age=31536000, immutable");
  to.fields.emplace_back("ETag", tag());
}

bool attachment_download::take(const result<attachment_piece>& next) {
  asked_ = false;
  if (!next || !follows(*next))
    return false;
  next_ = next->bytes;
  received_ += next_->size();
  return true;
}

shared_bytes attachment_download::part() {
  return std::exchange(next_, nullptr);
}

bool attachment_download::follows(const attachment_piece& piece) const noexcept {
  return piece.bytes && !piece.bytes->empty() && piece.offset == received_ && piece.bytes_total == bytes_total_
         && piece.bytes->size() <= bytes_total_ - received_;
}

std::string attachment_download::tag() const {
  return '"' + what_.hash + (what_.thumbnail ? "-thumbnail\"" : "\"");
}

} // namespace atelier
