#include "storage/attachments/named_attachments.hpp"

#include "storage/guarded.hpp"

namespace atelier {

named_attachments::named_attachments(const std::filesystem::path& file, const std::string& vfs)
    : database_{file, sqlite_database::options::reading(vfs)},
      find_{database_, "SELECT 1 FROM messages WHERE attachment_hash = ? LIMIT 1"} {}

result<bool> named_attachments::contains(const std::string& hash) {
  return guarded([&]() -> result<bool> {
    find_.start(hash);
    const auto found = find_.next();
    find_.reset();
    return found;
  });
}

} // namespace atelier
