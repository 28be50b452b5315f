#include "engine/chat/downloads.hpp"

#include "engine/arguments.hpp"
#include "protocol/blocks.hpp"

#include <string>
#include <utility>

namespace atelier {

namespace {

error shutting_down() {
  return {errc::shutting_down, "the server is shutting down; ask again when it is back"};
}

} // namespace

void downloads::fetch(const asker& who, const command& what, turn& now) {
  arguments args{what.args};
  const auto hash = args.text("hash");
  const auto offset = args.optional_number("offset").value_or(0);
  const auto thumbnail = args.optional_flag("thumbnail").value_or(false);
  if (args.wrong())
    return replies_.answer(who, tl::unexpected{*args.wrong()}, now);
  auto clean = clean_hash("hash", hash);
  if (!clean)
    return replies_.answer(who, tl::unexpected{clean.error()}, now);
  const auto id = transfers_.open(who.from);
  if (!id)
    return replies_.answer(who, tl::unexpected{id.error()}, now);
  const auto [added, is_new] = downloads_.emplace(*id, download{who, std::move(*clean), thumbnail, offset});
  read_on(added, now);
}

void downloads::on(const attachment_requested& input, turn& now) {
  if (world_.stopping)
    return now.send(input.from, attachment_part{input.request, tl::unexpected{shutting_down()}});
  const auto request = world_.next_lookup++;
  reading_.emplace(request, http_reader{input.from, input.request});
  now.out.emplace_back(read_attachment{request, input.hash, input.thumbnail, input.offset});
}

void downloads::on(const transfer_part_taken& input, turn& now) {
  if (const auto which = downloads_.find(input.transfer);
      which != downloads_.end() && which->second.who.from == input.from)
    read_on(which, now);
}

void downloads::read_on(place which, turn& now) {
  const auto request = world_.next_lookup++;
  reading_.emplace(request, which->first);
  const auto& wanted = which->second;
  now.out.emplace_back(read_attachment{request, wanted.hash, wanted.thumbnail, wanted.offset});
}

void downloads::on(attachment_read input, turn& now) {
  const auto found = reading_.find(input.request);
  if (found == reading_.end())
    return;
  const auto reader = found->second;
  reading_.erase(found);
  if (const auto* http = std::get_if<http_reader>(&reader))
    return now.send(http->from, attachment_part{http->request, std::move(input.piece)});
  if (const auto which = downloads_.find(std::get<transfer_id>(reader)); which != downloads_.end())
    send(which, std::move(input.piece), now);
}

void downloads::send(place which, result<attachment_piece> piece, turn& now) {
  auto& known = which->second;
  const auto id = which->first;
  if (piece && known.offset > piece->bytes_total)
    piece = failure(errc::bad_data, "\"offset\" is " + std::to_string(known.offset) + "; the attachment has "
                                        + std::to_string(piece->bytes_total) + " bytes");
  if (!piece) {
    if (known.answered)
      now.send(known.who.from, transfer_news(id, piece.error()));
    else
      replies_.answer(known.who, tl::unexpected{piece.error()}, now);
    return erase(which);
  }
  if (!known.answered)
    answer(which, *piece, now);
  const auto to = known.who.from;
  const auto start = known.offset;
  known.offset += piece->bytes->size();
  const bool last = known.offset >= piece->bytes_total || piece->bytes->empty();
  if (!piece->bytes->empty()) {
    bytes block;
    append_chunk(block, id, start, *piece->bytes);
    // Its answer may wait for the disk, and comes first.
    world_.commits.hold(now, to, transfer_part{id, std::make_shared<const bytes>(std::move(block)), last});
  }
  if (last)
    erase(which);
}

void downloads::answer(place which, const attachment_piece& piece, turn& now) {
  auto& known = which->second;
  known.answered = true;
  // A transfer is over with its connection, so there is nothing to keep.
  replies_.answer({known.who.from, known.who.id, std::nullopt},
                  json{{"transfer", which->first.value},
                       {"offset", known.offset},
                       {"bytes", piece.bytes_total},
                       {"media_type", piece.media_type}},
                  now);
}

bool downloads::cancel(transfer_id which, connection_id who) {
  const auto found = downloads_.find(which);
  if (found == downloads_.end() || found->second.who.from != who || !found->second.answered)
    return false;
  erase(found);
  return true;
}

void downloads::gone(connection_id who) {
  for (auto it = downloads_.begin(); it != downloads_.end();) {
    const auto here = it++;
    if (here->second.who.from == who)
      erase(here);
  }
  std::erase_if(reading_, [&](const auto& each) {
    const auto* http = std::get_if<http_reader>(&each.second);
    return http && http->from == who;
  });
}

void downloads::stop(turn& now) {
  while (!downloads_.empty()) {
    const auto first = downloads_.begin();
    const auto ended = std::move(first->second);
    if (ended.answered)
      now.send(ended.who.from, transfer_news(first->first, shutting_down()));
    else
      replies_.answer({ended.who.from, ended.who.id, std::nullopt}, tl::unexpected{shutting_down()}, now);
    erase(first);
  }
  for (const auto& [request, reader] : std::exchange(reading_, {}))
    if (const auto* http = std::get_if<http_reader>(&reader))
      now.send(http->from, attachment_part{http->request, tl::unexpected{shutting_down()}});
}

void downloads::erase(place which) {
  transfers_.close(which->first);
  downloads_.erase(which);
}

} // namespace atelier
