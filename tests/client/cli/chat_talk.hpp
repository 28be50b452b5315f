#pragma once

#include "client/cli/chat_conversation.hpp"

#include <string>
#include <vector>

namespace atelier::cli::chat {

/// A conversation with what a test needs around it: a clock that is moved by hand, and what the conversation wanted,
/// sorted.
class chat_talk {
public:
  explicit chat_talk(bool interactive = true, bool follow = false,
                     std::optional<std::chrono::milliseconds> retry_max = {});

  /// Starts and comes as far as the `sync` of an empty chat of session 3, `lobby`.
  void join();
  void open();
  /// Answers the latest command of that action, which must have been sent.
  void answer(const std::string& action, const json& result);
  void refuse(const std::string& action, const std::string& code);
  void deliver(const json& message);
  void sync() {
    deliver({{"type", "sync"}, {"mux_id", 1}});
  }
  void deliver_blocks(const bytes& message);
  /// What came of a file.
  void tell(file_event what);
  void lose(client::fault why = {client::fault_kind::lost, "the server is gone"});
  void type(const std::string& text);
  void give_passphrase(const std::optional<std::string>& text);
  void end_input();
  void pass(std::chrono::milliseconds time);

  /// Each takes out what was wanted since it was last asked.
  [[nodiscard]] std::vector<std::string> take_shown();
  [[nodiscard]] std::vector<std::string> take_remarks();
  [[nodiscard]] std::vector<std::string> take_complaints();
  [[nodiscard]] std::vector<std::string> take_prompts();
  [[nodiscard]] std::vector<json> take_sent();
  /// The texts of what was said, of all that was sent.
  [[nodiscard]] std::vector<std::string> take_said();
  /// What was wanted of files.
  [[nodiscard]] effects take_file_effects();
  [[nodiscard]] int take_connects();
  [[nodiscard]] int take_disconnects();
  [[nodiscard]] const std::optional<leave>& left() const noexcept {
    return left_;
  }
  [[nodiscard]] conversation& core() noexcept {
    return core_;
  }

private:
  void sort();
  [[nodiscard]] std::int64_t id_of(const std::string& action) const;

  conversation core_;
  conversation::time_point now_{};
  std::vector<std::string> shown_, remarks_, complaints_, prompts_;
  std::vector<json> sent_;
  effects file_effects_;
  /// All of this test.
  std::vector<json> commands_;
  int connects_ = 0, disconnects_ = 0;
  std::optional<leave> left_;
};

} // namespace atelier::cli::chat
