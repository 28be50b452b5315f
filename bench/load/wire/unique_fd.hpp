#pragma once

#include <unistd.h>
#include <utility>

namespace atelier::bench {

/// Owns a file descriptor, or none (-1).
class unique_fd {
public:
  unique_fd() noexcept = default;
  explicit unique_fd(int value) noexcept : value_{value} {}
  unique_fd(unique_fd&& other) noexcept : value_{std::exchange(other.value_, -1)} {}
  unique_fd& operator=(unique_fd&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
  }
  ~unique_fd() {
    reset();
  }

  [[nodiscard]] int get() const noexcept {
    return value_;
  }
  [[nodiscard]] explicit operator bool() const noexcept {
    return value_ >= 0;
  }
  void reset() noexcept {
    if (value_ >= 0)
      ::close(std::exchange(value_, -1));
  }

private:
  int value_ = -1;
};

} // namespace atelier::bench
