#pragma once

#include "engine/pictures/drawing.hpp"
#include "engine/world.hpp"

#include <map>

namespace atelier {

/// What the server itself draws, as author 0, stored in one transaction with what it was drawn for: at once where the
/// picture is in memory and nobody's op is before it; else as a note that is stored, and drawn when it can be, after a
/// restart too.
class server_drawing {
public:
  server_drawing(world& all, drawing& draws, std::map<picture_id, bytes> stored);

  void draw(picture_id on, const bytes& ops, turn& now);

  /// Draws what waits for a picture that is ready; called at the end of every input.
  void settle(turn& now);
  void removed(picture_id picture);

private:
  [[nodiscard]] bool is_ready(const picture& what) const;
  void put_off(picture& what, const bytes& ops, turn& now);

  world& world_;
  drawing& drawing_;
  std::map<picture_id, bytes> waiting_;
};

} // namespace atelier
