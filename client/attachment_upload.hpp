#pragma once

#include "client/transfer_news.hpp"
#include "protocol/client_messages.hpp"

namespace atelier::client {

/// An attachment on its way to the server, over any number of connections; said once, however often they break off.
/// It reads nothing: whoever has the content is told which piece to send.
///
///     announce ──answered──► pieces ⇄ news of how much is written ──► message
///        ▲                     │
///        └────disconnected─────┘
class attachment_upload {
public:
  /// What may be sent beyond what the server has written.
  static constexpr std::uint64_t ahead_bytes_max = std::uint64_t{256} * 1024;
  static constexpr std::uint64_t piece_bytes_max = std::uint64_t{64} * 1024;

  struct content {
    std::string name;
    std::uint64_t bytes = 0;
    /// 64 hexadecimal digits.
    std::string sha256;
  };

  /// `key` is unlike that of any other command.
  attachment_upload(content what, std::string text, std::string key);

  /// The command to begin with, or to go on with after a cut; the answer comes by `answered`.
  [[nodiscard]] command announce(session_id where);
  void answered(const outcome<json>& answer);
  /// False where the news are of another transfer.
  bool take(const transfer_news& news);
  /// It goes on when it is announced again.
  void disconnected() noexcept;
  /// The content cannot be had any more. Gives the command that tells the server, where it has to be told.
  std::optional<command> fail(fault why);

  struct piece {
    transfer_id transfer;
    std::uint64_t offset = 0;
    std::size_t bytes = 0;
  };
  /// The piece to send now; nothing while the server has to write first.
  [[nodiscard]] std::optional<piece> next() noexcept;

  /// Whether the connection has to go before it can go on.
  [[nodiscard]] bool is_postponed() const noexcept {
    return stage_ == stage::postponed;
  }
  [[nodiscard]] bool is_announced() const noexcept {
    return stage_ != stage::away;
  }
  /// So much is written by the server.
  [[nodiscard]] std::uint64_t confirmed() const noexcept {
    return confirmed_;
  }
  [[nodiscard]] const content& what() const noexcept {
    return what_;
  }
  /// At the end the message that was said, or why none was.
  [[nodiscard]] const std::optional<outcome<json>>& result() const noexcept {
    return result_;
  }

private:
  enum class stage { away, announced, sending, postponed, over };
  void end(outcome<json> how);
  void refuse(const fault& why);

  content what_;
  std::string text_;
  std::string key_;
  stage stage_ = stage::away;
  transfer_id transfer_;
  std::uint64_t sent_ = 0;
  std::uint64_t confirmed_ = 0;
  std::optional<outcome<json>> result_;
};

} // namespace atelier::client
