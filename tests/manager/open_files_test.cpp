#include "manager/open_files.hpp"

#include <doctest/doctest.h>
#include <sys/resource.h>

using namespace atelier;

TEST_CASE("the limit on open files leaves a reserve and lowers the connections") {
  CHECK(connections_within(1024, 100'000) == 1024 - open_files_reserve);
  CHECK(connections_within(1'000'000, 100'000) == 100'000);
  CHECK(connections_within(10, 100'000) == 1);
}

TEST_CASE("the limit on open files is raised as far as it may be") {
  const auto open_files = raise_open_files();
  rlimit bounds{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &bounds) == 0);
  CHECK(bounds.rlim_cur == bounds.rlim_max);
  CHECK((bounds.rlim_cur == RLIM_INFINITY || open_files == bounds.rlim_cur));
}
