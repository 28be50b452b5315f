#include "tests/storage/memory_file_system.hpp"

namespace atelier::test {

namespace {

tl::unexpected<error> failed(const std::filesystem::path& what) {
  return failure(errc::storage_failure, "made to fail: " + what.string());
}

bool lies_in(const std::string& name, const std::filesystem::path& folder) {
  return std::filesystem::path{name}.parent_path() == folder;
}

} // namespace

void memory_file_system::cut_power() {
  now_ = safe_;
  // What lies in a folder whose own name was lost is lost with it.
  std::erase_if(now_, [&](const auto& named) {
    const auto parent = std::filesystem::path{named.first}.parent_path();
    return parent.has_relative_path() && !safe_.contains(parent.string());
  });
  safe_ = now_;
}

void memory_file_system::put(const path& file, byte_view content) {
  now_[file.string()] = safe_[file.string()] = {false, {content.begin(), content.end()}};
}

result<bytes> memory_file_system::read(const path& file) {
  const auto found = now_.find(file.string());
  if (fails() || found == now_.end())
    return failed(file);
  return found->second.content;
}

result<bool> memory_file_system::create_folder(const path& folder) {
  if (fails())
    return failed(folder);
  return now_.emplace(folder.string(), node{true, {}}).second;
}

result<void> memory_file_system::write(const path& file, byte_view content) {
  auto& written = now_[file.string()];
  if (fails()) {
    written.content.assign(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(content.size() / 2));
    return failed(file);
  }
  written.content.assign(content.begin(), content.end());
  if (const auto safe = safe_.find(file.string()); safe != safe_.end())
    safe->second = written;
  return {};
}

result<void> memory_file_system::rename(const path& from, const path& to) {
  if (fails() || !now_.contains(from.string()))
    return failed(to);
  now_[to.string()] = std::move(now_[from.string()]);
  now_.erase(from.string());
  return {};
}

result<void> memory_file_system::sync_folder(const path& folder) {
  if (fails())
    return failed(folder);
  std::erase_if(safe_, [&](const auto& named) { return lies_in(named.first, folder); });
  for (const auto& [name, what] : now_)
    if (lies_in(name, folder))
      safe_[name] = what;
  return {};
}

result<void> memory_file_system::remove(const path& what) {
  if (fails())
    return failed(what);
  for (const auto& [name, inside] : now_)
    if (lies_in(name, what))
      return failed(what);
  now_.erase(what.string());
  return {};
}

result<std::vector<file_system::entry>> memory_file_system::list(const path& folder) {
  if (fails())
    return failed(folder);
  std::vector<entry> found;
  for (const auto& [name, what] : now_)
    if (lies_in(name, folder))
      found.push_back({path{name}.filename().string(), what.folder});
  return found;
}

bool memory_file_system::fails() {
  return ++calls_ == failing_call;
}

} // namespace atelier::test
