#include "tests/storage/faulty_disk.hpp"

#include "storage/posix_file_system.hpp"
#include "tests/storage/faulty_vfs.hpp"

#include <algorithm>
#include <fstream>
#include <sqlite3.h>

namespace atelier::test {

namespace {

/// What a disk writes as a whole.
constexpr std::size_t sector_bytes = 512;

bytes content_of(const std::string& file) {
  std::ifstream in{file, std::ios::binary};
  const std::string text{std::istreambuf_iterator<char>{in}, {}};
  const auto raw = as_byte_view(text);
  return {raw.begin(), raw.end()};
}

/// Real files that are never synced: what these tests lose, they lose by themselves.
class unsynced_files final : public posix_file_system {
public:
  result<void> sync_folder(const path&) override {
    return {};
  }
};

} // namespace

folder_options on(const faulty_disk& disk) {
  folder_options options;
  options.files = std::make_shared<unsynced_files>();
  options.vfs = disk.vfs_name();
  return options;
}

faulty_disk::faulty_disk() : name_{register_faulty_vfs(*this)} {}

faulty_disk::~faulty_disk() {
  unregister_faulty_vfs(name_);
}

void faulty_disk::fail_change(int number) {
  const std::lock_guard alone{mutex_};
  failing_ = number;
}

void faulty_disk::cut_power_at(int number) {
  const std::lock_guard alone{mutex_};
  cut_at_ = number;
}

void faulty_disk::fill() {
  const std::lock_guard alone{mutex_};
  full_ = true;
}

int faulty_disk::changes() {
  const std::lock_guard alone{mutex_};
  return changes_;
}

int faulty_disk::syncs() {
  const std::lock_guard alone{mutex_};
  return syncs_;
}

int faulty_disk::before(change what) {
  const std::lock_guard alone{mutex_};
  ++changes_;
  if (what == change::sync)
    ++syncs_;
  if (full_ && what == change::write)
    return SQLITE_FULL;
  if (changes_ == failing_ || (cut_at_ && changes_ >= *cut_at_))
    return what == change::sync ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
  return SQLITE_OK;
}

void faulty_disk::opened(const std::string& file) {
  const std::lock_guard alone{mutex_};
  if (!files_.contains(file))
    files_[file].safe = content_of(file);
}

void faulty_disk::written(const std::string& file, std::int64_t offset, byte_view data) {
  const std::lock_guard alone{mutex_};
  files_[file].unsynced.push_back({bytes{data.begin(), data.end()}, offset});
}

void faulty_disk::truncated(const std::string& file, std::int64_t size) {
  const std::lock_guard alone{mutex_};
  files_[file].unsynced.push_back({std::nullopt, size});
}

void faulty_disk::synced(const std::string& file) {
  const std::lock_guard alone{mutex_};
  auto& state = files_[file];
  for (const auto& each : state.unsynced)
    apply(state.safe, each);
  state.unsynced.clear();
}

void faulty_disk::removed(const std::string& file) {
  const std::lock_guard alone{mutex_};
  files_.erase(file);
}

void faulty_disk::leave_only_what_survives(std::mt19937& chance) {
  const std::lock_guard alone{mutex_};
  for (auto& [file, state] : files_) {
    auto content = state.safe;
    for (const auto& each : state.unsynced) {
      if (!each.data) {
        if (chance() % 2 == 0)
          apply(content, each);
        continue;
      }
      for (std::size_t at = 0; at < each.data->size(); at += sector_bytes) {
        if (chance() % 2 == 0)
          continue;
        const auto size = std::min(sector_bytes, each.data->size() - at);
        const auto from = each.data->begin() + static_cast<std::ptrdiff_t>(at);
        apply(content,
              {bytes{from, from + static_cast<std::ptrdiff_t>(size)}, each.offset + static_cast<std::int64_t>(at)});
      }
    }
    std::ofstream out{file, std::ios::binary | std::ios::trunc};
    out << as_text(content);
    std::filesystem::remove(file + "-shm");
  }
}

void faulty_disk::apply(bytes& to, const pending& change) {
  const auto offset = static_cast<std::size_t>(change.offset);
  if (!change.data) {
    to.resize(offset);
    return;
  }
  to.resize(std::max(to.size(), offset + change.data->size()));
  std::ranges::copy(*change.data, to.begin() + static_cast<std::ptrdiff_t>(offset));
}

} // namespace atelier::test
