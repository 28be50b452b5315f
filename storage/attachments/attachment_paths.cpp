#include "storage/attachments/attachment_paths.hpp"

#include <algorithm>
#include <charconv>

namespace atelier {

namespace {

constexpr std::size_t hash_digits = 64;
constexpr std::size_t folder_digits = 2;
constexpr std::string_view thumbnail_suffix = ".png";

bool are_digits(std::string_view text) noexcept {
  return std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

} // namespace

bool is_content_hash(std::string_view text) noexcept {
  return text.size() == hash_digits && are_digits(text);
}

std::optional<std::string> hash_of_thumbnail(std::string_view name) {
  if (!name.ends_with(thumbnail_suffix))
    return std::nullopt;
  name.remove_suffix(thumbnail_suffix.size());
  return is_content_hash(name) ? std::optional{std::string{name}} : std::nullopt;
}

std::string partial_name::text() const {
  return hash + '-' + std::to_string(number);
}

std::optional<partial_name> parse_partial_name(std::string_view name) {
  const auto hyphen = name.find('-');
  if (hyphen == std::string_view::npos || !is_content_hash(name.substr(0, hyphen)))
    return std::nullopt;
  partial_name found{std::string{name.substr(0, hyphen)}};
  const auto* const end = name.data() + name.size();
  const auto [last, bad] = std::from_chars(name.data() + hyphen + 1, end, found.number);
  return bad == std::errc{} && last == end && found.text() == name ? std::optional{found} : std::nullopt;
}

std::string attachment_paths::folder_name(std::string_view hash) {
  return std::string{hash.substr(0, folder_digits)};
}

bool attachment_paths::is_folder_name(std::string_view name) noexcept {
  return name.size() == folder_digits && are_digits(name);
}

std::string attachment_paths::thumbnail_name(std::string_view hash) {
  return std::string{hash} + std::string{thumbnail_suffix};
}

std::filesystem::path attachment_paths::folder_of(std::string_view hash) const {
  return root_ / folder_name(hash);
}

std::filesystem::path attachment_paths::content(std::string_view hash) const {
  return folder_of(hash) / hash;
}

std::filesystem::path attachment_paths::thumbnail(std::string_view hash) const {
  return folder_of(hash) / thumbnail_name(hash);
}

std::filesystem::path attachment_paths::partials() const {
  return root_ / "partial";
}

} // namespace atelier
