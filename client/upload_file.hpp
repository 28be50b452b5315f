#pragma once

#include "client/content_hash.hpp"
#include "client/fault.hpp"
#include "client/open_file.hpp"
#include "protocol/bytes.hpp"

#include <cstdint>
#include <filesystem>

namespace atelier::client {

/// A file that is sent: as long as it was when it was opened, whatever is written behind its end meanwhile, and whole
/// also where its name is taken away. All faults are of kind `misuse` and name it.
class upload_file {
public:
  /// A regular file with at least one byte.
  [[nodiscard]] static outcome<upload_file> open(const std::filesystem::path& file);

  /// Its name without folders, cleaned.
  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::uint64_t size() const noexcept {
    return size_;
  }
  /// Whether its first bytes are those of an image that browsers show.
  [[nodiscard]] outcome<bool> is_image() const;

  /// Reads on for the hash, some milliseconds long; true where it has come to the end.
  [[nodiscard]] outcome<bool> hash_more();
  [[nodiscard]] std::string sha256() const {
    return hash_.hex();
  }
  /// Exactly so many bytes; a fault where the file has become shorter.
  [[nodiscard]] outcome<bytes> read(std::uint64_t offset, std::size_t count) const;

private:
  upload_file(std::filesystem::path file, open_file opened, std::uint64_t size)
      : file_{std::move(file)}, opened_{std::move(opened)}, size_{size} {}

  std::filesystem::path file_;
  open_file opened_;
  std::uint64_t size_;
  content_hash hash_;
  std::uint64_t hashed_ = 0;
};

} // namespace atelier::client
