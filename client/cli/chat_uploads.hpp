#pragma once

#include "client/attachment_upload.hpp"
#include "client/cli/chat_effects.hpp"
#include "client/cli/chat_transfer_progress.hpp"

#include <deque>
#include <set>

namespace atelier::cli::chat {

/// The files that a person sends into a chat, one after another, over any number of connections. It decides only.
class chat_uploads {
public:
  /// Paths that wait.
  static constexpr std::size_t waiting_max = 100;

  /// `key_prefix` is unlike that of any other run.
  explicit chat_uploads(std::string key_prefix) : key_prefix_{std::move(key_prefix)} {}

  void add(open_upload what);
  void take(upload_ready what);
  void take(const upload_failed& what);

  /// The command to be sent now; its answer comes by `answered`.
  [[nodiscard]] std::optional<command> next_command(session_id where);
  void answered(const client::outcome<json>& answer);
  /// False where the news are of something else.
  bool take(const client::transfer_news& news);
  void disconnected() noexcept;

  /// Forgets all that waits, and gives its paths.
  [[nodiscard]] std::vector<std::string> take_unsent();

  /// How many are under way or wait.
  [[nodiscard]] std::size_t size() const noexcept {
    return waiting_.size();
  }
  /// Whether content of that hash was sent by this run, or is being sent.
  [[nodiscard]] bool has_sent(const std::string& hash) const {
    return hashes_.contains(hash);
  }
  [[nodiscard]] effects take_effects() {
    return std::exchange(out_, {});
  }
  /// The messages that were said.
  [[nodiscard]] std::vector<json> take_said() {
    return std::exchange(said_, {});
  }

private:
  void go_on();
  /// Ends the one that is under way.
  void next();
  void complain(const std::string& path, const client::fault& why);

  std::string key_prefix_;
  std::uint64_t next_key_ = 1;
  /// The first is under way.
  std::deque<open_upload> waiting_;
  /// Once its file is open.
  std::optional<client::attachment_upload> upload_;
  std::optional<command> cancel_;
  transfer_progress progress_;
  std::set<std::string> hashes_;
  effects out_;
  std::vector<json> said_;
};

} // namespace atelier::cli::chat
