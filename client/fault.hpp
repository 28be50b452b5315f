#pragma once

#include <optional>
#include <string>
#include <tl/expected.hpp>

namespace atelier::client {

/// What kind of thing went wrong, so that a caller knows whether to try again.
enum class fault_kind {
  /// The caller asked for something that cannot be, such as a URL that is none.
  misuse,
  /// No connection came about.
  unreachable,
  /// There was a connection, and there is none any more.
  lost,
  /// The time that the caller gave was up; the connection stands.
  timed_out,
  /// The server answered with an error; `code` is the one of the contract, as it stood on the wire.
  refused,
  /// The server broke the contract.
  broken_contract,
};

/// Why something failed, in one line for a person.
struct fault {
  fault_kind kind = fault_kind::misuse;
  std::string message;
  /// The contract's error code, or the reason of a `goodbye`; empty where there was neither.
  std::string code{};
  /// Whether a client may come back, where the server said so.
  std::optional<bool> may_return{};
};

template <class T>
using outcome = tl::expected<T, fault>;

[[nodiscard]] inline tl::unexpected<fault> failed(fault_kind kind, std::string message, std::string code = {}) {
  return tl::unexpected<fault>{fault{kind, std::move(message), std::move(code), std::nullopt}};
}

} // namespace atelier::client
