#include "runtime/shared_log.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

using namespace atelier::runtime;

namespace {

constexpr std::size_t segment_bytes_max = 64 * 1024;

std::byte byte_at(std::uint64_t offset) {
  return static_cast<std::byte>((offset * 2654435761u) >> 13);
}

std::vector<std::byte> bytes_from(std::uint64_t offset, std::size_t size) {
  std::vector<std::byte> out(size);
  for (std::size_t i = 0; i < size; ++i)
    out[i] = byte_at(offset + i);
  return out;
}

void append_text(shared_log& log, std::string_view text, std::uint64_t mark) {
  log.append(std::as_bytes(std::span{text.data(), text.size()}), mark);
}

std::string text_of(const shared_log::read_result& read) {
  std::string out;
  for (const auto& slice : read.slices)
    out.append(reinterpret_cast<const char*>(slice.data.data()), slice.data.size());
  return out;
}

std::size_t size_of(const shared_log::read_result& read) {
  std::size_t sum = 0;
  for (const auto& slice : read.slices)
    sum += slice.data.size();
  return sum;
}

bool holds_what_was_written(const shared_log::read_result& read, std::uint64_t from) {
  for (const auto& slice : read.slices)
    for (const auto x : slice.data)
      if (x != byte_at(from++))
        return false;
  return true;
}

// Everything ever appended, kept for ever.
struct model {
  struct entry {
    std::uint64_t end = 0;
    std::uint64_t mark = 0;
  };
  std::vector<entry> entries;

  [[nodiscard]] std::uint64_t end() const {
    return entries.empty() ? 0 : entries.back().end;
  }

  [[nodiscard]] std::uint64_t next(std::uint64_t from, std::uint64_t until, std::size_t bytes_max) const {
    auto result = from;
    for (const auto& x : entries)
      if (x.end > from && x.end <= until && (x.end - from <= bytes_max || result == from))
        result = x.end;
    return result;
  }

  [[nodiscard]] shared_log::found find(std::uint64_t mark, std::uint64_t begin) const {
    shared_log::found result{{begin}, 0, true};
    for (const auto& x : entries) {
      if (x.end <= begin)
        result = {{begin}, x.mark, x.mark <= mark};
      else if (x.mark <= mark)
        result = {{x.end}, x.mark, true};
    }
    return result;
  }
};

} // namespace

TEST_CASE("a reader gets what was appended after its position, in order") {
  shared_log log{1024};
  append_text(log, "one ", 1);
  const auto middle = log.end();
  append_text(log, "two ", 2);
  append_text(log, "three", 3);
  CHECK(text_of(log.read({}, log.end(), 1000)) == "one two three");
  CHECK(text_of(log.read(middle, log.end(), 1000)) == "two three");
  CHECK(log.read(middle, log.end(), 1000).next == log.end());
}

TEST_CASE("an empty log has nothing to read") {
  const shared_log log{1024};
  const auto read = log.read({}, log.end(), 1000);
  CHECK(read.slices.empty());
  CHECK_FALSE(read.lost);
  CHECK(read.next == log_position{});
  CHECK(log.begin() == log.end());
}

TEST_CASE("a read ends at the position that was asked for") {
  shared_log log{1024};
  append_text(log, "one", 1);
  const auto until = log.end();
  append_text(log, "two", 2);
  CHECK(text_of(log.read({}, until, 1000)) == "one");
}

TEST_CASE("a read never splits an append, and never comes back empty-handed") {
  shared_log log{1024};
  append_text(log, "four", 1);
  append_text(log, "more", 2);
  CHECK(text_of(log.read({}, log.end(), 7)) == "four");
  CHECK(text_of(log.read({}, log.end(), 8)) == "fourmore");
  CHECK(text_of(log.read({}, log.end(), 1)) == "four");
}

TEST_CASE("appending nothing changes nothing") {
  shared_log log{1024};
  append_text(log, "", 7);
  CHECK(log.end() == log_position{});
  CHECK(log.find(9).mark == 0);
}

TEST_CASE("an append larger than a segment is read in one piece") {
  shared_log log{1024 * 1024};
  append_text(log, "before", 1);
  const auto from = log.end();
  const auto large = bytes_from(from.offset, 3 * segment_bytes_max);
  log.append(large, 2);
  const auto read = log.read(from, log.end(), 1);
  REQUIRE(read.slices.size() == 1);
  CHECK(std::ranges::equal(read.slices.front().data, large));
}

TEST_CASE("appends that follow each other in a segment are one slice") {
  shared_log log{1024};
  for (int i = 0; i < 20; ++i)
    append_text(log, "x", static_cast<std::uint64_t>(i));
  CHECK(log.read({}, log.end(), 1000).slices.size() == 1);
}

TEST_CASE("a reader whose position is no longer kept is told so") {
  constexpr std::size_t retained = 200'000;
  shared_log log{retained};
  std::uint64_t offset = 0;
  while (log.begin().offset == 0) {
    log.append(bytes_from(offset, 1000), offset);
    offset += 1000;
  }
  const auto read = log.read({}, log.end(), 1'000'000);
  CHECK(read.lost);
  CHECK(read.slices.empty());
  CHECK_FALSE(log.read(log.begin(), log.end(), 1'000'000).lost);
}

TEST_CASE("a slice outlives its place in the log") {
  shared_log log{1};
  append_text(log, "held", 1);
  const auto held = log.read({}, log.end(), 1000);
  for (std::uint64_t i = 0; i < 10; ++i)
    log.append(bytes_from(0, segment_bytes_max), i + 2);
  CHECK(log.begin().offset > 0);
  CHECK(text_of(held) == "held");
}

