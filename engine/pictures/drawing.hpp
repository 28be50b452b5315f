#pragma once

#include "engine/world.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <vector>

namespace atelier {

/// From draws to updates: works ops off in slices, sends them out, has them stored, and says when they are durable.
class drawing {
public:
  explicit drawing(world& all) : world_{all} {}

  void receive(draws_received input, turn& now);

  /// Ops of the server itself, author 0, drawn and sealed at once. Only on a picture that is loaded and has no work.
  void draw(picture& what, const bytes& ops, turn& now);

  /// Who asks whether a connection may draw on a picture now; the error says why not.
  using guard = std::function<std::optional<error>(connection_id, const picture&)>;
  void guard_by(guard may_draw) {
    guard_ = std::move(may_draw);
  }

  /// One slice for the next picture that has work left.
  void proceed(turn& now);

  /// Sends out what a picture has gathered.
  void flush(picture& what, turn& now);
  /// The same for all that need not wait for the writes of their last flush, so that the commit has it too.
  void flush_for_commit(turn& now);

  void committed(const std::vector<commit_queue::durable_mark>& marks, turn& now);

  /// A picture goes: drops its ops, half-drawn ones too, and takes their clients' next ones.
  void removed(picture& what, turn& now);

  /// Takes no more ops: drops what waits, but for ops that are half drawn.
  void stop(turn& now);

  /// No picture has an op that is half drawn or that waits.
  [[nodiscard]] bool is_idle() const noexcept {
    return busy_.empty();
  }

private:
  void work(picture& what, turn& now);
  void publish(picture& what, draw_progress progress, turn& now);
  void take(connection_id from, turn& now);
  void refuse(connection_id from, const draw_batch& batch, error why, turn& now);

  world& world_;
  guard guard_;
  /// Pictures with work left, in the order in which they get their slices.
  std::deque<picture_id> busy_;
  /// Whom `draws_taken` is withheld from until storage has caught up.
  std::vector<connection_id> stalled_;
};

/// Wakes those viewers of a loaded picture that sleep, where its log has grown.
void wake_sleepers(picture& what, turn& now);

/// After somebody came to view a picture, or went.
void change_viewers(picture& what, turn& now);

} // namespace atelier
