#pragma once

#include <cstdint>

namespace atelier {

/// What files take on disk, by their sizes: whole blocks, so that a limit on it is one on the number of files too.
class stored_bytes {
public:
  static constexpr std::uint64_t block_bytes = 4096;

  [[nodiscard]] static constexpr std::uint64_t of(std::uint64_t size) noexcept {
    return (size + block_bytes - 1) / block_bytes * block_bytes;
  }

  /// A file has changed its size; 0 is one that is not there.
  void change(std::uint64_t from, std::uint64_t to) noexcept {
    total_ += of(to);
    total_ -= of(from);
  }
  [[nodiscard]] std::uint64_t total() const noexcept {
    return total_;
  }

private:
  std::uint64_t total_ = 0;
};

} // namespace atelier
