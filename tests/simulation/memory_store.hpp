#pragma once

#include "protocol/chat_archive.hpp"
#include "protocol/event_archive.hpp"
#include "protocol/feed_archive.hpp"
#include "protocol/messages.hpp"
#include "protocol/records.hpp"

#include <map>
#include <string>
#include <vector>

namespace atelier::simulation {

/// Storage's twin in memory: what was committed stays, whatever happens to the engine.
class memory_store : public picture_archive, public chat_archive, public event_archive, public feed_archive {
public:
  /// A new one has the session `lobby` (1) with the picture `welcome` (1).
  memory_store(std::uint16_t width, std::uint16_t height, std::uint32_t srv_id = 1);

  void commit(const std::vector<record>& batch);
  /// How often.
  [[nodiscard]] std::uint64_t commits() const noexcept {
    return commits_;
  }
  void write(const snapshot_record& what, image pixels) {
    files_[what.file] = std::move(pixels);
  }
  void drop(const std::vector<std::string>& files) {
    for (const auto& each : files)
      files_.erase(each);
  }

  /// Whatever engines make up at random from now on follows from this.
  void seed(std::uint64_t seed) {
    state_.seed = {seed, 0};
  }

  /// What the next engine starts from; the epoch is raised where the last one did not stop cleanly.
  [[nodiscard]] recovered_state start();

  /// One op of the stored order.
  struct stored_op {
    author_id author;
    client_seq_t client_seq = 0;
    bytes encoded;
    friend bool operator==(const stored_op&, const stored_op&) = default;
  };
  /// The stored ops of a picture; fails the test where a number is missing or there twice.
  [[nodiscard]] std::vector<stored_op> order_of(picture_id picture) const;

  [[nodiscard]] const recovered_state& state() const noexcept {
    return state_;
  }

  result<std::optional<std::pair<snapshot_record, image>>> newest_snapshot(picture_id picture, seq_t until) override;
  result<void> read_ops(picture_id picture, seq_t after, const std::function<bool(const ops_record&)>& take) override;
  result<std::vector<std::pair<author_id, client_seq_t>>> client_seqs(picture_id picture) override;

  /// Pages of at most three messages, whatever `bytes_max`.
  result<chat_archive::page> read(session_id session, seqno_t after, seqno_t until, std::size_t bytes_max) override;
  result<std::optional<chat_message>> find(seqno_t id) override;
  result<std::vector<chat_message>> versions(seqno_t id) override;
  result<std::vector<chat_message>> search(session_id session, const std::string& query, seqno_t before,
                                           std::size_t count) override;
  /// Pages of at most three events, whatever `bytes_max`.
  result<event_archive::page> read_events(session_id session, seqno_t after, seqno_t until,
                                          std::size_t bytes_max) override;
  result<std::vector<event_record>> first_events(session_id session, seqno_t after, std::size_t count) override;
  /// Pages of at most three messages, whatever `bytes_max`.
  result<feed_archive::page> read_feed(session_id project, const feed_selection& wanted, seqno_t after, seqno_t until,
                                       std::size_t bytes_max) override;
  result<std::vector<feed_message>> find_feed(session_id project, feed_kind kind, const std::string& uuid) override;
  [[nodiscard]] const std::vector<feed_message>& feed() const noexcept {
    return feed_;
  }

  /// Every version of every message, as committed.
  [[nodiscard]] const std::vector<chat_message>& messages() const noexcept {
    return messages_;
  }
  [[nodiscard]] const std::vector<event_record>& events() const noexcept {
    return events_;
  }

private:
  void put(const picture_record& what);
  void put(const picture_removed& what);
  void put(const session_record& what);
  void put(const session_removed& what);
  void put(const player_record& what);
  void put(const token_record& what);
  void put(const token_removed& what);
  void put(const tokens_expired& what);
  void put(const chat_message& what);
  void put(const team_record& what);
  void put(const team_member_record& what);
  void put(const challenge_record& what);
  void put(const challenge_removed& what);
  void put(const challenges_removed& what);
  void put(const challenge_set_record& what);
  void put(const challenge_set_removed& what);
  void put(const game_record& what);
  void put(const game_value_record& what);
  void put(const game_timer_record& what);
  void put(const server_ops_record& what);
  void put(const event_record& what);
  void put(const feed_message& what);
  void put(const feed_link_record& what);
  void put(const feed_link_removed& what);
  void put(const client_record& what);
  void put(const authors_reserved& what);
  void put(const ops_record& what);
  void put(const snapshot_record& what);
  void put(const snapshot_removed& what);
  void put(const answer_record& what);
  void put(const answers_expired& what);
  void put(const config_record& what);
  void put(const stopped_cleanly& what);
  recovered_picture* find(picture_id id);
  /// Fails the test where no game runs.
  recovered_game& running(session_id session);
  /// Fails the test where the session was never stored.
  [[nodiscard]] bool is_removed(session_id session) const;
  void forget_games_of(session_id session);
  void forget_feed_of(session_id session);

  recovered_state state_;
  bool clean_ = true;
  std::uint64_t commits_ = 0;
  std::map<picture_id, std::vector<ops_record>> ops_;
  std::map<picture_id, std::map<author_id, client_seq_t>> client_seqs_;
  std::map<std::string, image> files_;
  std::vector<chat_message> messages_;
  std::vector<event_record> events_;
  std::vector<feed_message> feed_;
};

} // namespace atelier::simulation
