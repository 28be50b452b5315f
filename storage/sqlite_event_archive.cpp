#include "storage/sqlite_event_archive.hpp"

#include "protocol/limits.hpp"
#include "storage/guarded.hpp"
#include "storage/stored_numbers.hpp"
#include "storage/times.hpp"

#include <limits>

namespace atelier {

namespace {

/// What an event takes beside its data: its name, numbers and the words around them.
constexpr std::size_t overhead_bytes = 256;
constexpr auto no_limit = std::numeric_limits<seqno_t>::max();

event_record read_event(sqlite_statement& row) {
  return {row.as<seqno_t>(0), session_id{row.as<std::uint32_t>(1)}, row.as<std::uint32_t>(2),
          row.text(3),        from_stored_time(row.integer(4)),     row.text(5)};
}

} // namespace

sqlite_event_archive::sqlite_event_archive(const std::filesystem::path& file, const std::string& vfs)
    : database_{file, sqlite_database::options::reading(vfs)},
      page_{database_, "SELECT seqno, session, game, name, at, data FROM events "
                       "WHERE session = ? AND seqno > ? AND seqno <= ? ORDER BY seqno"} {}

result<event_archive::page> sqlite_event_archive::read_events(session_id session, seqno_t after, seqno_t until,
                                                              std::size_t bytes_max) {
  return guarded([&]() -> result<page> {
    page out;
    std::size_t size = 0;
    page_.start(session, to_stored_number(after), to_stored_number(until));
    while (!out.more && page_.next()) {
      auto event = read_event(page_);
      size += event.data.size() + overhead_bytes;
      out.more = size > bytes_max && !out.events.empty();
      if (!out.more)
        out.events.push_back(std::move(event));
    }
    page_.reset();
    return out;
  });
}

result<std::vector<event_record>> sqlite_event_archive::first_events(session_id session, seqno_t after,
                                                                     std::size_t count) {
  return guarded([&]() -> result<std::vector<event_record>> {
    std::vector<event_record> out;
    std::size_t size = 0;
    page_.start(session, to_stored_number(after), to_stored_number(no_limit));
    // Counted is less than what they take in the answer, so that one which is cut short here does not fit there.
    while (out.size() < count && size <= limits::list_bytes_max && page_.next()) {
      out.push_back(read_event(page_));
      size += out.back().data.size();
    }
    page_.reset();
    return out;
  });
}

} // namespace atelier
