#include "storage/snapshot_files.hpp"

#include <algorithm>
#include <charconv>

namespace atelier {

namespace {

constexpr std::string_view finished_suffix = ".png";
constexpr std::string_view unfinished_suffix = ".part";

bool is_plain_name(std::string_view name) {
  return !name.empty() && name.front() != '.' && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'
           || c == '-';
  });
}

bool is_snapshot_name(std::string_view file) {
  const auto slash = file.find('/');
  return slash != std::string_view::npos && is_plain_name(file.substr(0, slash))
         && is_plain_name(file.substr(slash + 1));
}

std::filesystem::path unfinished_name(const std::filesystem::path& target) {
  return target.string() + std::string{unfinished_suffix};
}

/// The epoch of `<epoch>-<seq>.png`, finished or not; nothing for other names: what a person puts beside the snapshots
/// is not ours to remove.
std::optional<epoch_t> epoch_of(std::string_view name) {
  if (name.ends_with(unfinished_suffix))
    name.remove_suffix(unfinished_suffix.size());
  if (!name.ends_with(finished_suffix))
    return std::nullopt;
  name.remove_suffix(finished_suffix.size());
  const auto* const end = name.data() + name.size();
  epoch_t epoch = 0;
  const auto [hyphen, bad_epoch] = std::from_chars(name.data(), end, epoch);
  if (bad_epoch != std::errc{} || hyphen == end || *hyphen != '-')
    return std::nullopt;
  seq_t seq = 0;
  const auto [last, bad_seq] = std::from_chars(hyphen + 1, end, seq);
  return bad_seq == std::errc{} && last == end ? std::optional{epoch} : std::nullopt;
}

tl::unexpected<error> bad_name(const std::string& file) {
  return failure(errc::bad_data, "\"" + file
                                     + "\" is no name of a snapshot; it must be <folder>/<epoch>-<seq>.png, of "
                                       "letters, digits, _ . and -");
}

} // namespace

result<void> snapshot_files::write(const std::string& file, byte_view png) {
  if (!is_snapshot_name(file))
    return bad_name(file);
  const std::lock_guard alone{folders_};
  const auto target = root_ / file;
  auto done = place(target, png);
  if (!done) {
    // The first failure is the one to tell; what this leaves behind, the next sweep takes.
    static_cast<void>(files_->remove(unfinished_name(target)));
  }
  return done;
}

result<void> snapshot_files::place(const std::filesystem::path& target, byte_view png) {
  const auto folder = target.parent_path();
  const auto unfinished = unfinished_name(target);
  const auto made = files_->create_folder(folder);
  if (!made)
    return tl::unexpected{made.error()};
  // Also where the folder was there before: its maker may have failed, or been stopped, before this.
  if (auto named = files_->sync_folder(root_); !named)
    return named;
  if (auto written = files_->write(unfinished, png); !written)
    return written;
  if (auto renamed = files_->rename(unfinished, target); !renamed)
    return renamed;
  return files_->sync_folder(folder);
}

result<bytes> snapshot_files::read(const std::string& file) const {
  if (!is_snapshot_name(file))
    return bad_name(file);
  return files_->read(root_ / file);
}

void snapshot_files::remove(const std::string& file) noexcept {
  if (!is_snapshot_name(file))
    return;
  const std::lock_guard alone{folders_};
  const auto target = root_ / file;
  if (!files_->remove(target))
    return;
  static_cast<void>(files_->remove(target.parent_path()));
}

result<std::vector<std::string>> snapshot_files::folders() const {
  const auto found = files_->list(root_);
  if (!found)
    return tl::unexpected{found.error()};
  std::vector<std::string> names;
  for (const auto& entry : *found)
    if (entry.folder)
      names.push_back(entry.name);
  return names;
}

result<std::size_t> snapshot_files::sweep(const std::string& folder, epoch_t below,
                                          const std::function<bool(const std::string& file)>& is_named) {
  const auto found = files_->list(root_ / folder);
  if (!found)
    return tl::unexpected{found.error()};
  std::size_t removed = 0;
  for (const auto& entry : *found) {
    const auto epoch = entry.folder ? std::nullopt : epoch_of(entry.name);
    if (!epoch || *epoch >= below || is_named(folder + '/' + entry.name))
      continue;
    if (auto done = files_->remove(root_ / folder / entry.name); !done)
      return tl::unexpected{done.error()};
    ++removed;
  }
  // While somebody writes, an empty folder may be his; it is no loss to keep it.
  if (const std::unique_lock alone{folders_, std::try_to_lock}; removed == found->size() && alone)
    static_cast<void>(files_->remove(root_ / folder));
  return removed;
}

} // namespace atelier
