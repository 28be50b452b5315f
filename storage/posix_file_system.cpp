#include "storage/posix_file_system.hpp"

#include "storage/file_descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <span>
#include <sys/stat.h>
#include <system_error>

namespace atelier {

namespace {

tl::unexpected<error> failed(const char* doing, const std::filesystem::path& what, int code = errno) {
  return failure(errc::storage_failure,
                 std::string{"can't "} + doing + ' ' + what.string() + ": " + std::generic_category().message(code));
}

/// Calls again where a signal cut the call short.
template <class Call>
auto repeat_interrupted(Call call) {
  auto answer = call();
  while (answer < 0 && errno == EINTR)
    answer = call();
  return answer;
}

file_descriptor open_file(const std::filesystem::path& file, int flags) {
  return file_descriptor{repeat_interrupted([&] { return ::open(file.c_str(), flags | O_CLOEXEC, 0600); })};
}

/// Fills `to` from `offset` on, as far as the file goes; the number of bytes read, or -1.
std::ptrdiff_t read_at(const file_descriptor& in, std::span<std::byte> to, std::uint64_t offset) {
  std::size_t done = 0;
  while (done < to.size()) {
    const auto more = repeat_interrupted(
        [&] { return ::pread(in.number(), to.data() + done, to.size() - done, static_cast<off_t>(offset + done)); });
    if (more < 0)
      return -1;
    if (more == 0)
      break;
    done += static_cast<std::size_t>(more);
  }
  return static_cast<std::ptrdiff_t>(done);
}

bool write_all(const file_descriptor& out, byte_view content) {
  while (!content.empty()) {
    const auto done = repeat_interrupted([&] { return ::write(out.number(), content.data(), content.size()); });
    if (done < 0)
      return false;
    content = content.subspan(static_cast<std::size_t>(done));
  }
  return true;
}

bool sync_file(const file_descriptor& out) {
  return repeat_interrupted([&] { return ::fsync(out.number()); }) == 0;
}

} // namespace

result<bytes> posix_file_system::read(const path& file) {
  const auto in = open_file(file, O_RDONLY);
  struct stat about {};
  if (!in || ::fstat(in.number(), &about) != 0)
    return failed("read", file);
  bytes content(static_cast<std::size_t>(about.st_size));
  const auto done = read_at(in, content, 0);
  if (done < 0)
    return failed("read", file);
  content.resize(static_cast<std::size_t>(done));
  return content;
}

result<bytes> posix_file_system::read_part(const path& file, std::uint64_t offset, std::size_t bytes_max) {
  const auto in = open_file(file, O_RDONLY);
  if (!in)
    return failed("read", file);
  bytes content(bytes_max);
  const auto done = read_at(in, content, offset);
  if (done < 0)
    return failed("read", file);
  content.resize(static_cast<std::size_t>(done));
  return content;
}

result<std::optional<file_system::file_info>> posix_file_system::look(const path& file) {
  struct stat about {};
  if (::stat(file.c_str(), &about) != 0) {
    if (errno == ENOENT)
      return std::nullopt;
    return failed("look at", file);
  }
  const auto changed = std::chrono::seconds{about.st_mtim.tv_sec} + std::chrono::nanoseconds{about.st_mtim.tv_nsec};
  return file_info{static_cast<std::uint64_t>(about.st_size), std::chrono::system_clock::time_point{changed}};
}

result<bool> posix_file_system::create_folder(const path& folder) {
  if (::mkdir(folder.c_str(), 0700) == 0)
    return true;
  const auto code = errno;
  struct stat about {};
  if (code == EEXIST && ::stat(folder.c_str(), &about) == 0 && S_ISDIR(about.st_mode))
    return false;
  return failed("make the folder", folder, code);
}

result<void> posix_file_system::write(const path& file, byte_view content) {
  const auto out = open_file(file, O_WRONLY | O_CREAT | O_TRUNC);
  if (!out || !write_all(out, content) || !sync_file(out))
    return failed("write", file);
  return {};
}

result<void> posix_file_system::append(const path& file, byte_view more) {
  const auto out = open_file(file, O_WRONLY | O_CREAT | O_APPEND);
  if (!out || !write_all(out, more))
    return failed("write", file);
  return {};
}

result<void> posix_file_system::sync(const path& file) {
  const auto out = open_file(file, O_WRONLY);
  if (!out || !sync_file(out))
    return failed("write", file);
  return {};
}

result<void> posix_file_system::rename(const path& from, const path& to) {
  if (::rename(from.c_str(), to.c_str()) != 0)
    return failed("make", to);
  return {};
}

result<void> posix_file_system::sync_folder(const path& folder) {
  const auto opened = open_file(folder, O_RDONLY | O_DIRECTORY);
  if (!opened || repeat_interrupted([&] { return ::fsync(opened.number()); }) != 0)
    return failed("write the folder", folder);
  return {};
}

result<void> posix_file_system::remove(const path& what) {
  std::error_code reason;
  std::filesystem::remove(what, reason);
  if (reason)
    return failed("remove", what, reason.value());
  return {};
}

result<std::vector<file_system::entry>> posix_file_system::list(const path& folder) {
  std::error_code reason;
  std::vector<entry> found;
  for (std::filesystem::directory_iterator at{folder, reason}, end; !reason && at != end; at.increment(reason))
    found.push_back({at->path().filename().string(), at->is_directory(reason)});
  if (reason)
    return failed("read the folder", folder, reason.value());
  return found;
}

} // namespace atelier
