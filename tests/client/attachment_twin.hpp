#pragma once

#include "client/transfer_news.hpp"
#include "protocol/bytes.hpp"
#include "protocol/client_messages.hpp"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace atelier::client {

/// The server's side of attachments, as far as a client sees it, in memory: what is kept by its hash, what was left of
/// uploads, and what was said, over any number of connections.
class attachment_twin {
public:
  /// The result of `attach`, `fetch_attachment` or `cancel_transfer`, or the error of the contract.
  [[nodiscard]] outcome<json> answer(const command& what);
  /// A piece of an upload.
  void take(transfer_id transfer, std::uint64_t offset, byte_view piece);
  /// What it says about transfers, in order; empty where there is nothing more.
  [[nodiscard]] std::optional<transfer_news> next_news();
  /// The next CHUNK block of a download; empty where there is nothing more.
  [[nodiscard]] bytes next_chunk();
  /// The connection has gone, and with it what was on its way.
  void cut();

  /// Says that it refuses the upload that is under way.
  void refuse(const std::string& code);
  void keep(const std::string& hash, bytes content) {
    kept_[hash] = std::move(content);
  }
  [[nodiscard]] const std::map<std::string, bytes>& kept() const noexcept {
    return kept_;
  }
  /// The messages, by their keys.
  [[nodiscard]] const std::map<std::string, json>& said() const noexcept {
    return said_;
  }
  /// Pieces that came, of all uploads.
  [[nodiscard]] int pieces() const noexcept {
    return pieces_;
  }
  [[nodiscard]] int cancelled() const noexcept {
    return cancelled_;
  }

private:
  struct upload {
    command what;
    std::string hash;
    std::uint64_t bytes = 0;
  };
  struct download {
    std::string hash;
    std::uint64_t offset = 0;
  };
  [[nodiscard]] outcome<json> attach(const command& what);
  [[nodiscard]] outcome<json> fetch(const command& what);
  void finish_if_whole(transfer_id which);

  std::map<std::string, bytes> kept_, parts_;
  std::map<std::string, json> said_;
  std::map<transfer_id, upload> uploads_;
  std::map<transfer_id, download> downloads_;
  std::deque<transfer_news> news_;
  std::uint32_t next_transfer_ = 1;
  int pieces_ = 0;
  int cancelled_ = 0;
};

/// Bytes that are different everywhere.
[[nodiscard]] bytes noise(std::size_t size, unsigned seed = 1);
[[nodiscard]] std::string hash_of(byte_view content);

} // namespace atelier::client
