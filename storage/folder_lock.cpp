#include "storage/folder_lock.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <system_error>

namespace atelier {

namespace {

std::string holder_in(int lock) {
  std::array<char, 20> text{};
  const auto size = ::pread(lock, text.data(), text.size(), 0);
  std::string id{text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
  id.erase(std::ranges::find_if_not(id, [](unsigned char c) { return std::isdigit(c) != 0; }), id.end());
  return id.empty() ? "another process" : "process " + id;
}

tl::unexpected<open_error> not_writable(const std::filesystem::path& file) {
  return tl::unexpected{open_error{open_failure::not_writable,
                                   "can't lock " + file.string() + ": " + std::generic_category().message(errno)}};
}

} // namespace

tl::expected<folder_lock, open_error> folder_lock::take(const std::filesystem::path& file) {
  file_descriptor lock{::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (!lock)
    return not_writable(file);
  if (::flock(lock.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK)
      return not_writable(file);
    return tl::unexpected{open_error{open_failure::in_use, "the data folder " + file.parent_path().string()
                                                               + " is in use by " + holder_in(lock.number())
                                                               + "; stop it, or choose another folder"}};
  }
  const auto id = std::to_string(::getpid()) + '\n';
  if (::ftruncate(lock.number(), 0) != 0 || ::pwrite(lock.number(), id.data(), id.size(), 0) < 0)
    return not_writable(file);
  return folder_lock{std::move(lock)};
}

} // namespace atelier
