#pragma once

#include "protocol/client_messages.hpp"
#include "protocol/limits.hpp"

#include <map>
#include <string>
#include <vector>

namespace atelier {

/// The part of the configuration that `set_config` changes while the server runs, and `config` shows. What was set
/// is stored and holds over restarts.
class configuration {
public:
  explicit configuration(limits bounds) : bounds_{bounds} {}

  /// Takes over values that were stored as JSON text; what no longer fits is passed over.
  void recover(const std::map<std::string, std::string>& stored);

  /// Sets all values of a `set_config`, or none: `bad_data` names the first that is unknown or out of range. Gives
  /// what has to be stored.
  [[nodiscard]] result<std::map<std::string, std::string>> set(const json& values);

  [[nodiscard]] json show() const;
  [[nodiscard]] const limits& bounds() const noexcept {
    return bounds_;
  }

private:
  limits bounds_;
};

} // namespace atelier
