#pragma once

#include "protocol/records.hpp"
#include "storage/sqlite_folder.hpp"

namespace atelier::test {

/// 2026-11-20T21:14:03.120Z
[[nodiscard]] wall_time sample_time();

/// The picture that a new data folder starts with.
inline constexpr picture_id welcome{1};
/// Its session.
inline constexpr session_id lobby{1};

[[nodiscard]] picture_record sample_picture(std::uint32_t id, std::uint16_t width = 8, std::uint16_t height = 4);

/// Ops `first` to `last` of a picture, all by one author; the bytes tell the numbers and have about `padding` more.
[[nodiscard]] ops_record sample_ops(picture_id picture, seq_t first, seq_t last, std::size_t padding = 0);

/// Something that somebody unidentified says in the lobby, its seqno's seconds after `sample_time`.
[[nodiscard]] chat_message sample_message(seqno_t seqno, std::string text, session_id session = lobby);
/// The next version of a message.
[[nodiscard]] chat_message edited(const chat_message& what, seqno_t seqno, std::string text);
[[nodiscard]] chat_message deleted(const chat_message& what, seqno_t seqno);

[[nodiscard]] session_record sample_session(std::uint32_t id);
[[nodiscard]] player_record sample_player(std::uint32_t id, std::string handle);

[[nodiscard]] team_record sample_team(session_id session, std::uint32_t id, std::string name);
[[nodiscard]] challenge_record sample_challenge(std::uint32_t id, std::string title);
/// A game of `guess` that runs.
[[nodiscard]] game_record sample_game(session_id session, std::uint32_t number);
/// The same, over.
[[nodiscard]] game_record ended(game_record game);
/// Something that happens in a session's first game, its seqno's seconds after `sample_time`.
[[nodiscard]] event_record sample_event(seqno_t seqno, session_id session = lobby, std::string data = "{}");

/// A comment in a project's feed, as server 1 writes it: its `uuid` ends with its seqno.
[[nodiscard]] feed_message sample_feed_message(seqno_t arrival, seqno_t seqno, session_id project = lobby,
                                               std::uint32_t srv_id = 1);

/// A PNG of that size, of one colour.
[[nodiscard]] bytes sample_png(std::uint16_t width, std::uint16_t height, rgba colour);

/// Opens, and fails the test where that fails.
[[nodiscard]] std::unique_ptr<sqlite_folder> open_folder(const std::filesystem::path& path,
                                                         const folder_options& options = {});
[[nodiscard]] recovered_state recover(data_folder& folder);
/// What a server that starts again finds after these records.
[[nodiscard]] recovered_state recovered_after(const std::vector<record>& records);
[[nodiscard]] std::unique_ptr<picture_archive> open_archive(data_folder& folder);
[[nodiscard]] std::unique_ptr<chat_archive> open_chats(data_folder& folder);
[[nodiscard]] std::unique_ptr<event_archive> open_events(data_folder& folder);
[[nodiscard]] std::unique_ptr<feed_archive> open_feeds(data_folder& folder);

/// Commits one batch.
result<void> commit(data_folder& folder, std::vector<record> records);
/// Why one batch is refused as a mistake of ours; fails the test where it is not.
[[nodiscard]] std::string refusal(data_folder& folder, std::vector<record> records);
/// Does all that commits left for later.
void finish(data_folder& folder);

/// What a statement of one number says of a folder's database.
[[nodiscard]] std::int64_t number_in(const std::filesystem::path& folder, const char* sql);

/// Every stored ops record of a picture after an op.
[[nodiscard]] std::vector<ops_record> read_all_ops(picture_archive& archive, picture_id picture, seq_t after = 0);

} // namespace atelier::test
