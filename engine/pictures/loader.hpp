#pragma once

#include "engine/pictures/raster.hpp"
#include "protocol/messages.hpp"
#include "protocol/records.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace atelier {

/// A picture rebuilt from what is stored, or why it could not be.
struct picture_loaded {
  std::uint64_t request = 0;
  picture_id picture;
  /// The op up to which `pixels` goes.
  seq_t seq = 0;
  std::optional<raster> pixels;
  std::vector<std::pair<author_id, client_seq_t>> client_seqs;
  std::optional<error> failed;
};

/// Rebuilds a raster: the newest snapshot at or below `until`, then the stored ops after it. A gap in the log, or an
/// op that can't be drawn again, is `picture_problem`. May take long; `archive` is used by one thread at a time.
[[nodiscard]] picture_loaded rebuild(picture_archive& archive, const load_picture& what);

} // namespace atelier
