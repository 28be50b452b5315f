#pragma once

#include "io_actors/http_answer.hpp"
#include "io_actors/http_routes.hpp"
#include "protocol/messages.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace atelier {

/// An attachment on its way to an HTTP client: an answer that has the first part, then the parts behind it. While one
/// is being written the next one is asked for, so two of them are in memory at most. Not thread-safe, no I/O.
///
///     ask ──► begin ──answer──► written ──► part ──write──► written ──► part … until is_done
///               └─ask──► take ──────────────▲ └─ask──► take ────────────▲
class attachment_download {
public:
  /// `head_only`: the client wants to know what there is, but not to have it.
  attachment_download(attachment_route what, bool head_only) : what_{std::move(what)}, head_only_{head_only} {}

  /// Where the part begins that is to be asked for now, if there is one; it counts as asked for then.
  [[nodiscard]] std::optional<std::uint64_t> ask();

  /// The answer, from what came first: with the beginning of the attachment as its body, or an error, or 304 where the
  /// client has it (`if_none_match` as in the request).
  [[nodiscard]] http_answer begin(const result<attachment_piece>& first, std::string_view if_none_match);
  /// A part that came later. False where it is not what follows: the answer can't be completed.
  [[nodiscard]] bool take(const result<attachment_piece>& next);
  /// What is to be written now, where it has come; null otherwise.
  [[nodiscard]] shared_bytes part();

  /// All parts have come.
  [[nodiscard]] bool is_complete() const noexcept {
    return received_ == bytes_total_;
  }
  /// All parts have come and were handed out.
  [[nodiscard]] bool is_done() const noexcept {
    return is_complete() && !next_;
  }
  [[nodiscard]] const attachment_route& what() const noexcept {
    return what_;
  }

private:
  [[nodiscard]] bool follows(const attachment_piece& piece) const noexcept;
  [[nodiscard]] std::string tag() const;
  void add_fields(http_answer& to) const;

  attachment_route what_;
  bool head_only_;
  bool asked_ = false;
  /// Of the attachment; 1 while that is not known.
  std::uint64_t bytes_total_ = 1;
  std::uint64_t received_ = 0;
  shared_bytes next_;
};

} // namespace atelier
