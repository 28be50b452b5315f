#include "tests/storage/attachments/attachment_shelf.hpp"
#include "tests/storage/attachments/image_samples.hpp"
#include "tests/storage/samples.hpp"
#include "tests/temporary_folder.hpp"

#include <doctest/doctest.h>
#include <fstream>

using namespace atelier;
using namespace atelier::test;

namespace {

std::string file_of(const std::string& hash) {
  return "/data/attachments/" + hash.substr(0, 2) + '/' + hash;
}

chat_message with_attachment(seqno_t seqno, const attachment_note& note) {
  auto message = sample_message(seqno, "look");
  message.kind = message_kind::file;
  message.attachment = note;
  message.attachment->name = "file";
  return message;
}

} // namespace

TEST_CASE("what earlier runs kept and no message names is swept, with its thumbnail") {
  attachment_shelf at;
  const auto named = at.store->keep(some_bytes(100, 1))->hash;
  const auto named_image = at.store->keep(png_of(two_halves(30, 20)))->hash;
  const auto file = at.store->keep(some_bytes(100, 2))->hash;
  const auto image = at.store->keep(png_of(two_halves(20, 30)))->hash;
  at.named = {named, named_image};
  at.open();
  at.sweep();
  CHECK(at.all_files().size() == 3);
  CHECK(at.read(named));
  CHECK(at.read(named_image, true));
  CHECK_FALSE(at.files->exists(file_of(file)));
  CHECK_FALSE(at.files->exists(file_of(image)));
  CHECK_FALSE(at.files->exists(file_of(image) + ".png"));
}

TEST_CASE("what this run keeps, or is asked for, is not swept, before or while the sweep goes on") {
  attachment_shelf at;
  const auto asked_for = some_bytes(100, 1);
  const auto whole = some_bytes(100, 2);
  const auto in_pieces = some_bytes(100, 3);
  const auto forgotten = some_bytes(100, 4);
  for (const auto* content : {&asked_for, &whole, &in_pieces, &forgotten})
    REQUIRE(at.store->keep(*content));
  at.open();
  CHECK(at.begin(1, asked_for) == 100);
  REQUIRE(at.store->keep(whole));
  REQUIRE(at.upload(2, in_pieces));
  REQUIRE(at.store->keep(some_bytes(100, 5)));
  at.sweep();
  CHECK(at.store->finish(transfer_id{1}, at.now));
  for (const auto* content : {&asked_for, &whole, &in_pieces})
    CHECK(at.read(sha256_of(*content)) == *content);
  CHECK(at.read(sha256_of(some_bytes(100, 5))));
  CHECK_FALSE(at.read(sha256_of(forgotten)));
}

TEST_CASE("a sweep goes folder by folder, and says when it is through") {
  attachment_shelf at;
  std::set<std::string> folders;
  for (unsigned i = 0; i < 20; ++i)
    folders.insert(at.store->keep(some_bytes(100, i))->hash.substr(0, 2));
  at.open();
  std::size_t steps = 1;
  while (at.store->sweep_next())
    ++steps;
  CHECK(steps == folders.size());
  CHECK(at.all_files().empty());
  CHECK_FALSE(at.store->sweep_next());
}

TEST_CASE("a sweep counts what it leaves, so that the limit on all attachments holds") {
  attachment_shelf at;
  at.bounds.attachments_bytes_max = 5 * 4'096;
  at.open();
  for (unsigned i = 0; i < 5; ++i)
    at.named.insert(at.store->keep(some_bytes(100, i))->hash);
  at.open();
  REQUIRE(at.store->keep(some_bytes(100, 3)));
  at.sweep();
  CHECK_FALSE(at.store->keep(some_bytes(100, 9)));
  at.named.erase(at.named.begin());
  at.open();
  at.sweep();
  CHECK(at.store->keep(some_bytes(100, 9)));
  CHECK_FALSE(at.store->keep(some_bytes(100, 10)));
}

TEST_CASE("what a person puts among attachments stays") {
  attachment_shelf at;
  const auto hash = at.store->keep(some_bytes(100))->hash;
  const auto folder = file_of(hash).substr(0, file_of(hash).rfind('/'));
  const auto elsewhere = std::string(2, hash[0] == '0' ? '1' : '0') + hash.substr(2);
  for (const auto& name : {folder + "/notes.txt", folder + '/' + elsewhere, folder + '/' + hash + ".jpg",
                           std::string{"/data/attachments/readme"}, std::string{"/data/attachments/partial/notes"},
                           "/data/attachments/partial/" + hash})
    at.files->put(name, some_bytes(10));
  at.open();
  at.sweep();
  CHECK(at.all_files().size() == 6);
  CHECK_FALSE(at.files->exists(file_of(hash)));
}

TEST_CASE("what a stopped run left of a thumbnail is removed at the start") {
  attachment_shelf at;
  at.files->put("/data/attachments/partial/" + std::string(64, 'a') + ".png", some_bytes(10));
  at.open();
  CHECK(at.partials().empty());
}

TEST_CASE("where it can't be told whether a message names it, content stays") {
  attachment_shelf at;
  const auto hash = at.store->keep(some_bytes(100))->hash;
  const auto unsure = [](const std::string&) -> result<bool> {
    return failure(errc::storage_failure, "the database is gone");
  };
  auto store = attachment_store::open("/data/attachments", at.files, at.bounds, unsure, at.now);
  REQUIRE(store);
  while ((*store)->sweep_next()) {
  }
  CHECK(at.files->exists(file_of(hash)));
}

TEST_CASE("a data folder keeps what any version of its messages names, and sweeps the rest") {
  const temporary_folder at;
  const auto open_store = [](data_folder& folder) {
    auto store = folder.attachments(limits{}, sample_time());
    if (!store)
      FAIL(store.error().message);
    return std::move(*store);
  };
  std::vector<attachment_note> notes;
  {
    const auto folder = open_folder(at.path());
    const auto store = open_store(*folder);
    for (unsigned i = 0; i < 4; ++i)
      notes.push_back(*store->keep(some_bytes(1'000, i)));
    const auto shown = with_attachment(1, notes[0]);
    const auto old = with_attachment(2, notes[1]);
    auto without = deleted(old, 3);
    without.attachment.reset();
    REQUIRE(commit(*folder, {shown, old, without}));
    while (store->sweep_next()) {
    }
    CHECK(store->read(notes[3].hash, false, 0));
  }
  const auto folder = open_folder(at.path());
  const auto store = open_store(*folder);
  REQUIRE(commit(*folder, {with_attachment(4, notes[2])}));
  while (store->sweep_next()) {
  }
  for (const auto i : {0U, 1U, 2U})
    CHECK(*store->read(notes[i].hash, false, 0)->bytes == some_bytes(1'000, i));
  CHECK_FALSE(store->read(notes[3].hash, false, 0));
  CHECK(std::filesystem::exists(at.path() / "attachments" / notes[0].hash.substr(0, 2) / notes[0].hash));
}
