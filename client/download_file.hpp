#pragma once

#include "client/content_hash.hpp"
#include "client/fault.hpp"
#include "client/open_file.hpp"
#include "protocol/bytes.hpp"

#include <cstdint>
#include <filesystem>
#include <string_view>

namespace atelier::client {

/// A file that is received: `.HASH.part` in its folder until it is whole, so that a later run can go on with it, and
/// only one program at a time. All faults are of kind `misuse` and name the file.
class download_file {
public:
  /// Opens what is there of the content, or begins it; makes the folder where there is none.
  [[nodiscard]] static outcome<download_file> open(const std::filesystem::path& folder, const std::string& hash);
  /// Removes what is empty.
  ~download_file();
  download_file(download_file&&) noexcept = default;
  download_file& operator=(download_file&&) = delete;

  /// So much is there.
  [[nodiscard]] std::uint64_t size() const noexcept {
    return size_;
  }
  /// Reads on what was there before, for the hash, some milliseconds long; true where it has come to the end.
  [[nodiscard]] outcome<bool> hash_more();
  /// Writes behind what is there; not before `hash_more` has come to the end.
  [[nodiscard]] outcome<void> append(byte_view piece);
  /// Throws away what is there.
  [[nodiscard]] outcome<void> clear();
  /// Whether what is there is what its hash says.
  [[nodiscard]] bool fits() const {
    return hash_.hex() == wanted_;
  }

  /// Gives it the name that others gave it, or the first one like it that is free (`received_name`); never replaces a
  /// file. Gives its path. Nothing else may follow.
  [[nodiscard]] outcome<std::filesystem::path> keep_as(std::string_view name);
  /// Gives it exactly this path, in the same folder; a fault where something is there.
  [[nodiscard]] outcome<void> keep_at(const std::filesystem::path& file);
  /// Removes it.
  void discard() noexcept;

private:
  download_file(std::filesystem::path part, std::string wanted, open_file opened, std::uint64_t size)
      : part_{std::move(part)}, wanted_{std::move(wanted)}, opened_{std::move(opened)}, size_{size} {}
  [[nodiscard]] outcome<void> flush() const;

  std::filesystem::path part_;
  std::string wanted_;
  open_file opened_;
  std::uint64_t size_;
  content_hash hash_;
  std::uint64_t hashed_ = 0;
};

} // namespace atelier::client
