#pragma once

#include <stdexcept>
#include <string>

namespace atelier {

/// SQLite refused something. Thrown by the wrappers around it and translated into a `result` where the room ends; it
/// never leaves the room.
class sqlite_failure : public std::runtime_error {
public:
  sqlite_failure(int code, const std::string& what) : std::runtime_error{what}, code_{code} {}

  /// SQLite's extended result code.
  [[nodiscard]] int code() const noexcept {
    return code_;
  }
  /// The low byte of the code, such as SQLITE_FULL.
  [[nodiscard]] int primary_code() const noexcept {
    return code_ & 0xff;
  }

private:
  int code_;
};

} // namespace atelier
