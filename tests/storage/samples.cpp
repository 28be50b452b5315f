#include "tests/storage/samples.hpp"

#include "protocol/png.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>

namespace atelier::test {

wall_time sample_time() {
  using namespace std::chrono;
  return sys_days{2026y / November / 20d} + 21h + 14min + 3s + 120ms;
}

picture_record sample_picture(std::uint32_t id, std::uint16_t width, std::uint16_t height) {
  picture_record picture;
  picture.id = picture_id{id};
  picture.name = "Über den Wolken";
  picture.created_by = "ada";
  picture.width = width;
  picture.height = height;
  picture.folder = "folder-" + std::to_string(id);
  picture.created_at = sample_time();
  return picture;
}

ops_record sample_ops(picture_id picture, seq_t first, seq_t last, std::size_t padding) {
  ops_record ops{picture, first, last, {}, {{author_id{9}, static_cast<client_seq_t>(last)}}};
  store_le(ops.runs, first);
  store_le(ops.runs, last);
  ops.runs.resize(ops.runs.size() + padding, std::byte{0x5a});
  return ops;
}

chat_message sample_message(seqno_t seqno, std::string text, session_id session) {
  chat_message message;
  message.seqno = seqno;
  message.id = seqno;
  message.session = session;
  message.handle = "anonymous";
  message.text = std::move(text);
  message.at = sample_time() + std::chrono::seconds{seqno};
  return message;
}

chat_message edited(const chat_message& what, seqno_t seqno, std::string text) {
  auto next = what;
  next.seqno = seqno;
  next.text = std::move(text);
  next.edited_at = sample_time() + std::chrono::seconds{seqno};
  return next;
}

chat_message deleted(const chat_message& what, seqno_t seqno) {
  auto next = edited(what, seqno, {});
  next.deleted = true;
  return next;
}

session_record sample_session(std::uint32_t id) {
  session_record session;
  session.id = session_id{id};
  session.uuid = "5f0c0f5e-0000-4000-8000-" + std::to_string(100'000'000'000 + id);
  session.name = "session " + std::to_string(id);
  session.created_at = sample_time();
  return session;
}

player_record sample_player(std::uint32_t id, std::string handle) {
  player_record player;
  player.id = player_id{id};
  player.handle = std::move(handle);
  player.created_at = sample_time();
  player.uuid = "a11ce000-0000-4000-8000-" + std::to_string(100'000'000'000 + id);
  return player;
}

team_record sample_team(session_id session, std::uint32_t id, std::string name) {
  return {session, team_id{id}, std::move(name), "#1e90ff", false};
}

challenge_record sample_challenge(std::uint32_t id, std::string title) {
  return {challenge_id{id}, std::move(title), "as it says", 50, "en"};
}

game_record sample_game(session_id session, std::uint32_t number) {
  game_record game;
  game.session = session;
  game.number = number;
  game.mode = "guess";
  game.setup = R"({"players":[1],"number":)" + std::to_string(number) + '}';
  game.started_at = sample_time();
  return game;
}

game_record ended(game_record game) {
  game.ended_at = game.started_at + std::chrono::minutes{30};
  game.outcome = R"({"winner":1})";
  return game;
}

event_record sample_event(seqno_t seqno, session_id session, std::string data) {
  return {seqno, session, 1, "caught", sample_time() + std::chrono::seconds{seqno}, std::move(data)};
}

feed_message sample_feed_message(seqno_t arrival, seqno_t seqno, session_id project, std::uint32_t srv_id) {
  const auto uuid = "c0ffee00-0000-4000-8000-" + std::to_string(100'000'000'000 + seqno);
  return {arrival,
          project,
          srv_id,
          seqno,
          feed_kind::comment,
          uuid,
          R"("user_uuid":"a11ce000-0000-4000-8000-100000000001","archivetime":null,"comment_uuid":")" + uuid
              + R"(","thread_uuid":"7badc0de-0000-4000-8000-000000000001","submissiontime":"2026-11-20T21:14:03.120Z",)"
              + R"("authortime":"2026-11-20T21:14:03.120Z","body":"Grüße 😀")"};
}

bytes sample_png(std::uint16_t width, std::uint16_t height, rgba colour) {
  return encode_png(image{width, height, colour});
}

std::unique_ptr<sqlite_folder> open_folder(const std::filesystem::path& path, const folder_options& options) {
  auto folder = sqlite_folder::open(path, sample_time(), options);
  if (!folder)
    FAIL(folder.error().message);
  return std::move(*folder);
}

recovered_state recover(data_folder& folder) {
  auto state = folder.recover();
  if (!state)
    FAIL(state.error().message);
  return std::move(*state);
}

recovered_state recovered_after(const std::vector<record>& records) {
  const temporary_folder at;
  REQUIRE(commit(*open_folder(at.path()), records));
  return recover(*open_folder(at.path()));
}

std::unique_ptr<picture_archive> open_archive(data_folder& folder) {
  auto archive = folder.archive();
  if (!archive)
    FAIL(archive.error().message);
  return std::move(*archive);
}

std::unique_ptr<chat_archive> open_chats(data_folder& folder) {
  auto chats = folder.chats();
  if (!chats)
    FAIL(chats.error().message);
  return std::move(*chats);
}

std::unique_ptr<event_archive> open_events(data_folder& folder) {
  auto events = folder.events();
  if (!events)
    FAIL(events.error().message);
  return std::move(*events);
}

std::unique_ptr<feed_archive> open_feeds(data_folder& folder) {
  auto feeds = folder.feeds();
  if (!feeds)
    FAIL(feeds.error().message);
  return std::move(*feeds);
}

result<void> commit(data_folder& folder, std::vector<record> records) {
  const std::vector<std::vector<record>> batches{std::move(records)};
  return folder.commit(batches);
}

std::string refusal(data_folder& folder, std::vector<record> records) {
  const auto done = commit(folder, std::move(records));
  REQUIRE_FALSE(done);
  CHECK(done.error().code == errc::internal_error);
  return done.error().message;
}

void finish(data_folder& folder) {
  while (folder.tidy()) {
  }
}

std::int64_t number_in(const std::filesystem::path& folder, const char* sql) {
  return sqlite_database{folder / "atelier.db"}.number(sql);
}

std::vector<ops_record> read_all_ops(picture_archive& archive, picture_id picture, seq_t after) {
  std::vector<ops_record> found;
  const auto done = archive.read_ops(picture, after, [&](const ops_record& ops) {
    found.push_back(ops);
    return true;
  });
  if (!done)
    FAIL(done.error().message);
  return found;
}

} // namespace atelier::test
