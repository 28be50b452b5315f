#pragma once

#include "storage/attachments/idle_partials.hpp"
#include "storage/attachments/kept_attachments.hpp"
#include "storage/attachments/sha256.hpp"

#include <map>
#include <memory>

namespace atelier {

/// Keeps attachments as files by the SHA-256 of their content, each wholly there or not at all:
///
///     begin ──► write … write ──► finish: hash, fsync, what is it?, thumbnail, rename, fsync of the folder
///        └──── leave: what is written waits in `partial/` for the next begin with this hash ◄────┘
///
/// Every transfer has a partial of its own. One thread at a time. What fails of the disk is `storage_failure` with the
/// file's name and the reason, and ends the transfer.
class attachment_store {
public:
  /// Makes the folders that are missing, and looks what earlier runs left.
  [[nodiscard]] static result<std::unique_ptr<attachment_store>> open(std::filesystem::path root,
                                                                      std::shared_ptr<file_system> files,
                                                                      const limits& bounds,
                                                                      kept_attachments::is_named named, wall_time now);

  /// Where to go on: all of `size` where this content is kept; otherwise the end of the longest partial that nobody
  /// writes to. `bad_data` where hash or size can't be, `storage_failure` where all attachments would be too large.
  [[nodiscard]] result<std::uint64_t> begin(transfer_id id, const std::string& hash, std::uint64_t size, wall_time now);

  /// Returns when the system has the piece; it is on disk after `finish`. A piece that does not follow the last one or
  /// exceeds the announced size is `bad_data`, and the transfer ends as with `leave`.
  [[nodiscard]] result<void> write(transfer_id id, std::uint64_t offset, byte_view piece, wall_time now);

  /// Returns when the content is on disk under its name, or is refused and gone. The note has no name.
  [[nodiscard]] result<attachment_note> finish(transfer_id id, wall_time now);

  /// All in one.
  [[nodiscard]] result<attachment_note> keep(byte_view content);

  /// Ends a transfer, if there is such; what is written of it stays for the next one, or is thrown away.
  void leave(transfer_id id, bool throw_away, wall_time now);

  /// At most `limits::attachment_part_bytes` at `offset`; none at the end. `not_found` where there is no such content,
  /// or no thumbnail of it.
  [[nodiscard]] result<attachment_piece> read(const std::string& hash, bool thumbnail, std::uint64_t offset) {
    return kept_.read(hash, thumbnail, offset);
  }

  /// Removes partials that are too old.
  void expire(wall_time now);

  /// Goes through the next folder of what earlier runs kept: what no message names is removed, since a crash between
  /// keeping and saying leaves it, and the rest is counted. True where folders are left. What this run has kept or was
  /// asked for stays. Until the end the limit on all attachments knows only what was counted.
  bool sweep_next() {
    return kept_.sweep_next();
  }

private:
  struct transfer {
    std::string hash;
    std::uint64_t bytes = 0;
    /// Nothing where the content is kept already.
    std::optional<partial_name> partial;
    std::uint64_t written = 0;
    sha256 sum{};
  };

  attachment_store(const attachment_paths& paths, std::shared_ptr<file_system> files, const limits& bounds,
                   kept_attachments::is_named named)
      : paths_{paths},
        files_{std::move(files)},
        bounds_{bounds},
        kept_{paths_, files_, std::move(named), taken_},
        idle_{bounds} {}

  [[nodiscard]] result<void> prepare(wall_time now);
  [[nodiscard]] result<void> find_partials();
  [[nodiscard]] std::optional<error> wrong_with(const std::string& hash, std::uint64_t size) const;
  [[nodiscard]] std::optional<error> wrong_with(const transfer& what, std::uint64_t offset, byte_view piece) const;
  [[nodiscard]] result<transfer> start(const std::string& hash, std::uint64_t size);
  [[nodiscard]] result<void> go_on_from(const idle_partial& what, transfer& into);
  [[nodiscard]] result<void> make_room(std::uint64_t more, std::uint64_t size);
  [[nodiscard]] result<attachment_note> check_and_place(transfer& what);
  [[nodiscard]] result<recognised> look_at(const std::filesystem::path& file);
  void set_aside(const transfer& what, wall_time now);
  void drop(const partial_name& what, std::uint64_t size);
  [[nodiscard]] std::filesystem::path path_of(const partial_name& what) const {
    return paths_.partials() / what.text();
  }

  attachment_paths paths_;
  std::shared_ptr<file_system> files_;
  limits bounds_;
  stored_bytes taken_;
  kept_attachments kept_;
  idle_partials idle_;
  std::map<transfer_id, transfer> transfers_;
};

} // namespace atelier
