#include "storage/posix_file_system.hpp"

#include "storage/file_descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
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

} // namespace

result<bytes> posix_file_system::read(const path& file) {
  const auto in = open_file(file, O_RDONLY);
  struct stat about {};
  if (!in || ::fstat(in.number(), &about) != 0)
    return failed("read", file);
  bytes content(static_cast<std::size_t>(about.st_size));
  std::size_t done = 0;
  while (done < content.size()) {
    const auto more =
        repeat_interrupted([&] { return ::read(in.number(), content.data() + done, content.size() - done); });
    if (more < 0)
      return failed("read", file);
    if (more == 0)
      break;
    done += static_cast<std::size_t>(more);
  }
  content.resize(done);
  return content;
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
  if (!out)
    return failed("write", file);
  while (!content.empty()) {
    const auto done = repeat_interrupted([&] { return ::write(out.number(), content.data(), content.size()); });
    if (done < 0)
      return failed("write", file);
    content = content.subspan(static_cast<std::size_t>(done));
  }
  if (repeat_interrupted([&] { return ::fsync(out.number()); }) != 0)
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
