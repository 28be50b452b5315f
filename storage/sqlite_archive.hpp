#pragma once

#include "storage/snapshot_files.hpp"
#include "storage/sqlite_statement.hpp"

namespace atelier {

/// Reads pictures from the database, on a connection of its own, and from the snapshot store.
class sqlite_archive final : public picture_archive {
public:
  /// Throws `sqlite_failure`.
  sqlite_archive(const std::filesystem::path& file, const std::string& vfs, std::filesystem::path snapshots,
                 std::shared_ptr<file_system> files);

  result<std::optional<std::pair<snapshot_record, image>>> newest_snapshot(picture_id picture, seq_t until) override;

  /// Fails where the log has a gap. `take` may take its time: no transaction is open while it runs.
  result<void> read_ops(picture_id picture, seq_t after, const std::function<bool(const ops_record&)>& take) override;

  result<std::vector<std::pair<author_id, client_seq_t>>> client_seqs(picture_id picture) override;

private:
  [[nodiscard]] result<image> read_image(const snapshot_record& snapshot, std::uint16_t width, std::uint16_t height);
  [[nodiscard]] std::vector<ops_record> read_page(picture_id picture, seq_t after);

  sqlite_database database_;
  snapshot_files snapshots_;
  sqlite_statement find_snapshots_;
  sqlite_statement find_ops_;
  sqlite_statement find_client_seqs_;
};

} // namespace atelier
