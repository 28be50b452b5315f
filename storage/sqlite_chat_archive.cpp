#include "storage/sqlite_chat_archive.hpp"

#include "protocol/limits.hpp"
#include "storage/chat_rows.hpp"
#include "storage/guarded.hpp"
#include "storage/search_query.hpp"
#include "storage/stored_numbers.hpp"

namespace atelier {

namespace {

/// What a message takes beside its text: names, numbers and the words around them.
constexpr std::size_t overhead_bytes = 256;

std::vector<chat_message> all_of(sqlite_statement& rows) {
  std::vector<chat_message> found;
  while (rows.next())
    found.push_back(read_message(rows));
  return found;
}

} // namespace

sqlite_chat_archive::sqlite_chat_archive(const std::filesystem::path& file, const std::string& vfs)
    : database_{file, sqlite_database::options::reading(vfs)},
      page_{database_, sql_of(chat_query::page)},
      latest_{database_, sql_of(chat_query::latest)},
      versions_{database_, sql_of(chat_query::versions)},
      matching_{database_, sql_of(chat_query::matching)} {}

result<chat_archive::page> sqlite_chat_archive::read(session_id session, seqno_t after, seqno_t until,
                                                     std::size_t bytes_max) {
  return guarded([&]() -> result<page> {
    page out;
    std::size_t size = 0;
    page_.start(session, to_stored_number(after), to_stored_number(until));
    while (!out.more && page_.next()) {
      auto message = read_message(page_);
      size += message.text.size() + overhead_bytes;
      out.more = size > bytes_max && !out.messages.empty();
      if (!out.more)
        out.messages.push_back(std::move(message));
    }
    page_.reset();
    return out;
  });
}

result<std::optional<chat_message>> sqlite_chat_archive::find(seqno_t id) {
  return guarded([&]() -> result<std::optional<chat_message>> {
    latest_.start(to_stored_number(id));
    auto found = all_of(latest_);
    return found.empty() ? std::nullopt : std::optional{std::move(found.front())};
  });
}

result<std::vector<chat_message>> sqlite_chat_archive::versions(seqno_t id) {
  return guarded([&]() -> result<std::vector<chat_message>> {
    std::vector<chat_message> out;
    std::size_t size = 0;
    versions_.start(to_stored_number(id));
    while (size <= limits::list_bytes_max && versions_.next()) {
      out.push_back(read_message(versions_));
      size += out.back().text.size() + overhead_bytes;
    }
    versions_.reset();
    return out;
  });
}

result<std::vector<chat_message>> sqlite_chat_archive::search(session_id session, const std::string& query,
                                                              seqno_t before, std::size_t count) {
  return guarded([&]() -> result<std::vector<chat_message>> {
    const auto wanted = to_search_query(session, query);
    if (!wanted)
      return tl::unexpected{wanted.error()};
    if (wanted->empty())
      return std::vector<chat_message>{};
    matching_.start(*wanted, to_stored_number(before), to_stored_number(count));
    return all_of(matching_);
  });
}

} // namespace atelier
