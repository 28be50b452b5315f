#include "storage/chat_rows.hpp"
#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

using namespace atelier;
using namespace atelier::test;

namespace {

/// A database with so many messages of two sessions in turn, of which every fifth has a version after it.
struct stored_messages {
  temporary_folder at;
  sqlite_database database;

  explicit stored_messages(int count) : database{made(at.path())} {
    if (count == 0)
      return;
    database.execute("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                     + std::to_string(count)
                     + ") INSERT INTO messages (seqno, id, session, author, handle, identity, kind, text, at, deleted, "
                       "latest) SELECT i, i - (i % 5 = 1 AND i > 1), 1 + i / 5 % 2, 0, 'anonymous', 'anonymous', "
                       "'text', 'hello', i, 0, i % 5 <> 0 FROM n");
    database.execute("ANALYZE");
  }

  /// What SQLite says of how it will run a statement.
  std::string plan_of(chat_query what) {
    sqlite_statement rows{database, "EXPLAIN QUERY PLAN " + sql_of(what)};
    std::string plan;
    while (rows.next())
      plan += rows.text(3) + '\n';
    return plan;
  }

  struct cost {
    /// Instructions of SQLite's virtual machine.
    int steps = 0;
    /// Rows passed over in a scan.
    int scanned = 0;
    int sorts = 0;
  };
  /// What the first `rows` rows cost.
  cost cost_of(chat_query what, std::initializer_list<std::int64_t> parameters, int rows) {
    sqlite3_stmt* statement = nullptr;
    REQUIRE(sqlite3_prepare_v2(database.handle(), sql_of(what).c_str(), -1, &statement, nullptr) == SQLITE_OK);
    auto at_parameter = 0;
    for (const auto parameter : parameters)
      sqlite3_bind_int64(statement, ++at_parameter, parameter);
    for (auto row = 0; row < rows; ++row)
      REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    const cost found{sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_VM_STEP, 0),
                     sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_FULLSCAN_STEP, 0),
                     sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_SORT, 0)};
    sqlite3_finalize(statement);
    return found;
  }

private:
  static std::filesystem::path made(const std::filesystem::path& folder) {
    (void)open_folder(folder);
    return folder / "atelier.db";
  }
};

bool mentions(const std::string& text, const std::string& what) {
  INFO(text);
  return text.find(what) != std::string::npos;
}

} // namespace

TEST_CASE("whatever is asked of a chat is found by an index, and nothing is sorted") {
  for (const auto count : {0, 10'000}) {
    stored_messages of{count};
    for (const auto what : {chat_query::page, chat_query::latest, chat_query::versions, chat_query::matching}) {
      const auto plan = of.plan_of(what);
      INFO(plan);
      CHECK(plan.find("SCAN messages") == std::string::npos);
      CHECK(plan.find("TEMP B-TREE") == std::string::npos);
    }
    CHECK(mentions(of.plan_of(chat_query::page), "INDEX messages_by_session (session=? AND seqno>? AND seqno<?)"));
    CHECK(mentions(of.plan_of(chat_query::matching), "messages USING INTEGER PRIMARY KEY"));
  }
}

TEST_CASE("a page of a chat costs the same among 10,000 messages and among 100,000") {
  stored_messages few{10'000};
  stored_messages many{100'000};
  const auto page = few.cost_of(chat_query::page, {1, 5'000, 10'000}, 50);
  CHECK(page.scanned == 0);
  CHECK(page.sorts == 0);
  CHECK(page.steps < 5'000);
  for (const auto& [after, until] : {std::pair{0, 100'000}, std::pair{50'000, 100'000}, std::pair{99'800, 100'000}}) {
    const auto same = many.cost_of(chat_query::page, {1, after, until}, 50);
    CHECK(same.scanned == 0);
    CHECK(same.sorts == 0);
    CHECK(same.steps == page.steps);
  }
}

TEST_CASE("a message and its versions cost the same among 10,000 messages and among 100,000") {
  stored_messages few{10'000};
  stored_messages many{100'000};
  for (const auto what : {chat_query::latest, chat_query::versions}) {
    const auto cost = few.cost_of(what, {5'000}, 1);
    const auto same = many.cost_of(what, {50'000}, 1);
    CHECK(same.scanned == 0);
    CHECK(same.sorts == 0);
    CHECK(same.steps == cost.steps);
  }
}
