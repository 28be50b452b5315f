#pragma once

#include "client/attachment_download.hpp"
#include "client/cli/chat_effects.hpp"
#include "client/cli/chat_transfer_progress.hpp"
#include "protocol/chat.hpp"

#include <deque>

namespace atelier::cli::chat {

/// The files of others that come into a chat, fetched one after another, over any number of connections. It decides
/// only.
class chat_downloads {
public:
  /// Files that wait: more than a person sends at once, and no more than may be waited for.
  static constexpr std::size_t waiting_max = 100;
  /// Fetched without being asked for.
  static constexpr std::uint64_t unasked_bytes_max = 100'000'000;

  /// Fetches the attachment of a message that has one.
  void add(const chat_message& of, bool asked_for);
  void take(const download_ready& what);
  void take(const download_failed& what);
  void take(const download_kept& what);

  /// The command to be sent now; its answer comes by `answered`.
  [[nodiscard]] std::optional<command> next_command();
  void answered(const client::outcome<json>& answer);
  /// False where the news are of something else.
  bool take(const client::transfer_news& news);
  void take(const block& what);
  void disconnected() noexcept;

  /// How many are under way or wait.
  [[nodiscard]] std::size_t size() const noexcept {
    return waiting_.size();
  }
  [[nodiscard]] effects take_effects() {
    return std::exchange(out_, {});
  }

private:
  struct wanted {
    seqno_t message = 0;
    message_kind kind{};
    attachment_note what;
  };
  void begin();
  void go_on();
  void next();
  void fail(const client::fault& why);
  [[nodiscard]] static std::string name_of(const wanted& what);

  /// The first is under way.
  std::deque<wanted> waiting_;
  std::optional<client::attachment_download> download_;
  /// So much is in its file, which is open and ready.
  std::optional<std::uint64_t> have_;
  std::optional<command> cancel_;
  transfer_progress progress_;
  effects out_;
};

} // namespace atelier::cli::chat
