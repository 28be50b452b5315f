#include "storage/attachments/attachment_store.hpp"
#include "storage/storage_actors.hpp"
#include "tests/actor_stage.hpp"
#include "tests/storage/fake_folder.hpp"
#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <caf/all.hpp>
#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

const auto content = std::make_shared<const bytes>(bytes(5'000, std::byte{7}));
const auto hash = sha256_of(*content);

shared_bytes part_of(std::size_t offset, std::size_t size) {
  const auto part = byte_view{*content}.subspan(offset, size);
  return std::make_shared<const bytes>(part.begin(), part.end());
}

struct stage : actor_stage {
  temporary_folder at;
  std::shared_ptr<data_folder> folder = open_folder(at.path());
  attachment_actor attachments = spawn_attachments(system, folder, limits{});

  template <class Answer, class Job>
  Answer ask(const Job& job) {
    self->send(attachments, job, engine);
    Answer found;
    self->receive([&](const Answer& answer) { found = answer; });
    return found;
  }
};

} // namespace

TEST_CASE("an attachment goes through its actor in pieces and comes back") {
  stage on;
  const auto begun = on.ask<attachment_begun>(begin_attachment{transfer_id{3}, hash, 5'000});
  CHECK(begun.transfer == transfer_id{3});
  CHECK(begun.offset == 0);
  for (const std::size_t offset : {0, 2'500}) {
    const auto written = on.ask<chunk_written>(write_chunk{transfer_id{3}, offset, part_of(offset, 2'500)});
    CHECK(written.transfer == transfer_id{3});
    CHECK(written.written);
  }
  const auto stored = on.ask<attachment_stored>(finish_attachment{transfer_id{3}});
  CHECK(stored.transfer == transfer_id{3});
  REQUIRE(stored.what);
  CHECK(stored.what->hash == hash);
  const auto read = on.ask<attachment_read>(read_attachment{17, hash, false, 4'000});
  CHECK(read.request == 17);
  REQUIRE(read.piece);
  CHECK(read.piece->bytes->size() == 1'000);
  CHECK(read.piece->bytes_total == 5'000);
  on.end(on.attachments);
}

TEST_CASE("an attachment that comes in one piece is kept and answered") {
  stage on;
  const auto stored = on.ask<attachment_stored>(keep_attachment{transfer_id{8}, content});
  CHECK(stored.transfer == transfer_id{8});
  REQUIRE(stored.what);
  CHECK(stored.what->bytes == 5'000);
  on.end(on.attachments);
}

TEST_CASE("a transfer that is left goes on in the next one, also after a restart") {
  stage on;
  on.ask<attachment_begun>(begin_attachment{transfer_id{1}, hash, 5'000});
  on.ask<chunk_written>(write_chunk{transfer_id{1}, 0, part_of(0, 3'000)});
  on.self->send(on.attachments, leave_attachment{transfer_id{1}, false});
  CHECK(on.ask<attachment_begun>(begin_attachment{transfer_id{2}, hash, 5'000}).offset == 3'000);
  on.end(on.attachments);
  on.attachments = spawn_attachments(on.system, on.folder, limits{});
  CHECK(on.ask<attachment_begun>(begin_attachment{transfer_id{1}, hash, 5'000}).offset == 3'000);
  on.self->send(on.attachments, leave_attachment{transfer_id{1}, true});
  CHECK(on.ask<attachment_begun>(begin_attachment{transfer_id{2}, hash, 5'000}).offset == 0);
  on.end(on.attachments);
}

TEST_CASE("what waits when the actor is told to end is worked off and answered") {
  stage on;
  on.self->send(on.attachments, begin_attachment{transfer_id{1}, hash, 5'000}, on.engine);
  for (std::size_t offset = 0; offset < 5'000; offset += 100)
    on.self->send(on.attachments, write_chunk{transfer_id{1}, offset, part_of(offset, 100)}, on.engine);
  on.self->send(on.attachments, finish_attachment{transfer_id{1}}, on.engine);
  on.end(on.attachments);
  auto written = 0;
  auto whole = false;
  while (on.self->has_next_message())
    on.self->receive([](const attachment_begun& begun) { CHECK(begun.offset == 0); },
                     [&](const chunk_written& chunk) { written += chunk.written ? 1 : 0; },
                     [&](const attachment_stored& stored) { whole = stored.what.has_value(); });
  CHECK(written == 50);
  CHECK(whole);
}

TEST_CASE("where attachments can't be kept everything is answered with the reason") {
  actor_stage on;
  const auto attachments = spawn_attachments(on.system, std::make_shared<fake_folder>(), limits{});
  on.self->send(attachments, begin_attachment{transfer_id{1}, hash, 5'000}, on.engine);
  on.self->receive([](const attachment_begun& begun) {
    CHECK(begun.offset.error() == error{errc::storage_failure, "a fake folder keeps no attachments"});
  });
  on.self->send(attachments, leave_attachment{transfer_id{1}, false});
  on.self->send(attachments, read_attachment{2, hash, false, 0}, on.engine);
  on.self->receive([](const attachment_read& read) { CHECK_FALSE(read.piece); });
  on.end(attachments);
}
