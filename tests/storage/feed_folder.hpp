#pragma once

#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <limits>
#include <memory>
#include <vector>

namespace atelier::test {

inline constexpr auto every_arrival = std::numeric_limits<seqno_t>::max();
inline constexpr auto no_limit = std::numeric_limits<std::size_t>::max();
inline constexpr feed_kinds every_kind{true, true, true};

using numbers = std::vector<seqno_t>;

inline numbers arrivals_of(const std::vector<feed_message>& messages) {
  numbers found;
  for (const auto& each : messages)
    found.push_back(each.arrival);
  return found;
}

/// A data folder of server 1 with two projects, the lobby and 2.
struct feed_folder {
  temporary_folder at;
  std::unique_ptr<sqlite_folder> folder = open_folder(at.path());
  std::unique_ptr<feed_archive> feeds = open_feeds(*folder);
  session_id other{2};

  feed_folder() {
    put({sample_session(2)});
  }

  void put(std::vector<record> records) {
    const auto done = commit(*folder, std::move(records));
    INFO((done ? "" : done.error().message));
    REQUIRE(done);
  }

  void start_again() {
    feeds.reset();
    folder.reset();
    folder = open_folder(at.path());
    feeds = open_feeds(*folder);
  }

  feed_archive::page read(const feed_selection& wanted = {{}, every_kind}, seqno_t after = 0,
                          seqno_t until = every_arrival, std::size_t bytes_max = no_limit, session_id project = lobby) {
    const auto page = feeds->read_feed(project, wanted, after, until, bytes_max);
    REQUIRE(page);
    return *page;
  }
};

} // namespace atelier::test
