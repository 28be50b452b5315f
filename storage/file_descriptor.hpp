#pragma once

#include <utility>

#include <unistd.h>

namespace atelier {

/// An open file that is closed with its owner; -1 holds none.
class file_descriptor {
public:
  explicit file_descriptor(int number = -1) noexcept : number_{number} {}
  file_descriptor(file_descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {}
  file_descriptor& operator=(file_descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~file_descriptor() {
    if (number_ >= 0)
      ::close(number_);
  }

  [[nodiscard]] explicit operator bool() const noexcept {
    return number_ >= 0;
  }
  [[nodiscard]] int number() const noexcept {
    return number_;
  }

private:
  int number_;
};

} // namespace atelier
