#include "storage/log_growth.hpp"

#include <doctest/doctest.h>

using namespace atelier;

TEST_CASE("a short log is left alone") {
  log_growth growth{100};
  for (auto pages = 0; pages < 100; ++pages)
    CHECK(growth.after_commit(pages, pages % 2 == 0) == log_step::none);
}

TEST_CASE("a checkpoint is asked for once in a step") {
  log_growth growth{100};
  CHECK(growth.after_commit(100, false) == log_step::checkpoint);
  CHECK(growth.after_commit(150, false) == log_step::none);
  CHECK(growth.after_commit(199, true) == log_step::none);
  CHECK(growth.after_commit(205, false) == log_step::checkpoint);
  CHECK(growth.after_commit(304, false) == log_step::none);
  CHECK(growth.after_commit(305, false) == log_step::checkpoint);
}

TEST_CASE("a long log starts over just after a checkpoint") {
  log_growth growth{100};
  CHECK(growth.after_commit(399, true) == log_step::checkpoint);
  CHECK(growth.after_commit(400, true) == log_step::start_over_if_free);
  CHECK(growth.after_commit(401, false) == log_step::none);
  CHECK(growth.after_commit(499, false) == log_step::checkpoint);
}

TEST_CASE("a log that is far too long starts over in any case, tried once in a step") {
  log_growth growth{100};
  CHECK(growth.after_commit(1'600, false) == log_step::start_over);
  CHECK(growth.after_commit(1'699, false) == log_step::none);
  CHECK(growth.after_commit(1'700, false) == log_step::start_over);
}

TEST_CASE("after the log started over, a checkpoint is asked for as at first") {
  log_growth growth{100};
  CHECK(growth.after_commit(450, false) == log_step::checkpoint);
  CHECK(growth.after_commit(3, false) == log_step::none);
  CHECK(growth.after_commit(100, false) == log_step::checkpoint);
}
