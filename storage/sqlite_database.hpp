#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

struct sqlite3;

namespace atelier {

/// One connection to a database file. One thread at a time; failures are thrown as `sqlite_failure`.
class sqlite_database {
public:
  /// How long another process's lock on the file is waited for.
  static constexpr int busy_ms_max = 5'000;

  struct options {
    /// Refuses statements that write.
    bool query_only = false;
    /// Bytes of pages kept in memory.
    std::int64_t cache_bytes = 4 * 1024 * 1024;
    /// The door to the operating system by its SQLite name; empty for the default one.
    std::string vfs;

    /// For a connection that only reads.
    [[nodiscard]] static options reading(const std::string& vfs);
  };

  /// Opens or creates the file, every commit synced (synchronous=FULL), with extended codes, foreign keys on, a wait of
  /// 5 s for another process's lock, and no automatic checkpoints.
  explicit sqlite_database(const std::filesystem::path& file);
  sqlite_database(const std::filesystem::path& file, const options& how);

  /// Runs statements that answer with nothing.
  void execute(const char* sql);
  void execute(const std::string& sql) {
    execute(sql.c_str());
  }

  /// The first column of the first row as a number, such as of a PRAGMA; 0 where there is no row.
  [[nodiscard]] std::int64_t number(const char* sql);

  /// Rows that the last statement changed.
  [[nodiscard]] std::int64_t changes() noexcept;

  /// Throws the failure that `code` stands for, with SQLite's words for it.
  [[noreturn]] void fail(int code, const std::string& doing);

  [[nodiscard]] const std::string& file() const noexcept {
    return file_;
  }
  [[nodiscard]] sqlite3* handle() noexcept {
    return handle_.get();
  }

private:
  struct closer {
    void operator()(sqlite3* handle) const noexcept;
  };
  std::unique_ptr<sqlite3, closer> handle_;
  std::string file_;
};

} // namespace atelier
