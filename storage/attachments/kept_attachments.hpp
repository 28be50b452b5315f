#pragma once

#include "protocol/messages.hpp"
#include "storage/attachments/attachment_paths.hpp"
#include "storage/attachments/recognition.hpp"
#include "storage/attachments/stored_bytes.hpp"
#include "storage/file_system.hpp"

#include <functional>
#include <set>

namespace atelier {

/// The attachments that are whole, as files by the SHA-256 of their content, and the thumbnails of those that are
/// images: what has a thumbnail is one. One thread; `taken` outlives it.
class kept_attachments {
public:
  /// Whether a message names this content; a failure counts as yes.
  using is_named = std::function<result<bool>(const std::string& hash)>;

  kept_attachments(attachment_paths paths, std::shared_ptr<file_system> files, is_named named, stored_bytes& taken)
      : paths_{std::move(paths)}, files_{std::move(files)}, named_{std::move(named)}, taken_{taken} {}

  /// Looks which folders earlier runs left, so that they can be swept.
  [[nodiscard]] result<void> find_folders();

  [[nodiscard]] result<bool> contains(const std::string& hash, std::uint64_t size);

  /// Of content that is kept, without a name; no sweep of this run takes it.
  [[nodiscard]] result<attachment_note> note(const std::string& hash, std::uint64_t size);

  /// Moves a file, whose content is on disk and has this hash, to its place, and returns when its name is on disk.
  [[nodiscard]] result<void> place(const std::filesystem::path& file, const std::string& hash, byte_view thumbnail_png);

  /// See `attachment_store::read`.
  [[nodiscard]] result<attachment_piece> read(const std::string& hash, bool thumbnail, std::uint64_t offset);

  /// No sweep of this run takes this content, whether it is there already or comes later.
  void protect(const std::string& hash);

  /// See `attachment_store::sweep_next`.
  bool sweep_next();

private:
  [[nodiscard]] result<void> place_thumbnail(const std::string& hash, byte_view png);
  [[nodiscard]] result<void> move(const std::filesystem::path& from, const std::filesystem::path& to,
                                  const std::string& hash);
  void sweep(const std::string& folder);
  void count(const std::filesystem::path& file);

  attachment_paths paths_;
  std::shared_ptr<file_system> files_;
  is_named named_;
  stored_bytes& taken_;
  /// Folders whose content is not swept and counted yet.
  std::set<std::string> unswept_;
  /// As long as there is something to sweep.
  std::set<std::string> protected_;
};

} // namespace atelier
