#include "storage/chat_rows.hpp"

#include "storage/sqlite_failure.hpp"
#include "storage/times.hpp"

#include <initializer_list>
#include <sqlite3.h>

namespace atelier {

namespace {

constexpr auto columns =
    "messages.seqno, messages.id, messages.session, messages.author, messages.handle, messages.identity, "
    "messages.kind, messages.text, messages.at, messages.edited_at, messages.deleted, messages.attachment_hash, "
    "messages.attachment_name, messages.attachment_bytes, messages.attachment_media_type, messages.attachment_width, "
    "messages.attachment_height";

template <class Enum>
Enum named(const std::string& name, std::initializer_list<Enum> all, seqno_t seqno) {
  for (const auto each : all)
    if (name_of(each) == name)
      return each;
  throw sqlite_failure{SQLITE_CORRUPT,
                       "message " + std::to_string(seqno) + " is stored as \"" + name + "\", which no message can be"};
}

} // namespace

std::string sql_of(chat_query what) {
  const auto select = std::string{"SELECT "} + columns + " FROM ";
  switch (what) {
  case chat_query::page:
    return select + "messages WHERE session = ? AND latest = 1 AND seqno > ? AND seqno <= ? ORDER BY seqno";
  case chat_query::latest:
    return select + "messages WHERE id = ? AND latest = 1";
  case chat_query::versions:
    return select + "messages WHERE id = ? ORDER BY seqno";
  case chat_query::matching:
    return select
           + "message_search CROSS JOIN messages ON messages.seqno = message_search.rowid "
             "WHERE message_search MATCH ? AND message_search.rowid < ? ORDER BY message_search.rowid DESC LIMIT ?";
  }
  return {};
}

chat_message read_message(sqlite_statement& row) {
  chat_message out;
  out.seqno = row.as<seqno_t>(0);
  out.id = row.as<seqno_t>(1);
  out.session = session_id{row.as<std::uint32_t>(2)};
  out.author = player_id{row.as<std::uint32_t>(3)};
  out.handle = row.text(4);
  out.identity =
      named(row.text(5), {author_identity::anonymous, author_identity::claimed, author_identity::verified}, out.seqno);
  out.kind = named(row.text(6), {message_kind::text, message_kind::file, message_kind::image}, out.seqno);
  out.text = row.text(7);
  out.at = from_stored_time(row.integer(8));
  if (!row.is_null(9))
    out.edited_at = from_stored_time(row.integer(9));
  out.deleted = row.integer(10) != 0;
  if (!row.is_null(11))
    out.attachment = attachment_note{row.text(11),
                                     row.text(12),
                                     row.as<std::uint64_t>(13),
                                     row.text(14),
                                     row.as<std::uint32_t>(15),
                                     row.as<std::uint32_t>(16)};
  return out;
}

} // namespace atelier
