#include "tests/storage/memory_file_system.hpp"

#include <algorithm>

namespace atelier::test {

namespace {

tl::unexpected<error> full(const std::filesystem::path& what) {
  return failure(errc::storage_failure, "can't write " + what.string() + ": No space left on device");
}

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
  for (auto& [name, what] : now_)
    what.content.resize(what.safe_bytes);
  safe_ = now_;
}

void memory_file_system::put(const path& file, byte_view content) {
  now_[file.string()] = safe_[file.string()] = {false, {content.begin(), content.end()}, content.size(), now};
}

result<bytes> memory_file_system::read(const path& file) {
  const auto found = now_.find(file.string());
  if (fails() || found == now_.end())
    return failed(file);
  return found->second.content;
}

result<bytes> memory_file_system::read_part(const path& file, std::uint64_t offset, std::size_t bytes_max_read) {
  auto content = read(file);
  if (!content)
    return content;
  const auto from = std::min<std::uint64_t>(offset, content->size());
  content->erase(content->begin(), content->begin() + static_cast<std::ptrdiff_t>(from));
  content->resize(std::min(content->size(), bytes_max_read));
  return content;
}

result<std::optional<file_system::file_info>> memory_file_system::look(const path& file) {
  if (fails())
    return failed(file);
  const auto found = now_.find(file.string());
  if (found == now_.end())
    return std::nullopt;
  return file_info{found->second.content.size(), found->second.changed_at};
}

result<bool> memory_file_system::create_folder(const path& folder) {
  if (fails())
    return failed(folder);
  return now_.emplace(folder.string(), node{true, {}}).second;
}

result<void> memory_file_system::write(const path& file, byte_view content) {
  auto& written = now_[file.string()];
  written.changed_at = now;
  written.content.clear();
  written.safe_bytes = 0;
  const auto failing = fails();
  const auto done = failing ? content.size() / 2 : room_for(content);
  written.content.assign(content.begin(), content.begin() + static_cast<std::ptrdiff_t>(done));
  if (failing)
    return failed(file);
  if (done < content.size())
    return full(file);
  make_safe(file);
  return {};
}

result<void> memory_file_system::append(const path& file, byte_view more) {
  auto& written = now_[file.string()];
  written.changed_at = now;
  const auto failing = fails();
  const auto done = failing ? more.size() / 2 : room_for(more);
  atelier::append(written.content, more.first(done));
  if (failing)
    return failed(file);
  if (done < more.size())
    return full(file);
  return {};
}

result<void> memory_file_system::sync(const path& file) {
  if (fails() || !now_.contains(file.string()))
    return failed(file);
  make_safe(file);
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

std::vector<std::string> memory_file_system::below(const path& folder) const {
  std::vector<std::string> found;
  for (const auto& [name, what] : now_)
    if (name.starts_with(folder.string() + '/') && !what.folder)
      found.push_back(name.substr(folder.string().size() + 1));
  return found;
}

std::size_t memory_file_system::room_for(byte_view more) const {
  if (!bytes_max)
    return more.size();
  std::size_t taken = 0;
  for (const auto& [name, what] : now_)
    taken += what.content.size();
  return std::min(more.size(), *bytes_max - std::min(*bytes_max, taken));
}

void memory_file_system::make_safe(const path& file) {
  auto& written = now_[file.string()];
  written.safe_bytes = written.content.size();
  if (const auto safe = safe_.find(file.string()); safe != safe_.end())
    safe->second = written;
}

bool memory_file_system::fails() {
  return ++calls_ == failing_call;
}

} // namespace atelier::test
