#pragma once

#include "client/chat_stream.hpp"

#include <chrono>
#include <ctime>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace atelier::cli::chat {

/// How messages look.
struct view_style {
  /// One JSON object for each message instead of words.
  bool json = false;
  bool colours = false;
  /// For a person: with the day where it changes, and what is long over several lines.
  bool roomy = false;
  /// How many messages of the past are shown at the beginning.
  std::size_t past_shown = 0;
  /// The clock and calendar of whoever reads.
  std::function<std::tm(std::chrono::system_clock::time_point)> local;
};

/// Makes lines of what comes in a chat. Everything is shown once: of the past that is there at the beginning the last
/// messages as they now stand, afterwards each message, edit and deletion as it comes, over any number of connections.
class chat_view {
public:
  using lines = std::vector<std::string>;

  explicit chat_view(view_style style) : style_{std::move(style)} {}

  /// What to show of an item of the stream; nothing of a repeat, and of the past nothing before the first `synced`.
  [[nodiscard]] client::outcome<lines> take(const json& message);

  /// The past has come. `left_out` is how many messages of it were not shown.
  struct beginning {
    lines shown;
    std::uint64_t left_out = 0;
  };
  [[nodiscard]] beginning synced();

  /// The last messages again, as they now stand.
  [[nodiscard]] lines history(std::size_t count) const;

  /// The messages of a search's answer, the earliest first.
  [[nodiscard]] client::outcome<lines> found(const json& messages);

  /// The messages with attachments among what was taken since the first `synced`, each once.
  [[nodiscard]] std::vector<chat_message> take_attached() {
    return std::exchange(attached_, {});
  }
  /// A message that was shown or could be: of the kept ones, or of the last search; null where there is none.
  [[nodiscard]] const chat_message* find(seqno_t id) const;

  /// Somebody of `{"handle","player","identity"}`, as shown everywhere.
  [[nodiscard]] std::string person(const json& who) const;

  [[nodiscard]] const client::chat_stream& stream() const noexcept {
    return stream_;
  }

private:
  /// The day that the last shown line belongs to.
  using shown_day = std::string;
  void append(lines& to, const client::chat_item& item, bool as_change, shown_day& day) const;
  [[nodiscard]] std::string words(const client::chat_item& item, bool as_change) const;
  [[nodiscard]] std::string body(const client::chat_item& item, bool as_change) const;
  [[nodiscard]] std::string clock(std::chrono::system_clock::time_point at) const;
  [[nodiscard]] std::string coloured(const std::string& text, const char* colour) const;

  view_style style_;
  client::chat_stream stream_;
  bool synced_ = false;
  shown_day day_;
  std::vector<chat_message> attached_, found_;
};

} // namespace atelier::cli::chat
