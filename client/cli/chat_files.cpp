#include "client/cli/chat_files.hpp"

#include <cstdlib>

namespace atelier::cli::chat {

using client::fault;

std::filesystem::path typed_path(const std::string& text) {
  const auto* home = std::getenv("HOME");
  if (home == nullptr || (text != "~" && !text.starts_with("~/")))
    return text;
  return home + text.substr(1);
}

void chat_files::take(const open_upload& what) {
  auto opened = client::upload_file::open(typed_path(what.path));
  if (!opened)
    return upload_fails(opened.error());
  if (what.image) {
    const auto known = opened->is_image();
    if (!known)
      return upload_fails(known.error());
    if (!*known)
      return upload_fails(client::cannot("send", typed_path(what.path),
                                         "it is no PNG, JPEG, WebP or GIF; .file sends files of any kind")
                              .value());
  }
  upload_ = std::move(*opened);
  hashing_upload_ = true;
}

void chat_files::take(const close_upload&) {
  upload_.reset();
  hashing_upload_ = false;
}

std::optional<bytes> chat_files::read(const client::attachment_upload::piece& what) {
  if (!upload_)
    return std::nullopt;
  auto piece = upload_->read(what.offset, what.bytes);
  if (piece)
    return std::move(*piece);
  upload_fails(piece.error());
  return std::nullopt;
}

void chat_files::take(const open_download& what) {
  misfits_ = false;
  auto opened = client::download_file::open(std::filesystem::path{"."} / what.folder, what.hash);
  if (!opened)
    return download_fails(opened.error());
  download_.emplace(std::move(*opened));
  hashing_download_ = true;
}

void chat_files::take(const clear_download&) {
  misfits_ = false;
  if (!download_)
    return;
  if (const auto cleared = download_->clear(); !cleared)
    download_fails(cleared.error());
  else
    events_.emplace_back(download_ready{0});
}

void chat_files::take(const write_download& what) {
  if (!download_)
    return;
  if (const auto written = download_->append(what.piece); !written)
    download_fails(written.error());
}

void chat_files::take(const keep_download& what) {
  if (!download_)
    return;
  misfits_ = !download_->fits();
  if (misfits_) {
    events_.emplace_back(download_kept{false});
    return;
  }
  const auto kept = download_->keep_as(what.name);
  if (!kept)
    return download_fails(kept.error());
  events_.emplace_back(download_kept{true, kept->string()});
}

void chat_files::take(const close_download&) {
  if (download_ && misfits_)
    download_->discard();
  download_.reset();
  hashing_download_ = false;
}

void chat_files::work() {
  if (hashing_upload_) {
    const auto whole = upload_->hash_more();
    hashing_upload_ = whole && !*whole;
    if (!whole)
      upload_fails(whole.error());
    else if (*whole)
      events_.emplace_back(upload_ready{{upload_->name(), upload_->size(), upload_->sha256()}});
  }
  if (hashing_download_) {
    const auto whole = download_->hash_more();
    hashing_download_ = whole && !*whole;
    if (!whole)
      download_fails(whole.error());
    else if (*whole)
      events_.emplace_back(download_ready{download_->size()});
  }
}

void chat_files::upload_fails(fault why) {
  take(close_upload{});
  events_.emplace_back(upload_failed{std::move(why)});
}

void chat_files::download_fails(fault why) {
  take(close_download{});
  events_.emplace_back(download_failed{std::move(why)});
}

} // namespace atelier::cli::chat
