#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace atelier;
using namespace atelier::test;

namespace {

/// A data folder with snapshots with and without a row, and what a person put among them.
struct littered {
  temporary_folder at;
  std::filesystem::path pictures = at.path() / "pictures";

  littered() {
    const auto folder = open_folder(at.path());
    for (const auto* file : {"kept/1-3.png", "kept/1-9.png", "gone/1-2.png"})
      REQUIRE(folder->write_snapshot(file, sample_png(2, 2, white)));
    for (const auto* file : {"kept/1-12.png.part", "kept/notes.txt", "kept/1-x.png", "kept/-1-1.png", "readme.txt"})
      std::ofstream{pictures / file} << "half";
    REQUIRE(commit(*folder, {snapshot_record{welcome, 1, 3, "kept/1-3.png"}}));
  }

  [[nodiscard]] bool has(const std::string& file) const {
    return std::filesystem::exists(pictures / file);
  }
};

void tidy_up(data_folder& folder) {
  while (folder.tidy()) {
  }
}

} // namespace

TEST_CASE("after an unclean stop the snapshots that no row names are removed, and nothing else") {
  const littered data;
  tidy_up(*open_folder(data.at.path()));
  CHECK_FALSE(data.has("kept/1-9.png"));
  CHECK_FALSE(data.has("kept/1-12.png.part"));
  CHECK_FALSE(data.has("gone"));
  for (const auto* file : {"kept/1-3.png", "kept/notes.txt", "kept/1-x.png", "kept/-1-1.png", "readme.txt"}) {
    CAPTURE(file);
    CHECK(data.has(file));
  }
}

TEST_CASE("a snapshot that is written meanwhile stays, though its row is still to come") {
  const littered data;
  const auto folder = open_folder(data.at.path());
  REQUIRE(recover(*folder).epoch == 2);
  REQUIRE(folder->write_snapshot("gone/2-5.png", sample_png(2, 2, white)));
  REQUIRE(folder->write_snapshot("new/2-5.png", sample_png(2, 2, white)));
  tidy_up(*folder);
  CHECK(data.has("gone/2-5.png"));
  CHECK(data.has("new/2-5.png"));
  CHECK_FALSE(data.has("gone/1-2.png"));
}

TEST_CASE("after a clean stop nothing is swept") {
  const temporary_folder at;
  {
    const auto folder = open_folder(at.path());
    REQUIRE(folder->write_snapshot("a/1-3.png", sample_png(2, 2, white)));
    REQUIRE(commit(*folder, {stopped_cleanly{}}));
  }
  tidy_up(*open_folder(at.path()));
  CHECK(std::filesystem::exists(at.path() / "pictures" / "a" / "1-3.png"));
}

TEST_CASE("a sweep that was not finished is done again, even after a clean stop") {
  const littered data;
  {
    const auto folder = open_folder(data.at.path());
    CHECK(folder->tidy());
    REQUIRE(commit(*folder, {stopped_cleanly{}}));
  }
  tidy_up(*open_folder(data.at.path()));
  CHECK_FALSE(data.has("kept/1-9.png"));
  CHECK_FALSE(data.has("gone"));
}

TEST_CASE("a sweep that was finished is not done again") {
  const littered data;
  {
    const auto folder = open_folder(data.at.path());
    tidy_up(*folder);
    REQUIRE(commit(*folder, {stopped_cleanly{}}));
  }
  std::ofstream{data.pictures / "kept" / "1-77.png"} << "put back by a person";
  tidy_up(*open_folder(data.at.path()));
  CHECK(data.has("kept/1-77.png"));
}
