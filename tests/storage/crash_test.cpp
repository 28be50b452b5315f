#include "tests/storage/faulty_disk.hpp"
#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdint>
#include <doctest/doctest.h>
#include <sys/wait.h>

using namespace atelier;
using namespace atelier::test;

namespace {

/// Every so many batches a game ends and the next one starts.
constexpr std::uint64_t batches_of_a_game = 3;

/// What batch `number` tells of the lobby's games: a value and an event that have its number, and a timer.
void add_game(std::vector<record>& to, std::uint64_t number) {
  const auto game = static_cast<std::uint32_t>((number - 1) / batches_of_a_game + 1);
  if (number % batches_of_a_game == 1) {
    if (game > 1)
      to.emplace_back(ended(sample_game(lobby, game - 1)));
    to.emplace_back(sample_game(lobby, game));
  }
  to.emplace_back(game_value_record{lobby, "number", std::to_string(number)});
  to.emplace_back(game_value_record{lobby, "of " + std::to_string(number), "true"});
  to.emplace_back(game_timer_record{lobby, "next", sample_time() + std::chrono::seconds{number}});
  to.emplace_back(sample_event(number, lobby, std::to_string(number)));
}

/// That just what the batches up to `number` tell of games is there.
void check_games(data_folder& folder, const recovered_state& state, std::uint64_t number) {
  CHECK(state.next_event_seqno == number + 1);
  const auto events = open_events(folder)->first_events(lobby, 0, number + 1);
  REQUIRE(events);
  REQUIRE(events->size() == number);
  for (std::uint64_t i = 0; i < number; ++i)
    CHECK((*events)[i] == sample_event(i + 1, lobby, std::to_string(i + 1)));
  REQUIRE(state.games.size() == (number == 0 ? 0 : 1));
  if (number == 0)
    return;
  const auto& game = state.games[0];
  const auto batches_before = (number - 1) / batches_of_a_game * batches_of_a_game;
  CHECK(game.record == sample_game(lobby, static_cast<std::uint32_t>(batches_before / batches_of_a_game + 1)));
  CHECK(state.last_games.at(lobby) == game.record.number);
  CHECK(game.values.size() == number - batches_before + 1);
  CHECK(game.values.at(0).value == std::to_string(number));
  REQUIRE(game.timers.size() == 1);
  CHECK(game.timers[0].at == sample_time() + std::chrono::seconds{number});
}

/// What batch `number` adds to the lobby's feed: a message of this server and one of another.
std::array<feed_message, 2> feed_of(std::uint64_t number) {
  return {sample_feed_message(2 * number - 1, number), sample_feed_message(2 * number, 3 * number, lobby, 7)};
}

/// That just what the batches up to `number` add to feeds is there, and no number will be given again.
void check_feed(data_folder& folder, const recovered_state& state, std::uint64_t number) {
  CHECK(state.next_feed_arrival == 2 * number + 1);
  CHECK(state.next_feed_seqno == number + 1);
  CHECK(state.feed.size() == 2 * number);
  const auto page = open_feeds(folder)->read_feed(lobby, {{}, {true, true, true}}, 0, 2 * number + 2, SIZE_MAX);
  REQUIRE(page);
  REQUIRE(page->messages.size() == 2 * number);
  for (std::uint64_t i = 0; i < number; ++i) {
    const auto expected = feed_of(i + 1);
    CHECK(std::equal(expected.begin(), expected.end(), page->messages.begin() + static_cast<std::ptrdiff_t>(2 * i)));
  }
}

/// Batch `number`: three ops of one picture, what happens in a game and in a feed, and the number itself, so that a
/// batch that is stored in part shows.
std::vector<record> numbered_batch(std::uint64_t number) {
  const auto first = 3 * number - 2;
  std::vector<record> batch{sample_ops(welcome, first, first + 1, number % 7 * 900)};
  add_game(batch, number);
  for (auto& each : feed_of(number))
    batch.emplace_back(std::move(each));
  batch.emplace_back(config_record{"number", std::to_string(number)});
  batch.emplace_back(sample_ops(welcome, first + 2, first + 2));
  return batch;
}

/// The number of the last batch that is stored, once it is clear that all before it are stored too, each whole.
std::uint64_t last_whole_batch(data_folder& folder) {
  const auto state = recover(folder);
  const auto number = state.config.contains("number") ? std::stoull(state.config.at("number")) : 0;
  CHECK(state.pictures.at(0).seq == 3 * number);
  check_games(folder, state, number);
  check_feed(folder, state, number);
  const auto archive = open_archive(folder);
  const auto ops = read_all_ops(*archive, welcome);
  CHECK(ops.size() == 2 * number);
  seq_t last = 0;
  for (const auto& record : ops) {
    CHECK(record.first_seq == last + 1);
    CHECK(load_le<seq_t>(record.runs) == record.first_seq);
    CHECK(load_le<seq_t>(record.runs, 8) == record.last_seq);
    last = record.last_seq;
  }
  CHECK(last == 3 * number);
  const auto seqs = archive->client_seqs(welcome);
  REQUIRE(seqs);
  CHECK((number == 0 ? seqs->empty() : seqs->at(0).second == last));
  return number;
}

/// What a server that starts again on a sound disk finds.
std::uint64_t last_whole_batch_at(const std::filesystem::path& path) {
  const faulty_disk sound;
  return last_whole_batch(*open_folder(path, on(sound)));
}

/// Two runs of some commits each, the first one stopped cleanly, on a disk that may fail at any time. Returns the last
/// batch whose commit returned well.
std::uint64_t run_until_failure(const std::filesystem::path& path, const faulty_disk& disk) {
  std::uint64_t number = 0;
  for (auto run = 0; run < 2; ++run) {
    auto folder = sqlite_folder::open(path, sample_time(), on(disk));
    if (!folder)
      return number;
    for (auto i = 0; i < 5; ++i) {
      if (!commit(**folder, numbered_batch(number + 1)))
        return number;
      ++number;
    }
    if (run == 0 && !commit(**folder, {stopped_cleanly{}}))
      return number;
  }
  return number;
}

int changes_of_a_run() {
  const temporary_folder at;
  faulty_disk disk;
  REQUIRE(run_until_failure(at.path(), disk) == 10);
  return disk.changes();
}

/// Commits numbered batches until it is killed, and tells the number of each to `report`.
[[noreturn]] void commit_for_ever(const std::filesystem::path& path, int report) {
  auto folder = sqlite_folder::open(path, sample_time());
  if (!folder)
    ::_exit(1);
  const auto state = (*folder)->recover();
  std::uint64_t number = state->config.contains("number") ? std::stoull(state->config.at("number")) : 0;
  while (commit(**folder, numbered_batch(++number)))
    if (::write(report, &number, sizeof number) != sizeof number)
      ::_exit(2);
  ::_exit(3);
}

} // namespace

