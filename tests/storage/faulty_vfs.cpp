#include "tests/storage/faulty_vfs.hpp"

#include "tests/storage/faulty_disk.hpp"

#include <atomic>
#include <sqlite3.h>

namespace atelier::test {

namespace {

using change = faulty_disk::change;

struct faulty_vfs : sqlite3_vfs {
  std::string name;
  faulty_disk* disk = nullptr;
  sqlite3_vfs* real = nullptr;
};

/// SQLite allocates this with room for the real file behind it.
struct faulty_file : sqlite3_file {
  faulty_disk* disk;
  const char* name;
  sqlite3_file* real() {
    return reinterpret_cast<sqlite3_file*>(this + 1);
  }
};

faulty_vfs& of(sqlite3_vfs* vfs) {
  return *static_cast<faulty_vfs*>(vfs);
}

faulty_file& of(sqlite3_file* file) {
  return *static_cast<faulty_file*>(file);
}

template <auto Method, class... Args>
auto pass_on(sqlite3_file* file, Args... args) {
  auto* real = of(file).real();
  return (real->pMethods->*Method)(real, args...);
}

int write_file(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
  auto& self = of(file);
  const byte_view written{static_cast<const std::byte*>(data), static_cast<std::size_t>(size)};
  if (const auto code = self.disk->before(change::write); code != SQLITE_OK) {
    // Torn: the disk may have got some of it.
    self.disk->written(self.name, offset, written);
    return code;
  }
  self.disk->written(self.name, offset, written);
  return self.real()->pMethods->xWrite(self.real(), data, size, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
  auto& self = of(file);
  if (const auto code = self.disk->before(change::truncate); code != SQLITE_OK)
    return code;
  self.disk->truncated(self.name, size);
  return self.real()->pMethods->xTruncate(self.real(), size);
}

int sync_file(sqlite3_file* file, int) {
  auto& self = of(file);
  if (const auto code = self.disk->before(change::sync); code != SQLITE_OK)
    return code;
  self.disk->synced(self.name);
  return SQLITE_OK;
}

const sqlite3_io_methods faulty_methods = [] {
  sqlite3_io_methods methods{};
  methods.iVersion = 2;
  methods.xClose = pass_on<&sqlite3_io_methods::xClose>;
  methods.xRead = pass_on<&sqlite3_io_methods::xRead, void*, int, sqlite3_int64>;
  methods.xWrite = write_file;
  methods.xTruncate = truncate_file;
  methods.xSync = sync_file;
  methods.xFileSize = pass_on<&sqlite3_io_methods::xFileSize, sqlite3_int64*>;
  methods.xLock = pass_on<&sqlite3_io_methods::xLock, int>;
  methods.xUnlock = pass_on<&sqlite3_io_methods::xUnlock, int>;
  methods.xCheckReservedLock = pass_on<&sqlite3_io_methods::xCheckReservedLock, int*>;
  methods.xFileControl = pass_on<&sqlite3_io_methods::xFileControl, int, void*>;
  methods.xSectorSize = pass_on<&sqlite3_io_methods::xSectorSize>;
  // Nothing is promised about what survives a power cut.
  methods.xDeviceCharacteristics = [](sqlite3_file*) {
    return 0;
  };
  methods.xShmMap = pass_on<&sqlite3_io_methods::xShmMap, int, int, int, void volatile**>;
  methods.xShmLock = pass_on<&sqlite3_io_methods::xShmLock, int, int, int>;
  methods.xShmBarrier = pass_on<&sqlite3_io_methods::xShmBarrier>;
  methods.xShmUnmap = pass_on<&sqlite3_io_methods::xShmUnmap, int>;
  return methods;
}();

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* flags_out) {
  auto& self = of(file);
  self.pMethods = nullptr;
  self.disk = of(vfs).disk;
  self.name = name == nullptr ? "" : name;
  if (name != nullptr)
    self.disk->opened(name);
  const auto code = of(vfs).real->xOpen(of(vfs).real, name, self.real(), flags, flags_out);
  if (self.real()->pMethods != nullptr)
    self.pMethods = &faulty_methods;
  return code;
}

int delete_file(sqlite3_vfs* vfs, const char* name, int sync_folder) {
  if (const auto code = of(vfs).disk->before(change::remove); code != SQLITE_OK)
    return SQLITE_IOERR_DELETE;
  of(vfs).disk->removed(name);
  return of(vfs).real->xDelete(of(vfs).real, name, sync_folder);
}

} // namespace

std::string register_faulty_vfs(faulty_disk& disk) {
  static std::atomic<int> made{0};
  auto* real = sqlite3_vfs_find(nullptr);
  auto* vfs = new faulty_vfs{*real, "faulty-" + std::to_string(++made), &disk, real};
  vfs->zName = vfs->name.c_str();
  vfs->szOsFile = static_cast<int>(sizeof(faulty_file)) + real->szOsFile;
  vfs->xOpen = open_file;
  vfs->xDelete = delete_file;
  sqlite3_vfs_register(vfs, 0);
  return vfs->name;
}

void unregister_faulty_vfs(const std::string& name) {
  auto* vfs = sqlite3_vfs_find(name.c_str());
  sqlite3_vfs_unregister(vfs);
  delete &of(vfs);
}

} // namespace atelier::test
