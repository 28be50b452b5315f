#pragma once

#include "protocol/messages.hpp"
#include "storage/storage.hpp"

namespace atelier {

/// Decides what is committed together: all batches that came while the last commit ran. One thread; the folder outlives
/// it.
class commit_group {
public:
  explicit commit_group(data_folder& folder) : folder_{folder} {}

  /// Takes a batch; true where none waited, so that a `commit` must be asked for. After a failure batches are dropped.
  [[nodiscard]] bool add(store_batch batch);

  struct outcome {
    /// In the order in which they came.
    std::vector<committed> done;
    /// Set once, by the commit that failed.
    std::optional<store_failed> failed;
  };
  /// Commits all that wait as one transaction; does nothing where nothing waits.
  [[nodiscard]] outcome commit();

  /// Does some of the work that was left for later; true where there is more. Nothing while batches wait.
  [[nodiscard]] bool tidy();

private:
  data_folder& folder_;
  std::vector<committed> tickets_;
  std::vector<std::vector<record>> batches_;
  bool failed_ = false;
};

} // namespace atelier
