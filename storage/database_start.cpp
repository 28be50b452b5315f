#include "storage/database_start.hpp"

#include "protocol/folder_names.hpp"
#include "storage/record_writer.hpp"
#include "storage/schema.hpp"
#include "storage/sqlite_failure.hpp"
#include "storage/sqlite_transaction.hpp"

#include <array>
#include <cstdio>
#include <sqlite3.h>

namespace atelier {

namespace {

constexpr session_id lobby{1};
constexpr picture_id welcome{1};
constexpr std::uint16_t welcome_side = 1000;

/// A random UUID (RFC 4122, section 4.4).
std::string make_uuid() {
  std::array<unsigned char, 16> raw{};
  sqlite3_randomness(static_cast<int>(raw.size()), raw.data());
  raw[6] = static_cast<unsigned char>((raw[6] & 0x0f) | 0x40);
  raw[8] = static_cast<unsigned char>((raw[8] & 0x3f) | 0x80);
  std::string text;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", raw[i]);
    if (i == 4 || i == 6 || i == 8 || i == 10)
      text += '-';
    text += digits.data();
  }
  return text;
}

void fill_new(sqlite_database& database, wall_time now, std::optional<std::uint32_t> srv_id) {
  if (srv_id)
    database.execute("UPDATE meta SET value = " + std::to_string(*srv_id) + " WHERE name = 'srv_id'");
  record_writer writer{database};
  writer.write(session_record{lobby, make_uuid(), "lobby", "free", now});
  picture_record picture{welcome, "welcome", "atelier", welcome_side, welcome_side, lobby, {}, "file", now};
  picture.folder = folder_name_of(picture.name, picture.created_by, now);
  writer.write(picture);
}

void use_write_ahead_log(sqlite_database& database) {
  sqlite_statement mode{database, "PRAGMA journal_mode = WAL"};
  if (!mode.next() || mode.text(0) != "wal")
    throw sqlite_failure{SQLITE_CANTOPEN, "the database can't keep a write-ahead log where it is"};
}

} // namespace

tl::expected<database_start, open_error> start_database(sqlite_database& database, wall_time now,
                                                        std::optional<std::uint32_t> srv_id,
                                                        const std::function<bool()>& has_snapshots,
                                                        std::span<const char* const> migrations) {
  const auto schema = read_schema_version(database, migrations.size());
  const auto file = database.file();
  if (schema.state == schema_state::newer)
    return tl::unexpected{open_error{open_failure::newer_version,
                                     file + " was written by a newer version of Atelier: its schema is version "
                                         + std::to_string(schema.version) + ", and this program knows up to version "
                                         + std::to_string(migrations.size())}};
  if (schema.state == schema_state::foreign)
    return tl::unexpected{open_error{open_failure::damaged, file
                                                                + " is a database of another application; move it "
                                                                  "away or choose another folder"}};
  const auto is_new = schema.state == schema_state::empty;
  if (is_new && has_snapshots())
    return tl::unexpected{open_error{open_failure::damaged, file
                                                                + " is missing or empty, but there are snapshots of "
                                                                  "pictures beside it; put it back, or move the "
                                                                  "snapshots away to start anew"}};
  if (!is_new && srv_id)
    if (const auto own = database.number("SELECT value FROM meta WHERE name = 'srv_id'"); own != *srv_id)
      return tl::unexpected{open_error{open_failure::of_another_server,
                                       file + " is of the server with the number " + std::to_string(own) + ", not "
                                           + std::to_string(*srv_id)
                                           + ": a server's number is set once, since what it wrote carries it"}};
  use_write_ahead_log(database);

  sqlite_transaction transaction{database};
  if (schema.version < static_cast<std::int64_t>(migrations.size()))
    migrate(database, migrations, schema.version);
  if (is_new)
    fill_new(database, now, srv_id);
  database.execute("UPDATE meta SET value = value + 1 WHERE name = 'epoch' "
                   "AND (SELECT value FROM meta WHERE name = 'clean') = 0");
  database.execute("UPDATE meta SET value = 0 WHERE name = 'clean'");
  const auto epoch = database.number("SELECT value FROM meta WHERE name = 'epoch'");
  const auto swept = database.number("SELECT value FROM meta WHERE name = 'swept_epoch'");
  transaction.commit();
  return database_start{static_cast<epoch_t>(epoch), swept < epoch};
}

} // namespace atelier
