#include "storage/sqlite_feed_archive.hpp"

#include "protocol/feed_limits.hpp"
#include "storage/feed_rows.hpp"
#include "storage/guarded.hpp"
#include "storage/stored_numbers.hpp"

#include <algorithm>
#include <utility>

namespace atelier {

namespace {

/// Messages that nobody asked for and one page passes over, some 7 ms: others wait for their page meanwhile.
constexpr std::size_t passed_over_max = 20'000;

std::string select_feed(const char* where) {
  return std::string{"SELECT "} + feed_columns + " FROM feed WHERE " + where + " ORDER BY arrival";
}

} // namespace

sqlite_feed_archive::sqlite_feed_archive(const std::filesystem::path& file, const std::string& vfs)
    : database_{file, sqlite_database::options::reading(vfs)},
      page_{database_, select_feed("project = ? AND arrival > ? AND arrival <= ?")},
      next_server_{database_, "SELECT srv_id FROM feed WHERE project = ? AND srv_id > ? ORDER BY srv_id LIMIT 1"},
      next_of_server_{database_, "SELECT arrival FROM feed WHERE project = ? AND srv_id = ? AND seqno > ? "
                                 "ORDER BY seqno LIMIT 1"},
      of_thing_{database_, select_feed("project = ? AND kind = ? AND uuid = ?")} {}

result<feed_archive::page> sqlite_feed_archive::read_feed(session_id project, const feed_selection& wanted,
                                                          seqno_t after, seqno_t until, std::size_t bytes_max) {
  return guarded([&]() -> result<page> {
    page out{{}, until};
    if (after == 0) {
      const auto first = first_lacking(project, wanted.since);
      if (!first)
        return out;
      after = *first - 1;
    }
    std::size_t size = 0;
    std::size_t passed_over = 0;
    page_.start(project, to_stored_number(after), to_stored_number(until));
    while (page_.next()) {
      auto message = read_feed_place(page_);
      if (!wanted.wants(message)) {
        if (++passed_over < passed_over_max)
          continue;
        out.reached = message.arrival;
        break;
      }
      read_feed_members(page_, message);
      size += message.members.size();
      if (size > bytes_max && !out.messages.empty()) {
        out.reached = out.messages.back().arrival;
        break;
      }
      out.messages.push_back(std::move(message));
    }
    page_.reset();
    return out;
  });
}

std::optional<seqno_t> sqlite_feed_archive::first_lacking(session_id project, const version_vector& since) {
  std::optional<seqno_t> first;
  for (auto srv_id = server_after(project, -1); srv_id; srv_id = server_after(project, *srv_id)) {
    const auto had = since.find(*srv_id);
    const auto next = arrival_after(project, *srv_id, had == since.end() ? -1 : to_stored_number(had->second));
    if (next)
      first = std::min(*next, first.value_or(*next));
  }
  return first;
}

std::optional<std::uint32_t> sqlite_feed_archive::server_after(session_id project, std::int64_t srv_id) {
  next_server_.start(project, srv_id);
  if (!next_server_.next())
    return std::nullopt;
  const auto found = next_server_.as<std::uint32_t>(0);
  next_server_.reset();
  return found;
}

std::optional<seqno_t> sqlite_feed_archive::arrival_after(session_id project, std::uint32_t srv_id,
                                                          std::int64_t seqno) {
  next_of_server_.start(project, srv_id, seqno);
  if (!next_of_server_.next())
    return std::nullopt;
  const auto found = next_of_server_.as<seqno_t>(0);
  next_of_server_.reset();
  return found;
}

result<std::vector<feed_message>> sqlite_feed_archive::find_feed(session_id project, feed_kind kind,
                                                                 const std::string& uuid) {
  return guarded([&]() -> result<std::vector<feed_message>> {
    std::vector<feed_message> out;
    std::size_t size = 0;
    of_thing_.start(project, name_of(kind), uuid);
    while (of_thing_.next()) {
      auto message = read_feed_message(of_thing_);
      size += message.members.size();
      // The first stays, and the latest: what stands of a thing is one of these.
      while (size > feed_limits::found_bytes_max && out.size() > 1) {
        size -= out[1].members.size();
        out.erase(out.begin() + 1);
      }
      out.push_back(std::move(message));
    }
    return out;
  });
}

} // namespace atelier
