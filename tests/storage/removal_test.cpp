#include "storage/sqlite_statement.hpp"
#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

std::int64_t count(const temporary_folder& at, const char* sql) {
  return sqlite_database{at.path() / "atelier.db"}.number(sql);
}

/// A folder with picture 2, whose log has `rows` rows of `padding` bytes and more.
std::unique_ptr<sqlite_folder> with_long_log(const temporary_folder& at, seq_t rows, std::size_t padding) {
  auto folder = open_folder(at.path());
  std::vector<record> records{sample_picture(2), snapshot_record{picture_id{2}, 1, 1, "p/1-1.png"}};
  for (seq_t seq = 1; seq <= rows; ++seq)
    records.push_back(sample_ops(picture_id{2}, seq, seq, padding));
  REQUIRE(commit(*folder, std::move(records)));
  return folder;
}

} // namespace

TEST_CASE("a removed picture is gone at once, and its rows piece by piece") {
  const temporary_folder at;
  const auto folder = with_long_log(at, 100, 100'000);
  REQUIRE(commit(*folder, {sample_ops(welcome, 1, 3), picture_removed{picture_id{2}}}));
  CHECK(recover(*folder).pictures.size() == 1);
  CHECK(count(at, "SELECT count(*) FROM snapshots") == 0);
  auto pieces = 0;
  for (auto left = count(at, "SELECT count(*) FROM ops WHERE picture = 2"); folder->tidy(); ++pieces) {
    const auto now_left = count(at, "SELECT count(*) FROM ops WHERE picture = 2");
    CHECK(left - now_left <= 20);
    left = now_left;
  }
  CHECK(pieces >= 5);
  CHECK(count(at, "SELECT count(*) FROM ops WHERE picture = 2") == 0);
  CHECK(count(at, "SELECT count(*) FROM client_seqs WHERE picture = 2") == 0);
  CHECK(count(at, "SELECT count(*) FROM pictures WHERE id = 2") == 0);
  CHECK(read_all_ops(*open_archive(*folder), welcome).size() == 1);
}

TEST_CASE("what was left of a removed picture is deleted by the next run") {
  const temporary_folder at;
  REQUIRE(commit(*with_long_log(at, 10, 0), {picture_removed{picture_id{2}}}));
  const auto folder = open_folder(at.path());
  while (folder->tidy()) {
  }
  CHECK(count(at, "SELECT count(*) FROM ops") == 0);
  CHECK(count(at, "SELECT count(*) FROM pictures") == 1);
}

TEST_CASE("a commit between two pieces is not disturbed") {
  const temporary_folder at;
  const auto folder = with_long_log(at, 100, 100'000);
  REQUIRE(commit(*folder, {picture_removed{picture_id{2}}}));
  for (seq_t seq = 1; folder->tidy(); ++seq)
    REQUIRE(commit(*folder, {sample_ops(welcome, seq, seq)}));
  CHECK(read_all_ops(*open_archive(*folder), welcome).size() >= 5);
}

TEST_CASE("the id of a removed picture is not used again") {
  const temporary_folder at;
  {
    const auto folder = with_long_log(at, 1, 0);
    REQUIRE(commit(*folder, {picture_removed{picture_id{2}}}));
    CHECK(recover(*folder).next_picture_id == picture_id{3});
    CHECK_FALSE(commit(*folder, {sample_picture(2)}));
  }
  {
    const auto folder = open_folder(at.path());
    CHECK(recover(*folder).next_picture_id == picture_id{3});
    CHECK_FALSE(commit(*folder, {sample_picture(2)}));
  }
  const auto folder = open_folder(at.path());
  while (folder->tidy()) {
  }
  CHECK(recover(*folder).next_picture_id == picture_id{3});
}

TEST_CASE("the folder's name of a removed picture is free again") {
  const temporary_folder at;
  const auto folder = with_long_log(at, 1, 0);
  auto other = sample_picture(3);
  other.folder = sample_picture(2).folder;
  CHECK(commit(*folder, {picture_removed{picture_id{2}}, other}));
}

TEST_CASE("two pictures never share a folder") {
  const temporary_folder at;
  const auto folder = with_long_log(at, 1, 0);
  auto other = sample_picture(3);
  other.folder = sample_picture(2).folder;
  CHECK_FALSE(commit(*folder, {other}));
}

TEST_CASE("ops and snapshots that come after the removal of their picture are passed over") {
  const temporary_folder at;
  {
    const auto folder = with_long_log(at, 1, 0);
    REQUIRE(commit(*folder, {picture_removed{picture_id{2}}, sample_ops(picture_id{2}, 2, 2),
                             snapshot_record{picture_id{2}, 1, 2, "p/1-2.png"}}));
  }
  const auto folder = open_folder(at.path());
  REQUIRE(commit(*folder, {sample_ops(picture_id{2}, 2, 2)}));
  while (folder->tidy()) {
  }
  REQUIRE(commit(*folder, {sample_ops(picture_id{2}, 2, 2)}));
  CHECK(count(at, "SELECT count(*) FROM ops") == 0);
  CHECK(count(at, "SELECT count(*) FROM snapshots") == 0);
}
