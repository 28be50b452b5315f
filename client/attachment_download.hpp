#pragma once

#include "client/transfer_news.hpp"
#include "protocol/blocks.hpp"
#include "protocol/client_messages.hpp"

namespace atelier::client {

/// An attachment on its way from the server, over any number of connections. It keeps nothing: whoever writes the
/// content says how much is there, is given what follows, and compares the hash at the end.
///
///     request(have) ──answered──► pieces ──all there──► checked ──► done
///        ▲  ▲                       │                     │
///        │  └─────disconnected──────┘                     │ it does not fit, and began with what was there before:
///        └──────────────── begins_anew ◄──────────────────┘ once more, from nothing
class attachment_download {
public:
  explicit attachment_download(std::string hash) : hash_{std::move(hash)} {}

  /// The command to begin with, or to go on with after a cut, where so many bytes are there already.
  [[nodiscard]] command request(std::uint64_t have);
  void answered(const outcome<json>& answer);
  /// What is to be written behind all that is there; nothing of a block that is not of this transfer.
  [[nodiscard]] byte_view take(const block& what);
  /// False where the news are of another transfer.
  bool take(const transfer_news& news);
  /// It goes on when it is requested again.
  void disconnected() noexcept;
  /// It cannot be written. Gives the command that tells the server, where it has to be told.
  std::optional<command> fail(fault why);
  /// All of it is there; whether its hash is the one that was asked for.
  void checked(bool fits);

  [[nodiscard]] bool is_requested() const noexcept {
    return stage_ != stage::away;
  }
  /// Whether the connection has to go before it can go on.
  [[nodiscard]] bool is_postponed() const noexcept {
    return stage_ == stage::postponed;
  }
  /// What is there is of no use; it is to be thrown away before the next `request`, which clears this.
  [[nodiscard]] bool begins_anew() const noexcept {
    return begins_anew_;
  }
  /// All is there, and is to be checked.
  [[nodiscard]] bool is_whole() const noexcept {
    return stage_ == stage::whole;
  }
  [[nodiscard]] std::uint64_t received() const noexcept {
    return received_;
  }
  /// 0 before the server has said it.
  [[nodiscard]] std::uint64_t bytes_total() const noexcept {
    return bytes_;
  }
  [[nodiscard]] const std::string& media_type() const noexcept {
    return media_type_;
  }
  [[nodiscard]] const std::string& hash() const noexcept {
    return hash_;
  }
  /// At the end, whether it is there.
  [[nodiscard]] const std::optional<outcome<void>>& result() const noexcept {
    return result_;
  }

private:
  enum class stage { away, requested, receiving, postponed, whole, over };
  void end(outcome<void> how);
  void refuse(const fault& why);
  void begin_anew() noexcept;

  std::string hash_;
  stage stage_ = stage::away;
  transfer_id transfer_;
  std::uint64_t received_ = 0;
  std::uint64_t bytes_ = 0;
  std::string media_type_;
  /// Something was there that this did not see come, so that it may be anything.
  bool began_with_some_ = false;
  bool was_requested_ = false;
  bool begins_anew_ = false;
  std::optional<outcome<void>> result_;
};

} // namespace atelier::client
