#include "tests/simulation/memory_store.hpp"

#include "protocol/blocks.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace atelier::simulation {

memory_store::memory_store(std::uint16_t width, std::uint16_t height, std::uint32_t srv_id) {
  state_.srv_id = srv_id;
  state_.epoch = 1;
  put(session_record{session_id{1}, "00000000-0000-4000-8000-000000000001", "lobby", "free", {}, {}});
  put(picture_record{picture_id{1}, "welcome", "atelier", width, height, session_id{1}, "welcome_atelier", "file", {}});
}

void memory_store::commit(const std::vector<record>& batch) {
  ++commits_;
  for (const auto& each : batch)
    std::visit([this](const auto& what) { put(what); }, each);
}

recovered_state memory_store::start() {
  if (!std::exchange(clean_, false))
    ++state_.epoch;
  return state_;
}

recovered_picture* memory_store::find(picture_id id) {
  const auto place = std::ranges::find_if(state_.pictures, [&](const auto& each) { return each.record.id == id; });
  return place == state_.pictures.end() ? nullptr : &*place;
}

void memory_store::put(const picture_record& what) {
  if (auto* known = find(what.id))
    known->record = what;
  else
    state_.pictures.push_back({what, 0, {}});
  state_.next_picture_id = std::max(state_.next_picture_id, picture_id{what.id.value + 1});
}

void memory_store::put(const picture_removed& what) {
  std::erase_if(state_.pictures, [&](const auto& each) { return each.record.id == what.id; });
  ops_.erase(what.id);
  client_seqs_.erase(what.id);
  state_.server_ops.erase(what.id);
}

void memory_store::put(const session_record& what) {
  std::erase_if(state_.sessions, [&](const auto& each) { return each.id == what.id; });
  state_.sessions.push_back(what);
  state_.next_session_id = std::max(state_.next_session_id, session_id{what.id.value + 1});
}

void memory_store::put(const session_removed& what) {
  std::erase_if(state_.sessions, [&](const auto& each) { return each.id == what.id; });
  std::erase_if(messages_, [&](const auto& each) { return each.session == what.id; });
  for (auto& each : state_.players)
    if (each.session == what.id)
      each.session.reset();
  forget_games_of(what.id);
  forget_feed_of(what.id);
}

void memory_store::put(const player_record& what) {
  std::erase_if(state_.players, [&](const auto& each) { return each.id == what.id; });
  state_.players.push_back(what);
  state_.next_player_id = std::max(state_.next_player_id, player_id{what.id.value + 1});
}

void memory_store::put(const token_record& what) {
  std::erase_if(state_.tokens, [&](const auto& each) { return each.hash == what.hash; });
  state_.tokens.push_back(what);
}

void memory_store::put(const token_removed& what) {
  std::erase_if(state_.tokens, [&](const auto& each) { return each.hash == what.hash; });
}

void memory_store::put(const tokens_expired& what) {
  std::erase_if(state_.tokens, [&](const auto& each) { return each.expires < what.before; });
}

void memory_store::put(const chat_message& what) {
  REQUIRE(what.seqno >= state_.next_chat_seqno);
  state_.next_chat_seqno = what.seqno + 1;
  messages_.push_back(what);
}

void memory_store::put(const client_record& what) {
  state_.clients.push_back(what);
}

void memory_store::put(const authors_reserved& what) {
  state_.authors_until = what.until;
}

void memory_store::put(const ops_record& what) {
  auto* known = find(what.picture);
  REQUIRE(known);
  REQUIRE(what.first_seq == known->seq + 1);
  known->seq = what.last_seq;
  ops_[what.picture].push_back(what);
  for (const auto& [author, client_seq] : what.client_seqs)
    client_seqs_[what.picture][author] = client_seq;
}

void memory_store::put(const snapshot_record& what) {
  auto* known = find(what.picture);
  REQUIRE(known);
  REQUIRE(what.seq <= known->seq);
  REQUIRE(files_.contains(what.file));
  known->snapshots.push_back(what);
}

void memory_store::put(const snapshot_removed& what) {
  for (auto& each : state_.pictures)
    std::erase_if(each.snapshots, [&](const auto& kept) { return kept.file == what.file; });
}

void memory_store::put(const answer_record& what) {
  state_.answers.push_back(what);
}

void memory_store::put(const answers_expired& what) {
  std::erase_if(state_.answers, [&](const auto& each) { return each.at < what.before; });
}

void memory_store::put(const config_record& what) {
  state_.config[what.name] = what.value;
}

void memory_store::put(const stopped_cleanly&) {
  clean_ = true;
}

std::vector<memory_store::stored_op> memory_store::order_of(picture_id picture) const {
  std::vector<stored_op> out;
  const auto place = ops_.find(picture);
  if (place == ops_.end())
    return out;
  for (const auto& row : place->second) {
    REQUIRE(row.first_seq == out.size() + 1);
    byte_view rest{row.runs};
    while (!rest.empty()) {
      const auto next = take_run(rest);
      REQUIRE(next);
      byte_view ops = next->ops;
      for (client_seq_t i = 0; i < next->count; ++i) {
        const auto size = op_size(ops);
        REQUIRE(size);
        const auto encoded = ops.first(*size);
        out.push_back({next->author, next->first_client_seq + i, {encoded.begin(), encoded.end()}});
        ops = ops.subspan(*size);
      }
    }
    REQUIRE(row.last_seq == out.size());
  }
  return out;
}

result<std::optional<std::pair<snapshot_record, image>>> memory_store::newest_snapshot(picture_id picture,
                                                                                       seq_t until) {
  if (auto* known = find(picture))
    for (auto each = known->snapshots.rbegin(); each != known->snapshots.rend(); ++each)
      if (each->seq <= until)
        return std::pair{*each, files_.at(each->file)};
  return std::nullopt;
}

result<void> memory_store::read_ops(picture_id picture, seq_t after,
                                    const std::function<bool(const ops_record&)>& take) {
  for (const auto& row : ops_[picture])
    if (row.last_seq > after && !take(row))
      break;
  return {};
}

result<std::vector<std::pair<author_id, client_seq_t>>> memory_store::client_seqs(picture_id picture) {
  const auto& all = client_seqs_[picture];
  return std::vector<std::pair<author_id, client_seq_t>>{all.begin(), all.end()};
}

result<chat_archive::page> memory_store::read(session_id session, seqno_t after, seqno_t until, std::size_t) {
  constexpr std::size_t messages_max = 3;
  chat_archive::page out;
  for (const auto& each : messages_) {
    if (each.session != session || each.seqno <= after || each.seqno > until)
      continue;
    if (versions(each.id)->back().seqno != each.seqno)
      continue;
    if (out.messages.size() == messages_max) {
      out.more = true;
      break;
    }
    out.messages.push_back(each);
  }
  return out;
}

result<std::optional<chat_message>> memory_store::find(seqno_t id) {
  auto all = *versions(id);
  return all.empty() ? std::nullopt : std::optional{std::move(all.back())};
}

result<std::vector<chat_message>> memory_store::versions(seqno_t id) {
  std::vector<chat_message> out;
  std::ranges::copy_if(messages_, std::back_inserter(out), [&](const auto& each) { return each.id == id; });
  return out;
}

result<std::vector<chat_message>> memory_store::search(session_id, const std::string&, seqno_t, std::size_t) {
  return std::vector<chat_message>{};
}

} // namespace atelier::simulation
