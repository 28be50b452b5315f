#include "bench/load/server_meter.hpp"

#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <unistd.h>
#include <utility>

namespace atelier::bench {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kibibyte = 1024;

/// The number after a word at the beginning of a line, such as `Rss:`; nothing where the file has none.
std::optional<std::uint64_t> number_after(const fs::path& file, std::string_view word) {
  std::ifstream in{file};
  for (std::string found; in >> found;) {
    std::uint64_t value = 0;
    if (found == word && in >> value)
      return value;
  }
  return std::nullopt;
}

} // namespace

server_meter::server_meter(pid_t process) : folder_{"/proc/" + std::to_string(process)} {
  begin();
  if (at_begin_.empty())
    throw std::runtime_error{"--server-pid is " + std::to_string(process) + ", and there is no such process"};
}

void server_meter::begin() {
  at_begin_ = threads();
}

std::map<pid_t, server_meter::thread> server_meter::threads() const {
  std::map<pid_t, thread> found;
  std::error_code gone;
  for (const auto& entry : fs::directory_iterator{folder_ + "/task", gone}) {
    thread each;
    cpu_time::rep used = 0;
    std::ifstream comm{entry.path() / "comm"};
    std::ifstream schedstat{entry.path() / "schedstat"};
    // A thread may end between being listed and being read.
    if (!std::getline(comm, each.name) || !(schedstat >> used))
      continue;
    each.used = cpu_time{used};
    found.emplace(static_cast<pid_t>(std::stol(entry.path().filename())), std::move(each));
  }
  return found;
}

cpu_by_thread server_meter::used() const {
  cpu_by_thread sums;
  for (const auto& [id, now] : threads()) {
    const auto before = at_begin_.find(id);
    sums[now.name] += now.used - (before == at_begin_.end() ? cpu_time{} : before->second.used);
  }
  return sums;
}

std::uint64_t server_meter::rss_bytes() const {
  if (const auto rss = number_after(folder_ + "/smaps_rollup", "Rss:"))
    return *rss * kibibyte;
  std::ifstream statm{folder_ + "/statm"};
  std::uint64_t size = 0;
  std::uint64_t resident = 0;
  statm >> size >> resident;
  return resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

std::uint64_t kernel_bytes() {
  const auto slab = number_after("/proc/meminfo", "Slab:").value_or(0) * kibibyte;
  std::ifstream sockstat{"/proc/net/sockstat"};
  std::uint64_t pages = 0;
  for (std::string line; std::getline(sockstat, line);)
    if (const auto at = line.find(" mem "); line.starts_with("TCP:") && at != std::string::npos)
      pages = std::stoull(line.substr(at + 5));
  return slab + pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
}

} // namespace atelier::bench
