#pragma once

#include "client/fault.hpp"

#include <filesystem>
#include <unistd.h>
#include <utility>

namespace atelier::client {

/// An open file of the system, closed with this.
class open_file {
public:
  explicit open_file(int descriptor = -1) noexcept : descriptor_{descriptor} {}
  ~open_file() {
    if (descriptor_ >= 0)
      ::close(descriptor_);
  }
  open_file(open_file&& other) noexcept : descriptor_{std::exchange(other.descriptor_, -1)} {}
  open_file& operator=(open_file&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }

  [[nodiscard]] int descriptor() const noexcept {
    return descriptor_;
  }
  [[nodiscard]] bool is_open() const noexcept {
    return descriptor_ >= 0;
  }

private:
  int descriptor_;
};

/// What a file could not be used for: `cannot DO "FILE": WHY`, a fault of kind `misuse`.
[[nodiscard]] tl::unexpected<fault> cannot(const char* what, const std::filesystem::path& file, const std::string& why);
/// The same with what the system says of an error number.
[[nodiscard]] tl::unexpected<fault> cannot(const char* what, const std::filesystem::path& file, int error);

} // namespace atelier::client
