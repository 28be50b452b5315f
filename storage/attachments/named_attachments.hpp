#pragma once

#include "protocol/errors.hpp"
#include "storage/sqlite_statement.hpp"

namespace atelier {

/// Which attachments messages name, any version of them, read on a database connection of its own. One thread.
class named_attachments {
public:
  /// Throws `sqlite_failure`.
  named_attachments(const std::filesystem::path& file, const std::string& vfs);

  [[nodiscard]] result<bool> contains(const std::string& hash);

private:
  sqlite_database database_;
  sqlite_statement find_;
};

} // namespace atelier
