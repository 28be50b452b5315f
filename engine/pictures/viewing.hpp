#pragma once

#include "engine/pictures/drawing.hpp"
#include "engine/world.hpp"

namespace atelier {

/// Viewers: who joins and leaves, what a joiner is given, who is there, where they point.
class viewing {
public:
  viewing(world& all, drawing& draws) : world_{all}, drawing_{draws} {}

  void subscribe(stream_requested input, turn& now);
  void leave(const stream_left& input, turn& now);
  void resync(const resync_requested& input);
  void point_at(const cursor_received& input, turn& now);
  /// The connection is gone from all its pictures.
  void gone(connection_id who, const connection& client, turn& now);

  /// Lets in who waits and can be: with a resume, or with the latest PNG where the log still has what came after it.
  /// The picture is loaded and between ops. True where somebody waits for a newer PNG.
  [[nodiscard]] bool admit(picture& what, turn& now);

  void send_presence(picture& what, turn& now);
  void send_cursors(picture& what, turn& now);

private:
  void join(picture& what, const waiting_join& who, shared_bytes head, runtime::log_position start, turn& now);
  void presence_changed(picture& what, turn& now);

  world& world_;
  drawing& drawing_;
};

} // namespace atelier
