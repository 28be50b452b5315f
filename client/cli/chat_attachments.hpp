#pragma once

#include "client/cli/chat_downloads.hpp"
#include "client/cli/chat_uploads.hpp"

namespace atelier::cli::chat {

/// The files of a conversation in both directions: says which commands to send, and finds whom an answer is for.
class chat_attachments {
public:
  explicit chat_attachments(std::string key_prefix) : uploads_{std::move(key_prefix)} {}

  [[nodiscard]] chat_uploads& uploads() noexcept {
    return uploads_;
  }
  [[nodiscard]] const chat_uploads& uploads() const noexcept {
    return uploads_;
  }
  [[nodiscard]] chat_downloads& downloads() noexcept {
    return downloads_;
  }

  void take(file_event what);
  /// A binary message; what is no CHUNK is passed over.
  [[nodiscard]] client::outcome<void> take_blocks(byte_view message);
  /// `{"type":"transfer",…}`
  [[nodiscard]] client::outcome<void> take_news(const json& message);

  /// The command to be sent now under `id`.
  [[nodiscard]] std::optional<command> next_command(session_id where, std::int64_t id);
  /// False where what was sent under `id` is nothing of this.
  bool answered(std::int64_t id, const client::outcome<json>& answer);
  void disconnected() noexcept;

  [[nodiscard]] bool is_idle() const noexcept {
    return uploads_.size() == 0 && downloads_.size() == 0;
  }
  [[nodiscard]] effects take_effects();

private:
  chat_uploads uploads_;
  chat_downloads downloads_;
  /// Commands whose answers are waited for.
  std::optional<std::int64_t> upload_id_, download_id_;
  /// Those whose answers say nothing.
  std::set<std::int64_t> others_;
};

} // namespace atelier::cli::chat
