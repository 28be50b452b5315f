#include "storage/posix_file_system.hpp"
#include "storage/snapshot_files.hpp"
#include "tests/storage/memory_file_system.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

const bytes first_png(1000, std::byte{1});
const bytes other_png(700, std::byte{2});

struct store {
  std::shared_ptr<memory_file_system> files = std::make_shared<memory_file_system>();
  snapshot_files snapshots{"/pictures", files};

  store() {
    REQUIRE(files->create_folder("/pictures"));
    REQUIRE(files->sync_folder("/"));
  }

  [[nodiscard]] bool is_there(const std::string& file) const {
    return files->exists("/pictures/" + file);
  }

  /// Calls that one write into a new folder makes.
  static int calls_of_a_write() {
    store at;
    const auto before = at.files->calls();
    REQUIRE(at.snapshots.write("a/1-1.png", first_png));
    return at.files->calls() - before;
  }
};

} // namespace

TEST_CASE("a snapshot that was written survives a power cut") {
  store at;
  REQUIRE(at.snapshots.write("a/1-1.png", first_png));
  at.files->cut_power();
  CHECK(at.snapshots.read("a/1-1.png") == first_png);
  REQUIRE(at.snapshots.write("a/1-2.png", other_png));
  at.files->cut_power();
  CHECK(at.snapshots.read("a/1-1.png") == first_png);
  CHECK(at.snapshots.read("a/1-2.png") == other_png);
}

TEST_CASE("whichever step of a write fails, the snapshot is there whole or not at all, and the next write does it") {
  const auto calls = store::calls_of_a_write();
  REQUIRE(calls >= 5);
  for (auto failing = 1; failing <= calls; ++failing) {
    for (const auto cut : {false, true}) {
      CAPTURE(failing);
      CAPTURE(cut);
      store at;
      at.files->failing_call = at.files->calls() + failing;
      const auto done = at.snapshots.write("a/1-1.png", first_png);
      REQUIRE_FALSE(done);
      CHECK(done.error().code == errc::storage_failure);
      if (cut)
        at.files->cut_power();
      if (at.is_there("a/1-1.png"))
        CHECK(at.snapshots.read("a/1-1.png") == first_png);
      REQUIRE(at.snapshots.write("a/1-1.png", first_png));
      at.files->cut_power();
      CHECK(at.snapshots.read("a/1-1.png") == first_png);
    }
  }
}

TEST_CASE("a write that fails leaves the snapshot of that name as it was") {
  for (auto failing = 1; failing <= store::calls_of_a_write(); ++failing) {
    CAPTURE(failing);
    store at;
    REQUIRE(at.snapshots.write("a/1-1.png", first_png));
    at.files->failing_call = at.files->calls() + failing;
    static_cast<void>(at.snapshots.write("a/1-1.png", other_png));
    const auto content = at.snapshots.read("a/1-1.png");
    REQUIRE(content);
    CHECK((*content == first_png || *content == other_png));
  }
}

TEST_CASE("a removed snapshot takes its folder along when it was the last") {
  store at;
  REQUIRE(at.snapshots.write("a/1-1.png", first_png));
  REQUIRE(at.snapshots.write("a/1-2.png", first_png));
  at.snapshots.remove("a/1-1.png");
  CHECK_FALSE(at.is_there("a/1-1.png"));
  CHECK(at.is_there("a/1-2.png"));
  at.snapshots.remove("a/1-2.png");
  CHECK_FALSE(at.is_there("a"));
  at.snapshots.remove("a/1-2.png");
}

TEST_CASE("names that lead out of the store are refused") {
  store at;
  at.files->put("/secret", first_png);
  for (const auto* name : {"", "1-1.png", "/1-1.png", "a/", "../secret", "a/../1-1.png", "a/b/1-1.png", "a/.hidden",
                           "a/..", "./1-1.png", "a b/1-1.png", "ä/1-1.png", "a/1-1.png\n"}) {
    CAPTURE(name);
    const auto done = at.snapshots.write(name, first_png);
    REQUIRE_FALSE(done);
    CHECK(done.error().code == errc::bad_data);
    CHECK_FALSE(at.snapshots.read(name));
    at.snapshots.remove(name);
  }
  CHECK(at.files->exists("/secret"));
}

TEST_CASE("a sweep removes the snapshots of earlier epochs that have no name, and says how many") {
  store at;
  for (const auto* name : {"a/1-1.png", "a/1-2.png", "a/2-2.png", "b/1-1.png"})
    REQUIRE(at.snapshots.write(name, first_png));
  const auto is_named = [](const std::string& file) {
    return file == "a/1-2.png";
  };
  CHECK(at.snapshots.sweep("a", 2, is_named) == std::size_t{1});
  CHECK(at.snapshots.sweep("b", 2, is_named) == std::size_t{1});
  CHECK(at.is_there("a/1-2.png"));
  CHECK(at.is_there("a/2-2.png"));
  CHECK_FALSE(at.is_there("a/1-1.png"));
  CHECK_FALSE(at.is_there("b"));
  CHECK(at.snapshots.folders() == std::vector<std::string>{"a"});
}

TEST_CASE("real files are written, listed, renamed and removed") {
  const temporary_folder at;
  posix_file_system files;
  const auto folder = at.path() / "folder";
  CHECK(files.create_folder(folder) == true);
  CHECK(files.create_folder(folder) == false);
  REQUIRE(files.write(folder / "a", first_png));
  REQUIRE(files.write(folder / "a", other_png));
  CHECK(files.read(folder / "a") == other_png);
  REQUIRE(files.write(folder / "empty", {}));
  CHECK(files.read(folder / "empty") == bytes{});
  REQUIRE(files.rename(folder / "a", folder / "b"));
  REQUIRE(files.sync_folder(folder));
  const auto found = files.list(at.path());
  REQUIRE(found);
  REQUIRE(found->size() == 1);
  CHECK((*found)[0].name == "folder");
  CHECK((*found)[0].folder);
  CHECK(files.list(folder)->size() == 2);
  CHECK_FALSE(files.remove(folder));
  REQUIRE(files.remove(folder / "b"));
  REQUIRE(files.remove(folder / "b"));
  REQUIRE(files.remove(folder / "empty"));
  REQUIRE(files.remove(folder));
  CHECK_FALSE(std::filesystem::exists(folder));
}

TEST_CASE("a failure of a real file names the file and the reason") {
  const temporary_folder at;
  posix_file_system files;
  const auto missing = at.path() / "missing" / "file";
  const auto says_why = [&](const auto& done) {
    REQUIRE_FALSE(done);
    CHECK(done.error().code == errc::storage_failure);
    CHECK(done.error().message.find(missing.string()) != std::string::npos);
    CHECK(done.error().message.find("No such file or directory") != std::string::npos);
  };
  says_why(files.read(missing));
  says_why(files.write(missing, first_png));
  says_why(files.create_folder(missing));
  says_why(files.rename(at.path() / "nothing", missing));
  says_why(files.sync_folder(missing));
  says_why(files.list(missing));
}
