#pragma once

#include "storage/storage.hpp"

#include <array>

namespace atelier::test {

/// The versions of the schema that were in use before this one.
inline constexpr std::array old_versions{1, 2, 4};

/// Writes the database that a server of an old version left after a clean stop, by that version's own statements: two
/// sessions, a picture with ops and a snapshot, a client, an answer and a value of the configuration; from version 2 on
/// players, a token, and a message that was edited; from version 4 on a game that runs, with all that belongs to it.
void write_old_database(const std::filesystem::path& folder, int version);

/// That all of it is found, and nothing else.
void check_old_database(data_folder& folder, int version);

} // namespace atelier::test
