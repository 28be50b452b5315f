#pragma once

#include "engine/pictures/keeping.hpp"
#include "engine/replies.hpp"
#include "engine/world.hpp"

#include <map>

namespace atelier {

/// New pictures: white ones at once; those that start from a PNG or another picture when their first snapshot is in
/// the store, so that a crash never leaves one without its beginning.
class making {
public:
  making(world& all, replies& answers) : world_{all}, replies_{answers} {}

  /// Answers `who` when the picture is there, with `{"picture":…}`.
  void make(const asker& who, picture_wanted what, turn& now);

  /// A white picture of a session at once, made by the server. Fails as `make` would.
  [[nodiscard]] result<picture_id> make_white(session_id session, const std::string& name, std::uint16_t width,
                                              std::uint16_t height, turn& now);

  /// Where the same command with the same key is being carried out, both get its answer; true then.
  [[nodiscard]] bool wait_for(const asker& who);

  void decoded(png_decoded input, turn& now);
  /// A prototype was rebuilt; true where `input` was for this.
  [[nodiscard]] bool loaded(picture_loaded& input, turn& now);
  /// The first snapshot is in the store; true where `input` was for this.
  [[nodiscard]] bool written(const snapshot_written& input, turn& now);

  /// Nothing is being made.
  [[nodiscard]] bool is_idle() const noexcept {
    return started_.empty();
  }

private:
  struct started {
    asker who;
    picture_wanted what;
    picture_record record;
    /// Asked the same with the same key meanwhile.
    std::vector<asker> also;
  };
  void answer(const started& begun, const result<json>& what, turn& now);
  [[nodiscard]] std::optional<error> wrong_with(const picture_wanted& what) const;
  [[nodiscard]] picture_record next_record(const picture_wanted& what, std::uint16_t width, std::uint16_t height,
                                           turn& now);
  [[nodiscard]] json put(picture_record what, std::vector<snapshot_record> snapshots);
  void finish(const started& begun, std::vector<snapshot_record> snapshots, turn& now);
  void begin_with(std::uint64_t request, std::uint16_t width, std::uint16_t height, shared_view view, turn& now);
  void fail(std::uint64_t request, error why, turn& now);

  world& world_;
  replies& replies_;
  std::map<std::uint64_t, started> started_;
  std::map<picture_id, std::uint64_t> by_picture_;
  std::uint64_t next_request_ = making_requests;

  /// Requests of this part and of `keeping` never meet.
  static constexpr std::uint64_t making_requests = std::uint64_t{1} << 62;
};

/// A name of a picture as it is kept: trimmed, of 1 to `limits::name_bytes_max` bytes, without control characters.
[[nodiscard]] result<std::string> clean_name(std::string_view what, std::string_view noun);

} // namespace atelier
