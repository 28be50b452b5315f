#include "storage/sqlite_archive.hpp"

#include "protocol/png.hpp"
#include "storage/guarded.hpp"
#include "storage/stored_numbers.hpp"

namespace atelier {

namespace {

/// Runs held in memory at once, so that the longest log costs no more than this.
constexpr std::size_t page_bytes_max = 1024 * 1024;

} // namespace

sqlite_archive::sqlite_archive(const std::filesystem::path& file, const std::string& vfs,
                               std::filesystem::path snapshots, std::shared_ptr<file_system> files)
    : database_{file, sqlite_database::options::reading(vfs)},
      snapshots_{std::move(snapshots), std::move(files)},
      find_snapshots_{database_, "SELECT epoch, seq, file, width, height FROM snapshots JOIN pictures ON id = picture "
                                 "WHERE picture = ? AND seq <= ? ORDER BY epoch DESC, seq DESC"},
      find_ops_{database_, "SELECT first_seq, last_seq, runs FROM ops WHERE picture = ? AND last_seq > ? "
                           "ORDER BY last_seq"},
      find_client_seqs_{database_, "SELECT author, client_seq FROM client_seqs WHERE picture = ? ORDER BY author"} {}

result<std::optional<std::pair<snapshot_record, image>>> sqlite_archive::newest_snapshot(picture_id picture,
                                                                                         seq_t until) {
  return guarded([&]() -> result<std::optional<std::pair<snapshot_record, image>>> {
    struct candidate {
      snapshot_record snapshot;
      std::uint16_t width = 0;
      std::uint16_t height = 0;
    };
    std::vector<candidate> candidates;
    find_snapshots_.start(picture, to_stored_number(until));
    while (find_snapshots_.next())
      candidates.push_back(
          {{picture, find_snapshots_.as<epoch_t>(0), find_snapshots_.as<seq_t>(1), find_snapshots_.text(2)},
           find_snapshots_.as<std::uint16_t>(3),
           find_snapshots_.as<std::uint16_t>(4)});
    for (auto& found : candidates)
      if (auto pixels = read_image(found.snapshot, found.width, found.height))
        return std::pair{std::move(found.snapshot), *std::move(pixels)};
    return std::nullopt;
  });
}

result<image> sqlite_archive::read_image(const snapshot_record& snapshot, std::uint16_t width, std::uint16_t height) {
  const auto file = snapshots_.read(snapshot.file);
  if (!file)
    return tl::unexpected{file.error()};
  const auto header = read_png_header(*file);
  if (!header)
    return tl::unexpected{header.error()};
  if (header->width != width || header->height != height)
    return failure(errc::bad_data, snapshot.file + " is not as large as its picture");
  return decode_png(*file, std::max(width, height));
}

result<void> sqlite_archive::read_ops(picture_id picture, seq_t after,
                                      const std::function<bool(const ops_record&)>& take) {
  return guarded([&]() -> result<void> {
    auto reached = after;
    for (auto page = read_page(picture, reached); !page.empty(); page = read_page(picture, reached))
      for (const auto& ops : page) {
        if (ops.first_seq > reached + 1)
          return failure(errc::storage_failure, "the log of picture " + std::to_string(picture.value) + " has op "
                                                    + std::to_string(ops.first_seq) + " after op "
                                                    + std::to_string(reached) + "; those between are missing");
        reached = ops.last_seq;
        if (!take(ops))
          return {};
      }
    return {};
  });
}

std::vector<ops_record> sqlite_archive::read_page(picture_id picture, seq_t after) {
  std::vector<ops_record> page;
  std::size_t size = 0;
  find_ops_.start(picture, to_stored_number(after));
  while (size < page_bytes_max && find_ops_.next()) {
    const auto runs = find_ops_.blob(2);
    page.push_back({picture, find_ops_.as<seq_t>(0), find_ops_.as<seq_t>(1), {runs.begin(), runs.end()}, {}});
    size += sizeof page.back() + runs.size();
  }
  find_ops_.reset();
  return page;
}

result<std::vector<std::pair<author_id, client_seq_t>>> sqlite_archive::client_seqs(picture_id picture) {
  return guarded([&]() -> result<std::vector<std::pair<author_id, client_seq_t>>> {
    std::vector<std::pair<author_id, client_seq_t>> found;
    find_client_seqs_.start(picture);
    while (find_client_seqs_.next())
      found.emplace_back(author_id{find_client_seqs_.as<std::uint32_t>(0)}, find_client_seqs_.as<client_seq_t>(1));
    return found;
  });
}

} // namespace atelier
