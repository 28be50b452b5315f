#include "engine/games/server_drawing.hpp"

#include "protocol/game_limits.hpp"

#include <utility>

namespace atelier {

server_drawing::server_drawing(world& all, drawing& draws, std::map<picture_id, bytes> stored)
    : world_{all}, drawing_{draws}, waiting_{std::move(stored)} {
  for (const auto& [id, ops] : waiting_)
    if (auto* what = world_.find_picture(id)) {
      what->wanted = true;
      world_.touched.insert(id);
    }
}

bool server_drawing::is_ready(const picture& what) const {
  return what.loaded && !what.loaded->has_work() && !world_.stopping;
}

void server_drawing::draw(picture_id on, const bytes& ops, turn& now) {
  auto* what = world_.find_picture(on);
  if (!what)
    return;
  if (is_ready(*what) && !waiting_.contains(on))
    return drawing_.draw(*what, ops, now);
  put_off(*what, ops, now);
}

void server_drawing::put_off(picture& what, const bytes& ops, turn& now) {
  auto& all = waiting_[what.record.id];
  if (all.size() + ops.size() > game_limits::waiting_ops_bytes_max)
    return now.log(log_line::level::error,
                   "picture " + std::to_string(what.record.id.value) + " can't be loaded to be drawn on by its game");
  append(all, ops);
  world_.commits.add(server_ops_record{what.record.id, all});
  what.wanted = true;
  world_.touched.insert(what.record.id);
}

void server_drawing::settle(turn& now) {
  for (auto each = waiting_.begin(); each != waiting_.end();) {
    const auto& [id, ops] = *each;
    auto* what = world_.find_picture(id);
    if (what && !is_ready(*what)) {
      ++each;
      continue;
    }
    if (what) {
      drawing_.draw(*what, ops, now);
      world_.commits.add(server_ops_record{id, {}});
      what->wanted = false;
    }
    each = waiting_.erase(each);
  }
}

void server_drawing::removed(picture_id picture) {
  waiting_.erase(picture);
}

} // namespace atelier
