#include "storage/feed_writer.hpp"

#include "storage/contradiction.hpp"

#include <string>

namespace atelier {

namespace {

/// Three indexes must forget each row: a piece takes about 10 ms, where one of 4096 rows took 100.
constexpr int purged_rows_max = 512;

} // namespace

feed_writer::feed_writer(sqlite_database& database)
    : sessions_{database},
      raise_arrival_{database, "UPDATE meta SET value = ? WHERE name = 'next_feed_arrival'"},
      raise_seqno_{database, "UPDATE meta SET value = ? WHERE name = 'next_feed_seqno'"},
      find_last_{database, "SELECT max(seqno) FROM feed WHERE project = ? AND srv_id = ?"},
      put_message_{database, "INSERT INTO feed (arrival, project, srv_id, seqno, kind, uuid, members) "
                             "VALUES (?, ?, ?, ?, ?, ?, ?)"},
      put_link_{database, "INSERT INTO feed_links (url, project) VALUES (?, ?) ON CONFLICT DO NOTHING"},
      remove_link_{database, "DELETE FROM feed_links WHERE url = ? AND project = ?"},
      remove_links_{database, "DELETE FROM feed_links WHERE project = ?"},
      messages_{database, {"feed", "project = ?2", "arrival", "length(members)", purged_rows_max}},
      srv_id_{static_cast<std::uint32_t>(database.number("SELECT value FROM meta WHERE name = 'srv_id'"))},
      next_arrival_{static_cast<seqno_t>(database.number("SELECT value FROM meta WHERE name = 'next_feed_arrival'"))},
      next_seqno_{static_cast<seqno_t>(database.number("SELECT value FROM meta WHERE name = 'next_feed_seqno'"))} {}

void feed_writer::put(const feed_message& what) {
  use_numbers_of(what);
  if (sessions_.is_removed(what.project))
    return;
  if (what.srv_id != srv_id_)
    check_follows(what);
  put_message_.run(what.arrival, what.project, what.srv_id, what.seqno, name_of(what.kind), what.uuid, what.members);
}

void feed_writer::use_numbers_of(const feed_message& what) {
  if (what.arrival < next_arrival_)
    contradiction("arrival " + std::to_string(what.arrival) + " in a feed does not follow the last stored one, "
                  + std::to_string(next_arrival_ - 1));
  next_arrival_ = what.arrival + 1;
  raise_arrival_.run(next_arrival_);
  if (what.srv_id != srv_id_)
    return;
  if (what.seqno < next_seqno_)
    contradiction("message " + std::to_string(what.seqno) + " of this server's feeds does not follow the last stored "
                  + "one, " + std::to_string(next_seqno_ - 1));
  next_seqno_ = what.seqno + 1;
  raise_seqno_.run(next_seqno_);
}

void feed_writer::check_follows(const feed_message& what) {
  find_last_.start(what.project, what.srv_id);
  find_last_.next();
  const auto has_one = !find_last_.is_null(0);
  const auto last = find_last_.as<seqno_t>(0);
  find_last_.reset();
  if (has_one && what.seqno <= last)
    contradiction("message " + std::to_string(what.seqno) + " of server " + std::to_string(what.srv_id)
                  + " does not follow the last stored one in project " + std::to_string(what.project.value) + ", "
                  + std::to_string(last));
}

void feed_writer::put(const feed_link_record& what) {
  if (!sessions_.is_removed(what.project))
    put_link_.run(what.url, what.project);
}

void feed_writer::put(const feed_link_removed& what) {
  remove_link_.run(what.url, what.project);
}

void feed_writer::remove_links_of(session_id project) {
  remove_links_.run(project);
}

bool feed_writer::purge_some_of(session_id project) {
  return messages_.purge_some(project);
}

} // namespace atelier
