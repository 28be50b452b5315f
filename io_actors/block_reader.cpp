#include "io_actors/block_reader.hpp"

#include "protocol/server_messages.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

namespace atelier {

namespace {

error not_joined(picture_id picture) {
  const auto id = std::to_string(picture.value);
  return {errc::not_joined,
          "picture " + id + " has not been synced on this connection; subscribe to it and wait for its \"sync\""};
}

std::string_view name_of_kind(block_kind kind) {
  switch (kind) {
  case block_kind::updates:
    return "UPDATES";
  case block_kind::snapshot:
    return "SNAPSHOT";
  case block_kind::durable:
    return "DURABLE";
  case block_kind::chunk:
    return "CHUNK";
  case block_kind::draw:
    return "DRAW";
  case block_kind::cursor:
    return "CURSOR";
  }
  return "a block of unknown kind";
}

error not_for_clients(block_kind kind) {
  return {errc::unknown_type, "a client sent " + std::string{name_of_kind(kind)} + " (kind "
                                  + std::to_string(static_cast<unsigned>(kind))
                                  + "); it may send DRAW (1), CURSOR (5) and CHUNK (6)"};
}

void refuse(picture_id picture, const draw_refusal& what, outbox& answers) {
  answers.push_behind(
      picture, std::make_shared<const std::string>(rejected_text(picture, what.client_seq, what.count, what.what)));
}

} // namespace

void block_reader::read(byte_view message, const stream_table& streams, outbox& answers) {
  if (message.empty())
    return answers.push(error_text({errc::malformed, "a binary message of 0 bytes; it needs one block at least"}));
  read_blocks(message, streams, answers);
}

void block_reader::acknowledge_draws(const stream_table& streams, outbox& answers) {
  intake_.acknowledge();
  read_on(streams, answers);
}

void block_reader::acknowledge_chunk(const stream_table& streams, outbox& answers) {
  if (chunks_waiting_ > 0)
    --chunks_waiting_;
  read_on(streams, answers);
}

void block_reader::read_on(const stream_table& streams, outbox& answers) {
  if (!held_ || is_full())
    return;
  const auto was_held = std::move(*held_);
  held_ = std::nullopt;
  source_ = was_held.owner;
  draw_payload draw{was_held.next_client_seq, was_held.tail.first(was_held.ops_bytes)};
  const auto rest = was_held.tail.subspan(was_held.ops_bytes);
  take_ops(was_held.picture, draw, answers, rest);
  if (!held_)
    read_blocks(rest, streams, answers);
  source_ = nullptr;
}

void block_reader::seal_draws(engine_messages& to) {
  if (auto batches = intake_.seal(); !batches.empty())
    to.emplace_back(draws_received{id_, std::move(batches)});
}

void block_reader::flush(engine_messages& to) {
  auto pieces = std::exchange(pieces_, {});
  std::move(pieces.begin(), pieces.end(), std::back_inserter(to));
  seal_draws(to);
  for (const auto& [picture, at] : std::exchange(cursors_, {}))
    to.emplace_back(cursor_received{id_, picture, at});
}

void block_reader::read_blocks(byte_view rest, const stream_table& streams, outbox& answers) {
  while (!rest.empty() && !held_) {
    const auto next = take_block(rest);
    if (!next)
      return answers.push(error_text(next.error()));
    if (next->kind == block_kind::draw) {
      if (const auto draw = atelier::read_draw(next->payload))
        read_draw(next->picture, *draw, streams, answers, rest);
      else
        answers.push(error_text(draw.error()));
    } else if (next->kind == block_kind::cursor) {
      read_cursor(*next, streams, answers);
    } else if (next->kind == block_kind::chunk) {
      read_chunk(*next, answers);
      if (is_full() && !rest.empty())
        hold({}, {0, rest.first(0)}, rest);
    } else {
      answers.push(error_text(not_for_clients(next->kind)));
    }
  }
}

void block_reader::read_draw(picture_id picture, draw_payload draw, const stream_table& streams, outbox& answers,
                             byte_view rest) {
  auto why = check_numbers(draw);
  if (!streams.may_draw_on(picture))
    why = not_joined(picture);
  if (!why)
    return take_ops(picture, draw, answers, rest);
  if (const auto refusal = refuse_all(draw, std::move(*why)))
    refuse(picture, *refusal, answers);
}

void block_reader::take_ops(picture_id picture, draw_payload& draw, outbox& answers, byte_view rest) {
  if (const auto refusal = intake_.take(picture, draw))
    refuse(picture, *refusal, answers);
  if (!draw.ops.empty())
    hold(picture, draw, rest);
}

void block_reader::hold(picture_id picture, const draw_payload& draw, byte_view rest) {
  // A DRAW's ops end where the next block begins, so that what is left of the message is one piece.
  const byte_view tail{draw.ops.data(), draw.ops.size() + rest.size()};
  if (source_) {
    held_ = held_message{source_, picture, draw.first_client_seq, draw.ops.size(), tail};
    return;
  }
  auto copy = std::make_shared<const bytes>(tail.begin(), tail.end());
  held_ = held_message{copy, picture, draw.first_client_seq, draw.ops.size(), *copy};
}

void block_reader::read_cursor(const block& what, const stream_table& streams, outbox& answers) {
  const auto at = read_client_cursor(what.payload);
  if (!at)
    return answers.push(error_text(at.error()));
  if (!streams.may_draw_on(what.picture))
    return answers.push(error_text(not_joined(what.picture)));
  cursors_[what.picture] = *at;
}

void block_reader::read_chunk(const block& what, outbox& answers) {
  const auto chunk = atelier::read_chunk(what.payload);
  if (!chunk)
    return answers.push(error_text(chunk.error()));
  if (what.picture != picture_id{})
    return answers.push(error_text({errc::malformed, "a CHUNK names picture " + std::to_string(what.picture.value)
                                                         + "; an attachment belongs to none, so it must be 0"}));
  seal_draws(pieces_);
  // What was read is only lent.
  auto piece = std::make_shared<const bytes>(chunk->piece.begin(), chunk->piece.end());
  pieces_.emplace_back(chunk_received{id_, chunk->transfer, chunk->offset, std::move(piece)});
  ++chunks_waiting_;
}

} // namespace atelier
