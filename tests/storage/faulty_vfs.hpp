#pragma once

#include <string>

namespace atelier::test {

class faulty_disk;

/// Makes the disk known to SQLite; answers with the name to open databases by. The disk must stay until it is
/// unregistered, and every database on it be closed before.
[[nodiscard]] std::string register_faulty_vfs(faulty_disk& disk);
void unregister_faulty_vfs(const std::string& name);

} // namespace atelier::test
