#pragma once

#include "engine/pictures/drawing.hpp"
#include "engine/pictures/encoded_shelf.hpp"
#include "engine/pictures/loader.hpp"
#include "engine/pictures/viewing.hpp"
#include "engine/world.hpp"

#include <deque>
#include <map>
#include <set>

namespace atelier {

/// What a picture needs to be there: loads it when somebody looks, has it encoded and written, lets go of it.
class keeping {
public:
  keeping(world& all, drawing& draws, viewing& views)
      : world_{all}, drawing_{draws}, viewing_{views}, shelf_{all.bounds().encoded_bytes_max} {}

  void image_requested(const image_requested& input, turn& now);
  void loaded(picture_loaded& input, turn& now);
  void encoded(view_encoded input, turn& now);
  void written(const snapshot_written& input, turn& now);
  void gone(connection_id who);

  /// Looks at a picture that an input has touched, and does whatever can be done for it now.
  void settle(picture& what, turn& now);

  /// Touches the next picture whose turn it is to be written; false where none is next.
  [[nodiscard]] bool touch_next();

  /// Removes a picture, whose `picture_removed` was added before: ends its streams, refuses who waits, has its files
  /// deleted. `what` is gone then.
  void remove(picture& what, turn& now);

  /// Has every changed picture written; nothing of it is put off any more.
  void write_all(turn& now);
  /// No write is under way or due.
  [[nodiscard]] bool is_all_written() const;

private:
  void load(picture& what, turn& now);
  void serve_images(picture& what, turn& now);
  void encode(picture& what, turn& now);
  void write(picture& what, turn& now);
  void thin_out(picture& what, turn& now);
  /// Writes it now, or when it is its turn.
  void write_in_turn(picture& what, turn& now);
  void unload(picture& what);
  /// Divides what logs may keep among the pictures that are in memory.
  void share_logs();
  void refuse_waiting(picture& what, const error& why, turn& now);

  world& world_;
  drawing& drawing_;
  viewing& viewing_;
  encoded_shelf shelf_;
  /// Pictures in memory, and what the log of each may keep.
  std::size_t loaded_ = 0;
  std::size_t log_share_ = 0;
  /// Pictures that are being written, and those that wait for their turn.
  std::set<picture_id> writing_;
  std::deque<picture_id> writes_due_;
  /// Images of the past that are being rebuilt, by request.
  std::map<std::uint64_t, waiting_image> past_;
  std::uint64_t next_request_ = 1;
};

} // namespace atelier
