#include "storage/sqlite_statement.hpp"
#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <limits>

using namespace atelier;
using namespace atelier::test;

namespace {

constexpr auto everything = std::numeric_limits<seq_t>::max();
constexpr rgba red{255, 0, 0, 255};
constexpr rgba green{0, 255, 0, 255};
constexpr rgba blue{0, 0, 255, 255};

/// A folder whose picture 2 (8 × 4) has snapshots of three colours, at 3, 7 and 9.
struct painted {
  temporary_folder at;
  std::unique_ptr<sqlite_folder> folder = open_folder(at.path());
  picture_id picture{2};

  painted() {
    REQUIRE(commit(*folder, {sample_picture(2), sample_ops(picture, 1, 9)}));
    add(1, 3, red);
    add(1, 7, green);
    add(2, 9, blue);
  }

  void add(epoch_t epoch, seq_t seq, rgba colour) {
    const auto file = "p/" + std::to_string(epoch) + '-' + std::to_string(seq) + ".png";
    REQUIRE(folder->write_snapshot(file, sample_png(8, 4, colour)));
    REQUIRE(commit(*folder, {snapshot_record{picture, epoch, seq, file}}));
  }

  /// The number and colour of the newest snapshot at or below `until`; 0 where there is none.
  std::pair<seq_t, rgba> newest(seq_t until) {
    const auto found = open_archive(*folder)->newest_snapshot(picture, until);
    REQUIRE(found);
    if (!*found)
      return {0, white};
    CHECK((*found)->second == image{8, 4, (*found)->second.at(0, 0)});
    return {(*found)->first.seq, (*found)->second.at(0, 0)};
  }
};

} // namespace

TEST_CASE("the newest snapshot at or below a number is read") {
  painted at;
  CHECK(at.newest(everything) == std::pair{seq_t{9}, blue});
  CHECK(at.newest(9) == std::pair{seq_t{9}, blue});
  CHECK(at.newest(8) == std::pair{seq_t{7}, green});
  CHECK(at.newest(3) == std::pair{seq_t{3}, red});
  CHECK(at.newest(2) == std::pair{seq_t{0}, white});
}

TEST_CASE("a snapshot that is missing or damaged is passed over for the one before it") {
  painted at;
  const auto pictures = at.at.path() / "pictures";
  SUBCASE("missing") {
    std::filesystem::remove(pictures / "p" / "2-9.png");
  }
  SUBCASE("empty") {
    std::filesystem::resize_file(pictures / "p" / "2-9.png", 0);
  }
  SUBCASE("cut short") {
    std::filesystem::resize_file(pictures / "p" / "2-9.png", 60);
  }
  SUBCASE("of another size") {
    REQUIRE(at.folder->write_snapshot("p/2-9.png", sample_png(9, 4, red)));
  }
  SUBCASE("overwritten") {
    std::fstream file{pictures / "p" / "2-9.png", std::ios::in | std::ios::out | std::ios::binary};
    file.seekp(40);
    file << "damage";
  }
  CHECK(at.newest(everything) == std::pair{seq_t{7}, green});
}

TEST_CASE("where every snapshot is lost, there is none") {
  painted at;
  std::filesystem::remove_all(at.at.path() / "pictures" / "p");
  CHECK(at.newest(everything) == std::pair{seq_t{0}, white});
}

TEST_CASE("a picture without snapshots, and one that is not stored, have none") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  for (const auto id : {welcome, picture_id{99}}) {
    const auto found = open_archive(*folder)->newest_snapshot(id, everything);
    REQUIRE(found);
    CHECK_FALSE(found->has_value());
  }
}

TEST_CASE("ops are read in order, from the record that has the next op") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  REQUIRE(commit(*folder, {sample_picture(2), sample_ops(picture_id{2}, 1, 2), sample_ops(welcome, 1, 4)}));
  REQUIRE(commit(*folder, {sample_ops(welcome, 5, 5), sample_ops(welcome, 6, 9)}));
  const auto archive = open_archive(*folder);
  const auto all = read_all_ops(*archive, welcome);
  REQUIRE(all.size() == 3);
  CHECK(all[0].first_seq == 1);
  CHECK(all[0].last_seq == 4);
  CHECK(all[0].runs == sample_ops(welcome, 1, 4).runs);
  CHECK(all[2].runs == sample_ops(welcome, 6, 9).runs);
  CHECK(read_all_ops(*archive, welcome, 3).size() == 3);
  CHECK(read_all_ops(*archive, welcome, 4).size() == 2);
  CHECK(read_all_ops(*archive, welcome, 8).size() == 1);
  CHECK(read_all_ops(*archive, welcome, 9).empty());
  CHECK(read_all_ops(*archive, welcome, everything).empty());
  CHECK(read_all_ops(*archive, picture_id{99}).empty());
}

TEST_CASE("a log of many pages is read whole, and reading stops where it is told to") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  std::vector<record> records;
  for (seq_t seq = 1; seq <= 100; ++seq)
    records.push_back(sample_ops(welcome, seq, seq, 50'000));
  REQUIRE(commit(*folder, std::move(records)));
  const auto archive = open_archive(*folder);
  CHECK(read_all_ops(*archive, welcome).size() == 100);
  seq_t last = 0;
  REQUIRE(archive->read_ops(welcome, 0, [&](const ops_record& ops) {
    last = ops.last_seq;
    return last < 70;
  }));
  CHECK(last == 70);
}

TEST_CASE("ops that are committed while a log is read do not disturb it") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  REQUIRE(commit(*folder, {sample_ops(welcome, 1, 1)}));
  const auto archive = open_archive(*folder);
  std::vector<seq_t> seen;
  REQUIRE(archive->read_ops(welcome, 0, [&](const ops_record& ops) {
    seen.push_back(ops.last_seq);
    if (ops.last_seq < 5)
      REQUIRE(commit(*folder, {sample_ops(welcome, ops.last_seq + 1, ops.last_seq + 1)}));
    return true;
  }));
  CHECK(seen == std::vector<seq_t>{1, 2, 3, 4, 5});
}

TEST_CASE("a gap in a log is an error that names it") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  REQUIRE(commit(*folder, {sample_ops(welcome, 1, 2), sample_ops(welcome, 3, 4), sample_ops(welcome, 5, 6)}));
  sqlite_database{at.path() / "atelier.db"}.execute("DELETE FROM ops WHERE first_seq = 3");
  const auto archive = open_archive(*folder);
  const auto done = archive->read_ops(welcome, 0, [](const ops_record&) { return true; });
  REQUIRE_FALSE(done);
  CHECK(done.error().code == errc::storage_failure);
  CHECK(done.error().message.find("op 5 after op 2") != std::string::npos);
  CHECK(archive->read_ops(welcome, 4, [](const ops_record&) { return true; }));
}

TEST_CASE("an archive can't write") {
  const temporary_folder at;
  const auto folder = open_folder(at.path());
  sqlite_database::options how;
  how.query_only = true;
  sqlite_database reader{at.path() / "atelier.db", how};
  CHECK_THROWS(reader.execute("DELETE FROM meta"));
}
