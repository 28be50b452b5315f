#include "runtime/log_tail.hpp"

#include <doctest/doctest.h>
#include <span>
#include <string>
#include <string_view>

using namespace atelier::runtime;

namespace {

void append(shared_log& to, std::string_view text) {
  to.append(std::as_bytes(std::span{text}), to.end().offset + text.size());
}

std::string text_of(const log_tail& tail) {
  std::string out;
  for (const auto& slice : tail.slices)
    out.append(reinterpret_cast<const char*>(slice.data.data()), slice.data.size());
  return out;
}

} // namespace

TEST_CASE("a tail has what lies between two positions, and stays when the log has dropped it") {
  const auto log = std::make_shared<shared_log>(1);
  append(*log, "before");
  const auto from = log->end();
  append(*log, "one");
  append(*log, "two");
  const auto until = log->end();
  append(*log, "later");
  const auto tail = make_log_tail(7, log, from, until, 100);
  CHECK(tail->name == 7);
  CHECK(tail->log == log);
  CHECK(tail->from == from);
  CHECK(tail->until == until);
  append(*log, std::string(200'000, 'x'));
  append(*log, std::string(200'000, 'y'));
  REQUIRE(log->begin() > until);
  CHECK(text_of(*tail) == "onetwo");
}

TEST_CASE("a tail across segments of the log is whole") {
  const auto log = std::make_shared<shared_log>(1'000'000);
  const auto from = log->end();
  std::string all;
  for (char each = 'a'; each <= 'z'; ++each) {
    append(*log, std::string(1000, each));
    all.append(1000, each);
  }
  const auto tail = make_log_tail(1, log, from, log->end(), all.size());
  CHECK(tail->slices.size() > 1);
  CHECK(text_of(*tail) == all);
}

TEST_CASE("a tail of too many bytes, or of bytes that are gone, has none") {
  const auto log = std::make_shared<shared_log>(1);
  append(*log, "four");
  CHECK(make_log_tail(1, log, {0}, log->end(), 3)->slices.empty());
  CHECK(text_of(*make_log_tail(1, log, {0}, log->end(), 4)) == "four");
  const auto end = log->end();
  append(*log, std::string(200'000, 'x'));
  append(*log, std::string(200'000, 'y'));
  CHECK(make_log_tail(1, log, {0}, end, 100)->slices.empty());
}

TEST_CASE("every tail has a number of its own") {
  const auto log = std::make_shared<shared_log>(1);
  append(*log, "x");
  CHECK(make_log_tail(1, log, {0}, {1}, 10)->serial != make_log_tail(1, log, {0}, {1}, 10)->serial);
}
