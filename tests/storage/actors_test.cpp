#include "protocol/png.hpp"
#include "storage/storage_actors.hpp"
#include "tests/actor_stage.hpp"
#include "tests/storage/fake_folder.hpp"
#include "tests/storage/samples.hpp"

#include <caf/all.hpp>
#include <doctest/doctest.h>
#include <future>

using namespace atelier;
using namespace atelier::test;

namespace {

struct stage : actor_stage {
  std::shared_ptr<fake_folder> folder = std::make_shared<fake_folder>();

  /// The tickets of the next answers.
  std::vector<std::uint64_t> committed_tickets(std::size_t count) {
    std::vector<std::uint64_t> found;
    while (found.size() < count)
      self->receive([&](const committed& done) { found.push_back(done.ticket.value); });
    return found;
  }
};

store_batch batch(std::uint64_t ticket) {
  return {ticket_id{ticket}, {}};
}

shared_view view() {
  return std::make_shared<flat_view>(std::uint16_t{8}, std::uint16_t{4}, white);
}

write_snapshot writing(seq_t seq) {
  return {picture_id{1}, {picture_id{1}, 1, seq, "a/1-" + std::to_string(seq) + ".png"}, view()};
}

} // namespace

TEST_CASE("batches that come while a commit runs are committed together") {
  stage at;
  std::promise<void> all_sent;
  at.folder->before_commit = [sent = all_sent.get_future().share()](int) {
    sent.wait();
  };
  const auto storage = spawn_storage(at.system, at.folder);
  for (std::uint64_t ticket = 1; ticket <= 9; ++ticket)
    at.self->send(storage, batch(ticket), at.engine);
  all_sent.set_value();
  CHECK(at.committed_tickets(9) == std::vector<std::uint64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9});
  CHECK(at.folder->commits().size() <= 2);
  at.end(storage);
}

TEST_CASE("what was sent to storage before its exit is committed and answered") {
  stage at;
  std::promise<void> all_sent;
  at.folder->before_commit = [sent = all_sent.get_future().share()](int) {
    sent.wait();
  };
  const auto storage = spawn_storage(at.system, at.folder);
  for (std::uint64_t ticket = 1; ticket <= 3; ++ticket)
    at.self->send(storage, batch(ticket), at.engine);
  at.self->send_exit(storage, caf::exit_reason::user_shutdown);
  all_sent.set_value();
  CHECK(at.committed_tickets(3) == std::vector<std::uint64_t>{1, 2, 3});
  at.self->wait_for(caf::actor_cast<caf::actor>(storage));
}

TEST_CASE("storage that fails says so once and answers nothing more") {
  stage at;
  at.folder->failing_commit = 2;
  const auto storage = spawn_storage(at.system, at.folder);
  at.self->send(storage, batch(1), at.engine);
  CHECK(at.committed_tickets(1).size() == 1);
  at.self->send(storage, batch(2), at.engine);
  at.self->receive([](const store_failed& failed) { CHECK(failed.reason == "the disk is full"); });
  at.self->send(storage, batch(3), at.engine);
  at.end(storage);
  CHECK(at.folder->commits().size() == 2);
  CHECK_FALSE(at.self->has_next_message());
}

TEST_CASE("storage does what was left for later until nothing is left") {
  stage at;
  at.folder->tidy_more = 5;
  const auto storage = spawn_storage(at.system, at.folder);
  at.end(storage);
  CHECK(at.folder->tidied() >= 1);
  CHECK(at.folder->tidied() <= 6);
}

TEST_CASE("the snapshot actor encodes, writes and decodes") {
  stage at;
  const auto snapshots = spawn_snapshots(at.system, at.folder, limits{});
  at.self->send(snapshots, encode_view{picture_id{1}, 4, view()}, at.engine);
  at.self->receive([](const view_encoded& encoded) { CHECK(decode_png(*encoded.png, 8) == image{8, 4, white}); });
  at.self->send(snapshots, writing(5), at.engine);
  at.self->receive([](const snapshot_written& written) { CHECK_FALSE(written.failed); });
  at.self->send(snapshots, decode_upload{9, std::make_shared<const bytes>(sample_png(8, 4, white))}, at.engine);
  at.self->receive([](const png_decoded& decoded) {
    CHECK(decoded.request == 9);
    CHECK(decoded.picture);
  });
  at.self->send(snapshots, drop_snapshots{{"a/1-5.png"}});
  at.end(snapshots);
  CHECK(at.folder->files() == std::vector<std::string>{"write a/1-5.png", "remove a/1-5.png"});
}
