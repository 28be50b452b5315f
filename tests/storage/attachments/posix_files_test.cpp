#include "storage/posix_file_system.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

TEST_CASE("a real file grows by what is added to it, and is read in parts") {
  const temporary_folder at;
  posix_file_system files;
  const auto file = at.path() / "a";
  CHECK_FALSE(*files.look(file));
  REQUIRE(files.append(file, as_byte_view("hello ")));
  REQUIRE(files.append(file, as_byte_view("world")));
  REQUIRE(files.sync(file));
  CHECK(as_text(*files.read(file)) == "hello world");
  CHECK(as_text(*files.read_part(file, 6, 3)) == "wor");
  CHECK(as_text(*files.read_part(file, 6, 100)) == "world");
  CHECK(files.read_part(file, 11, 100)->empty());
  CHECK(files.read_part(file, 999, 100)->empty());
  const auto about = files.look(file);
  REQUIRE(about);
  REQUIRE(*about);
  CHECK((*about)->bytes == 11);
  CHECK(std::chrono::abs(std::chrono::system_clock::now() - (*about)->changed_at) < std::chrono::minutes{1});
}

TEST_CASE("a full disk is told with the file's name") {
  posix_file_system files;
  const auto done = files.append("/dev/full", as_byte_view("hello"));
  REQUIRE_FALSE(done);
  CHECK(done.error() == error{errc::storage_failure, "can't write /dev/full: No space left on device"});
}

TEST_CASE("what is not there can't be read in parts or synced") {
  const temporary_folder at;
  posix_file_system files;
  CHECK_FALSE(files.read_part(at.path() / "missing", 0, 1));
  CHECK_FALSE(files.sync(at.path() / "missing"));
  CHECK_FALSE(files.append(at.path() / "missing" / "file", as_byte_view("x")));
}
