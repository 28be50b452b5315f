#pragma once

#include "tests/system/gathering.hpp"

namespace atelier::test {

/// Some who draw at one picture, over all transports, in rounds: nobody goes on before all have seen everything. So
/// none of them ever falls behind, unless it is held up by somebody else.
class company {
public:
  /// What the ops of a round take at least and at most.
  static constexpr std::size_t round_bytes_min = 12 * 64 * 64 * 3;
  static constexpr std::size_t round_bytes_max = round_bytes_min + 12 * 1000;

  company(server_process& server, const std::string& name);

  [[nodiscard]] picture_id picture() const noexcept {
    return picture_;
  }
  /// How many connections they have.
  [[nodiscard]] std::size_t size() const noexcept {
    return people_.size() + 1;
  }
  /// The last op.
  [[nodiscard]] seq_t seq() const noexcept {
    return drawn_;
  }

  void draw_round();
  /// Takes what has come, so that nobody's queue fills up.
  void take() {
    people_.take();
  }
  /// Nobody has noticed anything: all were there all the time, were shown each op, and hold what the server serves.
  void check();

private:
  [[nodiscard]] drawn_op random_patch(const image& picture);
  [[nodiscard]] bool all_have_seen_all();

  std::mt19937_64 dice_{1};
  picture_id picture_;
  gathering people_;
  seq_t drawn_ = 0;
};

} // namespace atelier::test
