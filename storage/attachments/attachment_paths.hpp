#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

/// \file
/// The names of attachments' files. Only these are ever touched, so what a person puts beside them stays.
///
///     <root>/ab/ab12…         the content whose SHA-256 is ab12… (64 hexadecimal digits, lower case)
///     <root>/ab/ab12….png     its thumbnail, where it is an image
///     <root>/partial/ab12…-7  what has come of it so far, once for each transfer, 7 being any number
///     <root>/partial/ab12….png  a thumbnail that is being written

namespace atelier {

/// 64 hexadecimal digits, lower case.
[[nodiscard]] bool is_content_hash(std::string_view text) noexcept;

/// Whose content a thumbnail's name belongs to; nothing for other names.
[[nodiscard]] std::optional<std::string> hash_of_thumbnail(std::string_view name);

struct partial_name {
  std::string hash;
  std::uint64_t number = 0;

  [[nodiscard]] std::string text() const;
};
/// Nothing for a name that is no partial's.
[[nodiscard]] std::optional<partial_name> parse_partial_name(std::string_view name);

/// Where attachments lie. A hash must be one (`is_content_hash`).
class attachment_paths {
public:
  explicit attachment_paths(std::filesystem::path root) : root_{std::move(root)} {}

  [[nodiscard]] const std::filesystem::path& root() const noexcept {
    return root_;
  }
  [[nodiscard]] std::filesystem::path folder_of(std::string_view hash) const;
  [[nodiscard]] std::filesystem::path content(std::string_view hash) const;
  [[nodiscard]] std::filesystem::path thumbnail(std::string_view hash) const;
  [[nodiscard]] std::filesystem::path partials() const;

  /// Two hexadecimal digits.
  [[nodiscard]] static std::string folder_name(std::string_view hash);
  [[nodiscard]] static bool is_folder_name(std::string_view name) noexcept;
  [[nodiscard]] static std::string thumbnail_name(std::string_view hash);

private:
  std::filesystem::path root_;
};

} // namespace atelier