TEST_CASE("what was committed before kill -9 is there, in order and whole") {
  const temporary_folder at;
  std::mt19937 chance{20'261'120};
  std::uint64_t reported = 0;
  for (auto round = 0; round < 20; ++round) {
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    const auto child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0)
      commit_for_ever(at.path(), ends[1]);
    ::close(ends[1]);
    const auto reports = chance() % 40;
    for (std::uint32_t i = 0; i < reports; ++i)
      REQUIRE(::read(ends[0], &reported, sizeof reported) == sizeof reported);
    ::kill(child, SIGKILL);
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    while (::read(ends[0], &reported, sizeof reported) == sizeof reported) {
    }
    ::close(ends[0]);
    const auto stored = last_whole_batch(*open_folder(at.path()));
    CHECK(stored >= reported);
    CHECK(stored <= reported + 1);
  }
}

TEST_CASE("what was committed before a power cut is there, whenever it comes") {
  const auto changes = changes_of_a_run();
  for (auto cut = 1; cut <= changes + 1; ++cut) {
    CAPTURE(cut);
    std::mt19937 chance{static_cast<unsigned>(cut)};
    const temporary_folder at;
    std::uint64_t done = 0;
    {
      faulty_disk disk;
      disk.cut_power_at(cut);
      done = run_until_failure(at.path(), disk);
      disk.leave_only_what_survives(chance);
    }
    const auto stored = last_whole_batch_at(at.path());
    CHECK(stored >= done);
    CHECK(stored <= done + 1);
  }
}

TEST_CASE("after any one failed write or sync nothing is lost that was committed") {
  const auto changes = changes_of_a_run();
  for (auto failing = 1; failing <= changes; ++failing) {
    CAPTURE(failing);
    const temporary_folder at;
    faulty_disk disk;
    disk.fail_change(failing);
    const auto done = run_until_failure(at.path(), disk);
    const auto stored = last_whole_batch_at(at.path());
    CHECK(stored >= done);
    CHECK(stored <= done + 1);
  }
}

TEST_CASE("every commit is synced before it returns") {
  const temporary_folder at;
  faulty_disk disk;
  const auto folder = open_folder(at.path(), on(disk));
  for (std::uint64_t number = 1; number <= 5; ++number) {
    const auto before = disk.syncs();
    REQUIRE(commit(*folder, numbered_batch(number)));
    CHECK(disk.syncs() > before);
  }
}

TEST_CASE("a full disk fails the commit with its reason, and keeps what was there") {
  const temporary_folder at;
  faulty_disk disk;
  {
    const auto folder = open_folder(at.path(), on(disk));
    REQUIRE(commit(*folder, numbered_batch(1)));
    disk.fill();
    const auto done = commit(*folder, numbered_batch(2));
    REQUIRE_FALSE(done);
    CHECK(done.error().code == errc::storage_failure);
    CHECK(done.error().message.find("full") != std::string::npos);
    CHECK_FALSE(commit(*folder, numbered_batch(2)));
  }
  CHECK(last_whole_batch(*open_folder(at.path())) == 1);
}

TEST_CASE("a folder on a full disk can't be opened, and says why") {
  const temporary_folder at;
  faulty_disk disk;
  disk.fill();
  const auto folder = sqlite_folder::open(at.path(), sample_time(), on(disk));
  REQUIRE_FALSE(folder);
  CHECK(folder.error().kind == open_failure::not_writable);
  CHECK(folder.error().message.find("full") != std::string::npos);
}

TEST_CASE("the write-ahead log does not grow without end while commits never pause") {
  const temporary_folder at;
  const faulty_disk disk;
  auto options = on(disk);
  options.checkpoint_pages = 64;
  const auto folder = open_folder(at.path(), options);
  std::uintmax_t largest = 0;
  for (seq_t seq = 1; seq <= 400; ++seq) {
    REQUIRE(commit(*folder, {sample_ops(welcome, seq, seq, 100'000)}));
    largest = std::max(largest, std::filesystem::file_size(at.path() / "atelier.db-wal"));
  }
  CHECK(largest < 20'000'000);
  CHECK(read_all_ops(*open_archive(*folder), welcome, 390).size() == 10);
}
