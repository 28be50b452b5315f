#pragma once

#include "protocol/ids.hpp"

#include <cstddef>
#include <list>
#include <unordered_map>
#include <vector>

namespace atelier {

/// Which PNGs are kept for whoever joins next: those that were not used for longest go when all take too much.
class encoded_shelf {
public:
  explicit encoded_shelf(std::size_t bytes_max) : bytes_max_{bytes_max} {}

  /// A picture has a new PNG. Gives the pictures whose PNG has to go for it; its own stays, however large.
  [[nodiscard]] std::vector<picture_id> put(picture_id which, std::size_t bytes);
  void used(picture_id which);
  void drop(picture_id which);

  [[nodiscard]] std::size_t bytes() const noexcept {
    return bytes_;
  }

private:
  struct entry {
    picture_id picture;
    std::size_t bytes = 0;
  };

  std::size_t bytes_max_;
  std::size_t bytes_ = 0;
  /// The last used one first.
  std::list<entry> order_;
  std::unordered_map<picture_id, std::list<entry>::iterator> places_;
};

} // namespace atelier
