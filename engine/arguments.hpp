#pragma once

#include "protocol/client_messages.hpp"
#include "protocol/errors.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace atelier {

/// Reads the arguments of one command by name; the first that is wrong is remembered as the command's error.
class arguments {
public:
  explicit arguments(const json& args) : args_{args} {}

  /// An integer that fits 32 bits without a sign, such as an id or a size.
  [[nodiscard]] std::uint32_t number(std::string_view name);
  [[nodiscard]] std::optional<std::uint32_t> optional_number(std::string_view name);
  [[nodiscard]] std::string text(std::string_view name);
  [[nodiscard]] std::optional<std::string> optional_text(std::string_view name);

  [[nodiscard]] std::optional<bool> optional_flag(std::string_view name);

  [[nodiscard]] const std::optional<error>& wrong() const noexcept {
    return wrong_;
  }

private:
  [[nodiscard]] const json* find(std::string_view name) const;
  void fail(std::string message);

  const json& args_;
  std::optional<error> wrong_;
};

} // namespace atelier