TEST_CASE("a log that begins at a mark knows nothing of what was before") {
  shared_log log{1024, 1042};
  CHECK(log.find(1042).complete);
  CHECK(log.find(1042).mark == 1042);
  CHECK_FALSE(log.find(1041).complete);
  append_text(log, "x", 1043);
  CHECK(log.find(1042).complete);
  CHECK(log.find(1042).at == log_position{});
  CHECK_FALSE(log.find(1041).complete);
  CHECK(log.find(2000).at == log.end());
}

TEST_CASE("random appends and reads agree with a log that keeps everything") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    CAPTURE(seed);
    std::mt19937 random{seed};
    const auto below = [&](std::size_t n) {
      return static_cast<std::size_t>(random() % n);
    };
    const auto retained = 1 + below(300'000);
    shared_log log{retained};
    model expected;
    std::uint64_t mark = 0;
    for (int step = 0; step < 1500; ++step) {
      const auto size = below(20) == 0 ? below(150'000) : 1 + below(400);
      mark += below(3);
      log.append(bytes_from(expected.end(), size), mark);
      if (size != 0)
        expected.entries.push_back({expected.end() + size, mark});
      REQUIRE(log.end().offset == expected.end());
      const auto kept = log.end().offset - log.begin().offset;
      REQUIRE(kept >= std::min<std::uint64_t>(retained, expected.end()));

      if (step % 10 != 0 || expected.entries.empty())
        continue;
      const auto a = below(expected.entries.size() + 1);
      const auto b = below(expected.entries.size() + 1);
      const auto offset_of = [&](std::size_t i) {
        return i == 0 ? 0 : expected.entries[i - 1].end;
      };
      const auto from = offset_of(std::min(a, b));
      const auto until = offset_of(std::max(a, b));
      const auto bytes_max = 1 + below(200'000);
      const auto read = log.read({from}, {until}, bytes_max);
      REQUIRE(read.lost == (from < log.begin().offset));
      if (!read.lost) {
        REQUIRE(read.next.offset == expected.next(from, until, bytes_max));
        REQUIRE(size_of(read) == read.next.offset - from);
        REQUIRE(holds_what_was_written(read, from));
      }
      const auto asked = below(mark + 2);
      const auto found = log.find(asked);
      const auto should = expected.find(asked, log.begin().offset);
      REQUIRE(found.at == should.at);
      REQUIRE(found.mark == should.mark);
      REQUIRE(found.complete == should.complete);
    }
  }
}

TEST_CASE("a log keeps at most one segment more than it must") {
  constexpr std::size_t retained = 100'000;
  shared_log log{retained};
  std::uint64_t offset = 0;
  for (int i = 0; i < 2000; ++i) {
    log.append(bytes_from(offset, 777), offset);
    offset += 777;
    REQUIRE(log.end().offset - log.begin().offset <= retained + segment_bytes_max);
  }
}

TEST_CASE("a log that may keep less drops its oldest bytes at once, and one that may keep more goes on") {
  shared_log log{16 * segment_bytes_max};
  log.retain(segment_bytes_max);
  CHECK(log.begin() == log_position{0});
  for (std::uint64_t i = 0; i < 16; ++i)
    log.append(bytes_from(i * segment_bytes_max, segment_bytes_max), i);
  CHECK(log.end().offset - log.begin().offset <= 2 * segment_bytes_max);
  log.retain(8 * segment_bytes_max);
  for (std::uint64_t i = 16; i < 32; ++i)
    log.append(bytes_from(i * segment_bytes_max, segment_bytes_max), i);
  const auto kept = log.end().offset - log.begin().offset;
  CHECK(kept >= 8 * segment_bytes_max);
  log.retain(0);
  CHECK(log.end().offset - log.begin().offset <= segment_bytes_max);
}

TEST_CASE("readers on other threads see exactly what one writer appends") {
  constexpr std::uint64_t appends = 3000;
  shared_log log{64 * 1024 * 1024};
  std::vector<std::thread> readers;
  std::vector<int> right(3, 0);
  const auto total = appends * 101;
  for (auto& result : right)
    readers.emplace_back([&] {
      log_position at;
      bool good = true;
      while (at.offset < total) {
        const auto read = log.read(at, log.end(), 5000);
        good = good && !read.lost && holds_what_was_written(read, at.offset);
        at = read.next;
      }
      result = good ? 1 : 0;
    });
  for (std::uint64_t i = 0; i < appends; ++i)
    log.append(bytes_from(i * 101, 101), i + 1);
  for (auto& reader : readers)
    reader.join();
  CHECK(right == std::vector<int>{1, 1, 1});
}

TEST_CASE("a reader that falls behind on another thread goes on from what is kept") {
  constexpr std::uint64_t appends = 5000;
  shared_log log{10'000};
  std::thread reader{[&] {
    log_position at;
    while (at.offset < appends * 101) {
      const auto read = log.read(at, log.end(), 5000);
      if (!read.lost && !holds_what_was_written(read, at.offset))
        return;
      at = read.lost ? log.begin() : read.next;
    }
    append_text(log, "right", appends + 1);
  }};
  for (std::uint64_t i = 0; i < appends; ++i)
    log.append(bytes_from(i * 101, 101), i + 1);
  reader.join();
  CHECK(log.end().offset == appends * 101 + 5);
}
