#include "storage/attachments/kept_attachments.hpp"

#include "protocol/limits.hpp"
#include "storage/attachments/image_format.hpp"

namespace atelier {

namespace {

error no_such_content(const std::string& hash) {
  return {errc::not_found, "there is no attachment " + hash};
}

} // namespace

result<void> kept_attachments::find_folders() {
  const auto folders = files_->list(paths_.root());
  if (!folders)
    return tl::unexpected{folders.error()};
  for (const auto& entry : *folders)
    if (entry.folder && attachment_paths::is_folder_name(entry.name))
      unswept_.insert(entry.name);
  return {};
}

result<bool> kept_attachments::contains(const std::string& hash, std::uint64_t size) {
  return files_->look(paths_.content(hash)).map([&](const auto& about) { return about && about->bytes == size; });
}

result<attachment_note> kept_attachments::note(const std::string& hash, std::uint64_t size) {
  protect(hash);
  // Its name may not be on disk yet, where an earlier `place` failed at its end.
  if (auto named = files_->sync_folder(paths_.folder_of(hash)); !named)
    return tl::unexpected{named.error()};
  const auto small = files_->look(paths_.thumbnail(hash));
  if (!small)
    return tl::unexpected{small.error()};
  recognised as;
  if (*small) {
    const auto content = files_->read(paths_.content(hash));
    if (!content)
      return tl::unexpected{content.error()};
    as = recognise_again(*content);
  }
  return attachment_note{hash, {}, size, as.media_type, as.size.width, as.size.height};
}

result<void> kept_attachments::place(const std::filesystem::path& file, const std::string& hash,
                                     byte_view thumbnail_png) {
  protect(hash);
  if (const auto made = files_->create_folder(paths_.folder_of(hash)); !made)
    return tl::unexpected{made.error()};
  // Also where the folder was there before: its maker may have failed, or been stopped, before this.
  if (auto named = files_->sync_folder(paths_.root()); !named)
    return named;
  // First, so that an image is never without it.
  if (!thumbnail_png.empty())
    if (auto done = place_thumbnail(hash, thumbnail_png); !done)
      return done;
  return move(file, paths_.content(hash), hash);
}

result<void> kept_attachments::place_thumbnail(const std::string& hash, byte_view png) {
  const auto unfinished = paths_.partials() / attachment_paths::thumbnail_name(hash);
  auto done = files_->write(unfinished, png);
  if (done)
    done = move(unfinished, paths_.thumbnail(hash), hash);
  if (!done)
    static_cast<void>(files_->remove(unfinished));
  return done;
}

result<void> kept_attachments::move(const std::filesystem::path& from, const std::filesystem::path& to,
                                    const std::string& hash) {
  const auto before = files_->look(to);
  const auto moved = files_->look(from);
  if (!before || !moved)
    return tl::unexpected{before ? moved.error() : before.error()};
  if (auto renamed = files_->rename(from, to); !renamed)
    return renamed;
  if (!unswept_.contains(attachment_paths::folder_name(hash)))
    taken_.change(*before ? (*before)->bytes : 0, *moved ? (*moved)->bytes : 0);
  return files_->sync_folder(paths_.folder_of(hash));
}

result<attachment_piece> kept_attachments::read(const std::string& hash, bool thumbnail, std::uint64_t offset) {
  if (!is_content_hash(hash))
    return failure(errc::not_found,
                   "there is no attachment \"" + hash + "\"; a hash has 64 hexadecimal digits in lower case");
  const auto content = files_->look(paths_.content(hash));
  const auto small = files_->look(paths_.thumbnail(hash));
  if (!content || !small)
    return tl::unexpected{content ? small.error() : content.error()};
  if (!*content)
    return tl::unexpected{no_such_content(hash)};
  if (thumbnail && !*small)
    return failure(errc::not_found, "attachment " + hash + " is no image, and has no thumbnail");
  const auto total = thumbnail ? (*small)->bytes : (*content)->bytes;
  if (offset > total)
    return failure(errc::bad_data, "an offset is " + std::to_string(offset) + "; attachment " + hash + " has "
                                       + std::to_string(total) + " bytes");
  attachment_piece piece{nullptr, offset, total, std::string{any_media_type}};
  if (*small) {
    const auto head = files_->read_part(paths_.content(hash), 0, image_head_bytes);
    if (!head)
      return tl::unexpected{head.error()};
    if (const auto* const format = format_of(*head))
      piece.media_type = thumbnail ? "image/png" : format->media_type;
  }
  auto part = files_->read_part(thumbnail ? paths_.thumbnail(hash) : paths_.content(hash), offset,
                                limits::attachment_part_bytes);
  if (!part)
    return tl::unexpected{part.error()};
  piece.bytes = std::make_shared<const bytes>(std::move(*part));
  return piece;
}

void kept_attachments::protect(const std::string& hash) {
  if (!unswept_.empty())
    protected_.insert(hash);
}

bool kept_attachments::sweep_next() {
  if (!unswept_.empty())
    sweep(unswept_.extract(unswept_.begin()).value());
  if (!unswept_.empty())
    return true;
  protected_.clear();
  named_ = nullptr;
  return false;
}

void kept_attachments::sweep(const std::string& folder) {
  const auto found = files_->list(paths_.root() / folder);
  if (!found)
    return;
  std::set<std::string> kept;
  for (const auto& entry : *found) {
    if (entry.folder || !is_content_hash(entry.name) || !entry.name.starts_with(folder))
      continue;
    const auto file = paths_.content(entry.name);
    if (protected_.contains(entry.name) || named_(entry.name).value_or(true) || !files_->remove(file)) {
      kept.insert(entry.name);
      count(file);
    }
  }
  for (const auto& entry : *found) {
    const auto hash = entry.folder ? std::nullopt : hash_of_thumbnail(entry.name);
    if (!hash || !hash->starts_with(folder))
      continue;
    const auto file = paths_.thumbnail(*hash);
    if (kept.contains(*hash))
      count(file);
    else
      static_cast<void>(files_->remove(file));
  }
}

void kept_attachments::count(const std::filesystem::path& file) {
  if (const auto about = files_->look(file); about && *about)
    taken_.change(0, (*about)->bytes);
}

} // namespace atelier
