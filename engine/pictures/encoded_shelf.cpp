#include "engine/pictures/encoded_shelf.hpp"

namespace atelier {

std::vector<picture_id> encoded_shelf::put(picture_id which, std::size_t bytes) {
  drop(which);
  order_.push_front({which, bytes});
  places_.emplace(which, order_.begin());
  bytes_ += bytes;
  std::vector<picture_id> gone;
  while (bytes_ > bytes_max_ && order_.size() > 1) {
    gone.push_back(order_.back().picture);
    drop(gone.back());
  }
  return gone;
}

void encoded_shelf::used(picture_id which) {
  if (const auto place = places_.find(which); place != places_.end())
    order_.splice(order_.begin(), order_, place->second);
}

void encoded_shelf::drop(picture_id which) {
  const auto place = places_.find(which);
  if (place == places_.end())
    return;
  bytes_ -= place->second->bytes;
  order_.erase(place->second);
  places_.erase(place);
}

} // namespace atelier
