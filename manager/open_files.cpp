#include "manager/open_files.hpp"

#include <algorithm>
#include <limits>
#include <sys/resource.h>

namespace atelier {

std::size_t raise_open_files() noexcept {
  rlimit bounds{};
  if (::getrlimit(RLIMIT_NOFILE, &bounds) != 0)
    return 1024;
  const auto before = bounds.rlim_cur;
  bounds.rlim_cur = bounds.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &bounds) != 0)
    bounds.rlim_cur = before;
  return bounds.rlim_cur == RLIM_INFINITY ? std::numeric_limits<std::size_t>::max() : bounds.rlim_cur;
}

std::size_t connections_within(std::size_t open_files, std::size_t wanted) noexcept {
  const auto possible = open_files > open_files_reserve ? open_files - open_files_reserve : 1;
  return std::min(wanted, possible);
}

} // namespace atelier
