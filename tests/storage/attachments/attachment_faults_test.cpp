#include "tests/storage/attachments/attachment_shelf.hpp"
#include "tests/storage/attachments/image_samples.hpp"

#include <doctest/doctest.h>

using namespace atelier;
using namespace atelier::test;

namespace {

const bytes picture = png_of(two_halves(300, 200));

int calls_of(const std::function<void(attachment_shelf&)>& what) {
  attachment_shelf at;
  const auto before = at.files->calls();
  what(at);
  return at.files->calls() - before;
}

/// What was kept is whole, with its thumbnail, and is named nowhere else.
void check_kept(attachment_shelf& at) {
  const auto hash = sha256_of(picture);
  CHECK(at.read(hash) == picture);
  CHECK(at.store->read(hash, true, 0));
  CHECK(at.store->read(hash, false, 0)->media_type == "image/png");
}

/// Content that has its name is whole and has its thumbnail, whatever happened.
void check_nothing_is_half(attachment_shelf& at) {
  const auto hash = sha256_of(picture);
  if (at.files->exists("/data/attachments/" + hash.substr(0, 2) + '/' + hash))
    check_kept(at);
}

enum class after { goes_on, restarted, power_cut };

void fails_and_is_tried_again(const std::function<void(attachment_shelf&)>& what) {
  const auto calls = calls_of(what);
  REQUIRE(calls >= 8);
  for (auto failing = 1; failing <= calls; ++failing)
    for (const auto then : {after::goes_on, after::restarted, after::power_cut}) {
      CAPTURE(failing);
      CAPTURE(static_cast<int>(then));
      attachment_shelf at;
      at.files->failing_call = at.files->calls() + failing;
      what(at);
      at.files->failing_call.reset();
      if (then == after::power_cut)
        at.files->cut_power();
      if (then != after::goes_on)
        at.open();
      check_nothing_is_half(at);
      // After a power cut what a leftover holds may be anything, which its hash shows.
      auto note = at.upload(20, picture);
      if (!note && then == after::power_cut)
        note = at.upload(21, picture);
      REQUIRE(note);
      CHECK(note->media_type == "image/png");
      at.files->cut_power();
      at.open();
      check_kept(at);
      at.named.insert(note->hash);
      at.sweep();
      check_kept(at);
    }
}

} // namespace

TEST_CASE("whichever step of a transfer fails, its content is there whole or not at all, and the next try does it") {
  fails_and_is_tried_again([](attachment_shelf& at) { static_cast<void>(at.upload(1, picture, 200)); });
}

TEST_CASE("whichever step of keeping a content at once fails, it is there whole or not at all") {
  fails_and_is_tried_again([](attachment_shelf& at) { static_cast<void>(at.store->keep(picture)); });
}

TEST_CASE("whichever step of going on fails, the next try does it") {
  fails_and_is_tried_again([](attachment_shelf& at) {
    if (at.begin(1, picture))
      static_cast<void>(at.write(1, picture, 0, 300));
    at.store->leave(transfer_id{1}, false, at.now);
    static_cast<void>(at.upload(2, picture));
  });
}

TEST_CASE("what was answered as kept survives a power cut at once") {
  attachment_shelf at;
  REQUIRE(at.upload(1, picture));
  at.files->cut_power();
  at.open();
  check_kept(at);
  const auto other = some_bytes(700);
  const auto hash = at.store->keep(other)->hash;
  at.files->cut_power();
  at.open();
  CHECK(at.read(hash) == other);
}

TEST_CASE("a failed step is told with the name of what failed") {
  attachment_shelf at;
  REQUIRE(at.begin(1, picture));
  at.files->failing_call = at.files->calls() + 1;
  const auto done = at.write(1, picture, 0, 100);
  REQUIRE_FALSE(done);
  CHECK(done.error().code == errc::storage_failure);
  CHECK(done.error().message.find("/data/attachments/partial/" + sha256_of(picture)) != std::string::npos);
}

TEST_CASE("on a full disk a transfer ends and gives back what it took") {
  attachment_shelf at;
  const auto content = some_bytes(10'000);
  REQUIRE(at.begin(1, content));
  REQUIRE(at.write(1, content, 0, 4'000));
  at.files->bytes_max = 6'000;
  const auto done = at.write(1, content, 4'000, 4'000);
  REQUIRE_FALSE(done);
  CHECK(done.error().code == errc::storage_failure);
  CHECK(done.error().message.find("No space left on device") != std::string::npos);
  CHECK(at.all_files().empty());
  const auto whole = at.store->keep(content);
  REQUIRE_FALSE(whole);
  CHECK(whole.error().code == errc::storage_failure);
  CHECK(at.all_files().empty());
  at.files->bytes_max.reset();
  CHECK(at.upload(2, content));
}

TEST_CASE("on a disk that is full before the thumbnail is written nothing is left") {
  attachment_shelf at;
  at.files->bytes_max = picture.size() + 10;
  const auto done = at.upload(1, picture);
  REQUIRE_FALSE(done);
  CHECK(done.error().code == errc::storage_failure);
  CHECK(at.all_files().empty());
}

TEST_CASE("a store whose folders can't be made or read says so when it is opened") {
  attachment_shelf at;
  const auto before = at.files->calls();
  at.open();
  const auto calls = at.files->calls() - before;
  for (auto failing = 1; failing <= calls; ++failing) {
    CAPTURE(failing);
    at.files->failing_call = at.files->calls() + failing;
    const auto opened = at.try_open();
    REQUIRE_FALSE(opened);
    CHECK(opened.error().code == errc::storage_failure);
  }
  at.open();
}
