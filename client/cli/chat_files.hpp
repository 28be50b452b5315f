#pragma once

#include "client/cli/chat_effects.hpp"
#include "client/download_file.hpp"
#include "client/upload_file.hpp"

#include <filesystem>

namespace atelier::cli::chat {

/// The files that a conversation sends and receives, one of each at a time. What takes long is done a piece at a time,
/// so that whoever types does not wait.
class chat_files {
public:
  void take(const open_upload& what);
  void take(const close_upload&);
  void take(const open_download& what);
  void take(const clear_download&);
  void take(const write_download& what);
  void take(const keep_download& what);
  void take(const close_download&);
  /// The bytes of a piece; nothing where they can't be read, which is told as an event.
  [[nodiscard]] std::optional<bytes> read(const client::attachment_upload::piece& what);

  /// Whether `work` has something to do.
  [[nodiscard]] bool is_busy() const noexcept {
    return hashing_upload_ || hashing_download_;
  }
  /// Goes on with what takes long, for some milliseconds.
  void work();
  [[nodiscard]] std::vector<file_event> take_events() {
    return std::exchange(events_, {});
  }

private:
  void upload_fails(client::fault why);
  void download_fails(client::fault why);

  std::optional<client::upload_file> upload_;
  std::optional<client::download_file> download_;
  bool hashing_upload_ = false;
  bool hashing_download_ = false;
  /// What is there is not what it should be.
  bool misfits_ = false;
  std::vector<file_event> events_;
};

/// A path as a person types it: with the home folder for `~` at its beginning.
[[nodiscard]] std::filesystem::path typed_path(const std::string& text);

} // namespace atelier::cli::chat
