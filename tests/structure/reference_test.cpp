#include "engine/commands.hpp"
#include "protocol/blocks.hpp"
#include "protocol/client_messages.hpp"
#include "protocol/errors.hpp"
#include "protocol/frames.hpp"
#include "protocol/limits.hpp"
#include "protocol/ops.hpp"

#include <algorithm>
#include <charconv>
#include <doctest/doctest.h>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

// What protocol/README.md says is compared with the code, so that neither can change alone.

using namespace atelier;

namespace {

std::vector<std::string> lines_of_reference() {
  std::ifstream in{ATELIER_SOURCE_DIR "/protocol/README.md"};
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  REQUIRE_GT(lines.size(), 100);
  return lines;
}

/// The cells of a table's row, trimmed and without backticks; nothing for another line.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  if (!line.starts_with("| `"))
    return cells;
  std::istringstream in{line.substr(1)};
  for (std::string cell; std::getline(in, cell, '|');) {
    std::erase(cell, '`');
    const auto first = cell.find_first_not_of(' ');
    cells.push_back(first == std::string::npos ? "" : cell.substr(first, cell.find_last_not_of(' ') - first + 1));
  }
  return cells;
}

/// The rows of the first table under a heading that begins so.
std::vector<std::vector<std::string>> table_under(const std::string& heading) {
  std::vector<std::vector<std::string>> rows;
  bool inside = false;
  for (const auto& line : lines_of_reference()) {
    if (inside && line.starts_with("#"))
      break;
    inside = inside || line.starts_with(heading);
    if (!inside)
      continue;
    if (auto cells = cells_of(line); !cells.empty())
      rows.push_back(std::move(cells));
    else if (!rows.empty() && !line.starts_with("|"))
      break;
  }
  return rows;
}

/// The bytes of every block fenced as hex; what stands after them in a line is a remark.
std::vector<bytes> examples() {
  std::vector<bytes> all;
  bool inside = false;
  for (const auto& line : lines_of_reference()) {
    if (line == "```hex")
      all.emplace_back();
    if (line.starts_with("```")) {
      inside = line == "```hex";
      continue;
    }
    if (!inside)
      continue;
    std::istringstream in{line};
    for (std::string token; in >> token && token.size() == 2;) {
      unsigned value = 0;
      if (std::from_chars(token.data(), token.data() + 2, value, 16).ptr != token.data() + 2)
        break;
      all.back().push_back(static_cast<std::byte>(value));
    }
  }
  return all;
}

void check_ops(byte_view ops) {
  while (!ops.empty()) {
    const auto decoded = decode_op(ops);
    REQUIRE(decoded);
    CHECK_FALSE(check(decoded->value));
    ops = ops.subspan(decoded->size);
  }
}

void check_block(const block& what) {
  switch (what.kind) {
  case block_kind::draw: {
    const auto draw = read_draw(what.payload);
    REQUIRE(draw);
    return check_ops(draw->ops);
  }
  case block_kind::updates: {
    auto updates = read_updates(what.payload);
    REQUIRE(updates);
    while (!updates->runs.empty())
      REQUIRE(take_run(updates->runs));
    return;
  }
  case block_kind::durable:
    CHECK(read_durable(what.payload));
    return;
  default:
    FAIL("an example of a block that this test does not know");
  }
}

std::string_view name_of(action_scope scope) {
  switch (scope) {
  case action_scope::global:
    return "global";
  case action_scope::session:
    return "session";
  case action_scope::either:
    break;
  }
  return "either";
}

} // namespace

TEST_CASE("every example of the reference is one whole frame that the codecs read") {
  const auto all = examples();
  CHECK_EQ(all.size(), 3);
  for (const auto& example : all) {
    frame_decoder decoder{limits{}.frame_bytes_max};
    decoder.feed(example);
    const auto read = decoder.next();
    REQUIRE(read);
    REQUIRE(*read);
    CHECK_EQ(decoder.pending(), 0);
    if ((*read)->kind == frame_kind::json) {
      CHECK(parse_client_message(as_text((*read)->body)));
      continue;
    }
    auto rest = (*read)->body;
    while (!rest.empty()) {
      const auto next = take_block(rest);
      REQUIRE(next);
      check_block(*next);
    }
  }
}

TEST_CASE("the reference lists every action with its scope and who may ask it, and no other") {
  const auto rows = table_under("### 2.2");
  CHECK_EQ(rows.size(), commands::all().size());
  for (const auto& action : commands::all()) {
    CAPTURE(action.name);
    const auto row = std::ranges::find_if(rows, [&](const auto& cells) { return cells.front() == action.name; });
    REQUIRE(row != rows.end());
    CHECK_EQ(row->at(1), name_of(action.scope));
    CHECK_EQ(row->back(), name_of(action.who));
  }
}

TEST_CASE("the reference lists every error code with its HTTP status, in the order of the code") {
  const auto rows = table_under("## 6.");
  REQUIRE_EQ(rows.size(), static_cast<std::size_t>(errc::frame_too_large) + 1);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto code = static_cast<errc>(i);
    CHECK_EQ(rows[i].front(), name_of(code));
    CHECK_EQ(rows[i].back(), std::to_string(http_status_of(code)));
  }
}
