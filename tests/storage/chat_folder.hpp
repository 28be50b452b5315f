#pragma once

#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <limits>
#include <memory>
#include <vector>

namespace atelier::test {

inline constexpr auto every_seqno = std::numeric_limits<seqno_t>::max();

/// A data folder with two sessions, the lobby and 2, and the player Ada.
struct chat_folder {
  temporary_folder at;
  std::unique_ptr<sqlite_folder> folder = open_folder(at.path());
  std::unique_ptr<chat_archive> chats = open_chats(*folder);
  session_id other{2};

  chat_folder() {
    put({sample_session(2), sample_player(1, "Ada")});
  }

  void put(std::vector<record> records) {
    const auto done = commit(*folder, std::move(records));
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
  }
};

} // namespace atelier::test
