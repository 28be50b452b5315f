#pragma once

#include "protocol/errors.hpp"
#include "storage/sqlite_failure.hpp"

namespace atelier {

/// Calls what answers with a `result`, and makes one of what it throws: the place where the room's exceptions end. The
/// world's failures are `storage_failure`, a contradiction of ours is `internal_error`.
template <class Call>
[[nodiscard]] auto guarded(Call&& call) -> decltype(call()) {
  try {
    return call();
  } catch (const sqlite_failure& failed) {
    return failure(errc::storage_failure, failed.what());
  } catch (const std::logic_error& mistake) {
    return failure(errc::internal_error, mistake.what());
  }
}

} // namespace atelier
