#include "client/download_file.hpp"

#include "client/received_name.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

namespace atelier::client {

namespace {

constexpr std::uint64_t hashed_at_once = std::uint64_t{2} * 1024 * 1024;
/// Programs that fetch the same into the same folder at the same time.
constexpr unsigned parts_max = 16;
/// Files of the same name in one folder.
constexpr unsigned names_max = 10'000;
constexpr mode_t readable_by_others = 0644;

/// Whether the open file is what the path names: another program may just have finished it.
bool is_still_there(const open_file& opened, const std::filesystem::path& file) {
  struct stat ours {};
  struct stat there {};
  return ::fstat(opened.descriptor(), &ours) == 0 && ::lstat(file.c_str(), &there) == 0 && ours.st_dev == there.st_dev
         && ours.st_ino == there.st_ino;
}

/// Moves a file without replacing another; 0 or an error number.
int move_to_free(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return errno;
  // Network file systems know no such renaming.
  if (::link(from.c_str(), to.c_str()) != 0)
    return errno;
  ::unlink(from.c_str());
  return 0;
}

} // namespace

outcome<download_file> download_file::open(const std::filesystem::path& folder, const std::string& hash) {
  std::error_code code;
  std::filesystem::create_directories(folder, code);
  if (code)
    return cannot("make the folder", folder, code.value());
  auto part = folder / ("." + hash + ".part");
  for (unsigned number = 1; number <= parts_max;) {
    open_file opened{::open(part.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, readable_by_others)};
    if (!opened.is_open())
      return cannot("write", part, errno);
    struct stat known {};
    if (::fstat(opened.descriptor(), &known) != 0)
      return cannot("write", part, errno);
    if (!S_ISREG(known.st_mode))
      return cannot("write", part, "it is no regular file");
    if (::flock(opened.descriptor(), LOCK_EX | LOCK_NB) != 0) {
      part = folder / ("." + hash + "." + std::to_string(++number) + ".part");
      continue;
    }
    if (is_still_there(opened, part) && ::fstat(opened.descriptor(), &known) == 0)
      return download_file{std::move(part), hash, std::move(opened), static_cast<std::uint64_t>(known.st_size)};
  }
  return cannot("write", part, "too many programs fetch it at the same time");
}

download_file::~download_file() {
  if (opened_.is_open() && size_ == 0)
    discard();
}

outcome<bool> download_file::hash_more() {
  bytes piece(static_cast<std::size_t>(std::min(size_ - hashed_, hashed_at_once)));
  const auto got = ::pread(opened_.descriptor(), piece.data(), piece.size(), static_cast<off_t>(hashed_));
  if (got < 0 && errno != EINTR)
    return cannot("read", part_, errno);
  if (got == 0 && !piece.empty())
    return cannot("read", part_, "somebody else has made it shorter");
  if (got > 0) {
    hash_.add(byte_view{piece}.first(static_cast<std::size_t>(got)));
    hashed_ += static_cast<std::uint64_t>(got);
  }
  return hashed_ == size_;
}

outcome<void> download_file::append(byte_view piece) {
  hash_.add(piece);
  while (!piece.empty()) {
    const auto done = ::pwrite(opened_.descriptor(), piece.data(), piece.size(), static_cast<off_t>(size_));
    if (done < 0 && errno != EINTR)
      return cannot("write", part_, errno);
    if (done > 0) {
      size_ += static_cast<std::uint64_t>(done);
      piece = piece.subspan(static_cast<std::size_t>(done));
    }
  }
  hashed_ = size_;
  return {};
}

outcome<void> download_file::clear() {
  if (::ftruncate(opened_.descriptor(), 0) != 0)
    return cannot("write", part_, errno);
  size_ = hashed_ = 0;
  hash_ = {};
  return {};
}

outcome<void> download_file::flush() const {
  if (::fdatasync(opened_.descriptor()) != 0)
    return cannot("write", part_, errno);
  return {};
}

outcome<std::filesystem::path> download_file::keep_as(std::string_view name) {
  if (const auto flushed = flush(); !flushed)
    return tl::unexpected{flushed.error()};
  for (unsigned number = 1; number <= names_max; ++number) {
    const auto file = part_.parent_path() / received_name(name, number);
    const auto failed = move_to_free(part_, file);
    if (failed == 0)
      return file;
    if (failed != EEXIST)
      return cannot("write", file, failed);
  }
  return cannot("write", part_.parent_path() / received_name(name, 1),
                "there are " + std::to_string(names_max) + " files of this name already");
}

outcome<void> download_file::keep_at(const std::filesystem::path& file) {
  if (auto flushed = flush(); !flushed)
    return flushed;
  if (const auto failed = move_to_free(part_, file); failed != 0)
    return cannot("write", file, failed);
  return {};
}

void download_file::discard() noexcept {
  ::unlink(part_.c_str());
}

} // namespace atelier::client
